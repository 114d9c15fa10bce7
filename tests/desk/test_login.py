"""The desk's doors: passwords, two-step login, sessions, many tries (ASVS 5, chapters 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
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

from desk.models import AuditEntry
from desk.views import devices
from practice.models import Practice

pytestmark = pytest.mark.slow

PASSWORD = "seven herons over the quiet mill"
WRONG = {"username": "owner", "password": "wrong"}
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def still(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


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
            *("qwertyuiop123", "letmeinplease", "Liverpool2026!", "iloveyou1234", "1q2w3e4r5t6y"),
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


def tries(client: Client, count: int, **given: str) -> list[int]:
    """The answers to so many wrong passwords."""
    return [client.post(LOGIN, {**WRONG, **given}).status_code for _try in range(count)]


def logged_in(client: Client) -> int:
    status: int = client.post(LOGIN, {"username": "owner", "password": PASSWORD}).status_code
    return status


@pytest.mark.slow
def test_each_wrong_password_makes_the_wait_longer(
    owner: User, client: Client, at: Callable[[datetime], None], moment: datetime
) -> None:
    waits = []
    for _round in range(24):
        while client.post(LOGIN, WRONG).status_code == 200:
            pass
        waits.append(int(client.post(LOGIN, WRONG).headers["Retry-After"]))
        moment += timedelta(seconds=waits[-1])
        at(moment)

    assert waits[0] == 60
    assert max(waits[:5]) < 240
    assert waits[8] == 360
    assert waits[-1] == 72 * 60
    assert logged_in(client) == 302


def test_who_waits_is_told_so_with_no_password_on_the_page(owner: User, client: Client) -> None:
    tries(client, 5)

    answer = client.post(LOGIN, WRONG)

    assert answer.status_code == 429
    assert "You can try again in 1 minute<" in answer.text
    assert "wrong" not in answer.text


def test_right_password_is_not_read_while_one_has_to_wait(owner: User, client: Client) -> None:
    tries(client, 5)

    assert logged_in(client) == 429


def test_wrong_passwords_from_elsewhere_lock_nobody_out_behind_a_proxy(
    owner: User, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    tries(Client(headers={"X-Forwarded-For": "203.0.113.9"}), 12)

    assert logged_in(Client(headers={"X-Forwarded-For": "198.51.100.7"})) == 302


@pytest.mark.slow
def test_known_browser_is_not_locked_out_by_others_of_its_network(owner: User) -> None:
    known, stranger = Client(), Client()
    logged_in(known)
    known.post("/admin/logout/")

    assert tries(stranger, 40)[-1] == 429
    assert logged_in(stranger) == 429
    assert logged_in(known) == 302


@pytest.mark.slow
def test_known_browser_is_not_locked_out_by_guesses_from_everywhere(
    owner: User, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    known = Client(headers={"X-Forwarded-For": "198.51.100.7"})
    logged_in(known)
    for number in range(21):
        tries(Client(headers={"X-Forwarded-For": f"203.0.{number}.9"}), 5)

    assert logged_in(Client(headers={"X-Forwarded-For": "198.51.101.7"})) == 429
    assert logged_in(known) == 302


def test_known_browser_has_a_budget_of_its_own(owner: User) -> None:
    known = Client()
    logged_in(known)

    assert tries(known, 6) == [200] * 5 + [429]


def test_known_browser_counts_as_a_stranger_for_another_name(owner: User) -> None:
    User.objects.create_user("helper", password=PASSWORD, is_staff=True)
    known = Client()
    logged_in(known)
    tries(Client(), 5, username="helper")

    assert tries(known, 1, username="helper") == [429]


@pytest.mark.parametrize("spoilt", ["", "x", "other user", "older password"])
def test_cookie_that_is_not_this_logins_gives_nothing(owner: User, spoilt: str) -> None:
    known, helper = Client(), User.objects.create_user("helper", password=PASSWORD, is_staff=True)
    logged_in(known)
    value = known.cookies[devices.cookie_name(owner)].value
    if spoilt == "older password":
        owner.set_password("nine lamps in a narrow street")
        owner.save()
    name = devices.cookie_name(helper if spoilt == "other user" else owner)
    known.cookies[name] = value if " " in spoilt else f"{value}{spoilt}" if spoilt else ""
    tries(Client(), 5, username="helper" if spoilt == "other user" else "owner")

    assert tries(known, 1, username="helper" if spoilt == "other user" else "owner") == [429]


def test_browser_is_known_only_after_the_second_step(owner: User, client: Client) -> None:
    device = TOTPDevice.objects.create(user=owner, confirmed=True)
    logged_in(client)
    assert devices.cookie_name(owner) not in client.cookies

    client.post(reverse("desk:second_step"), {"code": f"{TOTP(device.bin_key).token():06}"})

    assert devices.cookie_name(owner) in client.cookies


def test_whoever_is_logged_in_guesses_no_faster(owner: User, client: Client) -> None:
    User.objects.create_user("helper", password=PASSWORD, is_staff=True)
    client.post(LOGIN, {"username": "helper", "password": PASSWORD})

    assert tries(client, 6) == [200] * 5 + [429]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "field", "given"),
    [
        ("desk:password_change", "old_password", {"new_password1": "x", "new_password2": "x"}),
        ("desk:account", "password", {"email": "new@mill.test"}),
        ("desk:second_step_settings", "password", {"off": "1", "code": "123456"}),
    ],
)
def test_password_is_guessed_no_faster_within_a_session(
    page: str, field: str, given: dict[str, str], owner: User, client: Client
) -> None:
    client.force_login(owner)
    address = reverse(page)
    for _try in range(6):
        assert client.post(address, {**given, field: PASSWORD}).status_code != 429

    answers = [client.post(address, {**given, field: "wrong"}).status_code for _try in range(6)]

    assert answers == [200] * 5 + [429]
    answer = client.post(address, {**given, field: PASSWORD})
    assert answer.status_code == 429
    assert PASSWORD not in answer.text


@pytest.mark.slow
def test_many_names_from_one_network_are_slowed(owner: User) -> None:
    client = Client()

    answers = [tries(client, 1, username=f"name{number}")[0] for number in range(31)]

    assert (answers[0], answers[-1]) == (200, 429)


def test_owner_opens_closed_logins_on_the_server(owner: User, client: Client) -> None:
    tries(client, 6)

    call_command("open_logins")

    assert logged_in(client) == 302


def test_owner_has_a_way_back_on_the_server(owner: User) -> None:
    TOTPDevice.objects.create(user=owner, confirmed=True)

    call_command("second_step_off", "owner")

    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError):
        call_command("second_step_off", "nobody-here")
    assert not AuditEntry.objects.exists()
