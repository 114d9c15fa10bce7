"""The desk's doors: passwords, two-step login, sessions, many tries (ASVS 5, chapters 6 and 7)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk.models import Change
from practice.models import Practice

PASSWORD = "seven herons over the quiet mill"
WRONG = {"username": "owner", "password": "wrong"}


@pytest.fixture
def owner(db: None) -> User:
    found: User = User.objects.create_superuser("owner", password=PASSWORD)
    return found


@pytest.mark.parametrize(
    "password",
    [
        *("Summer2026", "Summer2026!!", "summer202612", "password1234", "!!Welcome2026!!"),
        *(
            "QuietMill2026",
            "quietmill-2026-quietmill",
            "aaaaaaaaaaaaaaaa",
            "Reframe123456",
            "x" * 129,
        ),
    ],
)
def test_guessable_password_is_refused(db: None, password: str) -> None:
    Practice.objects.the()
    Practice.objects.update(name="The Quiet Mill", author_name="Ada QuietMill")

    with pytest.raises(ValidationError):
        validate_password(password, User(username="owner"))


@pytest.mark.parametrize("password", [PASSWORD, "kR3v9fX2mQ7t", "blue kettle morning rope"])
def test_long_password_needs_no_special_signs(db: None, password: str) -> None:
    validate_password(password, User(username="owner"))


def test_two_step_login_is_not_switched_off_without_password_and_code(
    owner: User, client: Client
) -> None:
    client.force_login(owner)
    page = reverse("desk:second_step_settings")
    client.post(page)
    device = TOTPDevice.objects.get()
    totp = TOTP(device.bin_key)
    client.post(page, {"code": f"{totp.token():06}"})
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=0)
    code = f"{totp.token():06}"

    client.post(page, {"off": "1"})
    client.post(page, {"off": "1", "password": "wrong", "code": code})
    assert TOTPDevice.objects.filter(confirmed=True).exists()
    client.post(page, {"off": "1", "password": PASSWORD, "code": code})
    assert not TOTPDevice.objects.exists()


def test_changed_password_ends_every_other_session(owner: User) -> None:
    here, elsewhere = Client(), Client()
    for one in (here, elsewhere):
        one.force_login(owner)
    new = "nine lamps in a narrow street"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    here.post("/admin/password_change/", given)

    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_session_lasts_twelve_hours() -> None:
    assert configured.SESSION_COOKIE_AGE == 12 * 60 * 60


def test_wrong_passwords_from_elsewhere_lock_nobody_out_behind_a_proxy(
    owner: User, settings: Any
) -> None:
    settings.AXES_ENABLED, settings.TRUSTED_PROXIES = True, 1
    stranger = Client(headers={"X-Forwarded-For": "203.0.113.9"})
    for _try in range(12):
        stranger.post("/admin/login/", WRONG)
    mine = Client(headers={"X-Forwarded-For": "198.51.100.7"})

    answer = mine.post("/admin/login/", {"username": "owner", "password": PASSWORD})

    assert answer.status_code == 302


def test_many_names_from_one_network_are_slowed(owner: User) -> None:
    client = Client()

    found = [
        client.post("/admin/login/", {"username": f"name{number}", "password": "wrong"})
        for number in range(31)
    ]

    assert found[0].status_code == 200
    assert found[-1].status_code == 429
    assert "wrong" not in found[-1].text.partition("<form")[2]


def test_owner_has_a_way_back_on_the_server(owner: User) -> None:
    TOTPDevice.objects.create(user=owner, confirmed=True)

    call_command("second_step_off", "owner")

    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError):
        call_command("second_step_off", "nobody-here")
    assert not Change.objects.exists()
