"""Sessions of the desk end: idle, old, from elsewhere; and letters tell of what changes a login."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings as configured
from django.contrib import messages
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.crypto import get_random_string
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from contacts.models import Contact
from desk import tasks
from desk.actions import roles
from desk.messages import ShortMessages
from desk.user_agents import browser_name
from mail.actions.prepare import TO
from mail.actions.preview import as_read
from mail.models import Message
from mail.tasks import send_due
from practice.models import Practice
from tests import letters

pytestmark = pytest.mark.slow

PASSWORD = "seven herons over the quiet mill"
LOGIN = "/admin/login/"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def owner(once: Callable[..., None], moment: datetime, at: Callable[[datetime], None]) -> User:
    """Logged in once before; the letters are published."""
    at(moment)
    once("letters", lambda: letters.publish(moment))
    Practice.objects.the()
    Practice.objects.update(notice_email="practice@mill.test", zone="Europe/Berlin")
    user: User = User.objects.create_superuser("owner", "ada@mill.test", PASSWORD)
    User.objects.update(last_login=moment)
    return user


def here(owner: User, **headers: str) -> Client:
    client = Client(headers=headers)
    client.force_login(owner)
    client.get("/admin/account/")
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


def news() -> list[tuple[str, str]]:
    """(to whom, what) of every letter about a login, in order."""
    rows = Message.objects.filter(key__startswith="security:").order_by("pk")
    return [(row.values.get(TO, ""), row.values["news_text"]) for row in rows]


def test_session_ends_after_two_idle_hours(
    owner: User, at: Callable[[datetime], None], moment: datetime
) -> None:
    client = here(owner)
    for step in range(1, 4):
        at(moment + step * 119 * MINUTE)
        assert is_in(client)

    at(moment + 3 * 119 * MINUTE + 121 * MINUTE)

    answer = client.get("/admin/account/")
    assert answer.headers["Location"] == f"{LOGIN}?next=/admin/account/"
    assert not Session.objects.exists()


def test_session_ends_after_twelve_hours_however_much_it_is_used(
    owner: User, at: Callable[[datetime], None], moment: datetime
) -> None:
    client = here(owner)
    for step in range(1, 13):
        at(moment + step * HOUR)
        assert is_in(client)

    at(moment + 12 * HOUR + MINUTE)

    assert not is_in(client)


def test_page_looked_at_again_soon_writes_no_session(
    owner: User, at: Callable[[datetime], None], moment: datetime
) -> None:
    client = here(owner)
    before = Session.objects.get().session_data

    at(moment + MINUTE)
    is_in(client)

    assert Session.objects.get().session_data == before


def test_log_out_everywhere_else_ends_hers_and_nobody_elses(owner: User) -> None:
    helper = User.objects.create_user("helper", password=PASSWORD, is_staff=True)
    mine, elsewhere, theirs = here(owner), here(owner, user_agent=FIREFOX), here(helper)
    assert "Firefox on Windows" in mine.get("/admin/account/").text

    mine.post("/admin/account/", {"everywhere": "1"})

    assert [is_in(client) for client in (mine, elsewhere, theirs)] == [True, False, True]


def test_switching_the_second_step_on_ends_other_sessions(owner: User) -> None:
    mine, elsewhere = here(owner), here(owner)
    page = reverse("desk:second_step_settings")
    mine.post(page)
    device = TOTPDevice.objects.get()

    mine.post(page, {"code": f"{TOTP(device.bin_key).token():06}"})

    assert [is_in(mine), is_in(elsewhere)] == [True, False]
    assert news() == [("ada@mill.test", "Two-step login was switched on.")]


def test_switching_the_second_step_off_on_the_server_is_told(owner: User) -> None:
    client = here(owner)
    TOTPDevice.objects.create(user=owner, confirmed=True)

    call_command("second_step_off", "owner")

    assert not is_in(client)
    assert news() == [("ada@mill.test", "Two-step login was switched off on the server.")]


def test_changed_password_is_told(owner: User) -> None:
    new = "nine lamps in a narrow street"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    here(owner).post("/admin/password_change/", given)

    assert news() == [("ada@mill.test", "Its password was changed.")]


def test_only_a_browser_that_was_not_known_is_told(owner: User) -> None:
    client = Client(headers={"user-agent": FIREFOX})
    given = {"username": "owner", "password": PASSWORD}

    for _time in range(2):
        client.post(LOGIN, given)
        client.post("/admin/logout/")

    words = "It was used in a browser that had not logged in before: Firefox on Windows."
    assert news() == [("ada@mill.test", words)]


def test_first_login_of_all_is_no_news(owner: User, client: Client) -> None:
    User.objects.update(last_login=None)

    client.post(LOGIN, {"username": "owner", "password": PASSWORD})

    assert news() == []


def test_used_spare_code_is_told_with_how_many_are_left(owner: User, client: Client) -> None:
    TOTPDevice.objects.create(user=owner, confirmed=True)
    device = StaticDevice.objects.create(user=owner, confirmed=True)
    for code in ("abcd1234", "efgh5678"):
        StaticToken.objects.create(device=device, token=code)
    client.post(LOGIN, {"username": "owner", "password": PASSWORD})

    client.post(reverse("desk:second_step"), {"code": "abcd1234"})

    assert news()[0] == ("ada@mill.test", "A spare code was used to log in; 1 is left.")


def helper_form(helper: User, **changes: object) -> dict[str, object]:
    told = {"username": helper.username, "email": helper.email, "is_active": "on"}
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def test_what_another_changes_of_a_login_is_told_to_whose_it_is(owner: User) -> None:
    roles.settle()
    helper = User.objects.create_user("helper", "kim@mill.test", PASSWORD, is_staff=True)
    client, page = here(owner), reverse("admin:auth_user_change", args=[helper.pk])
    editor = Group.objects.get(name="editor")

    client.post(page, helper_form(helper, groups=[editor.pk]))
    client.post(page, helper_form(helper, groups=[editor.pk]))
    client.post(page, helper_form(helper, groups=[editor.pk], email="new@mill.test"))
    new = "nine lamps in a narrow street"
    given = {"password1": new, "password2": new, "usable_password": "true"}
    client.post(reverse("admin:auth_user_password_change", args=[helper.pk]), given)

    changed, *moved, password = news()
    words = "What it may do was changed by owner. It is now: editor."
    assert changed == ("kim@mill.test", words)
    assert {to for to, _words in moved} == {"kim@mill.test", "new@mill.test"}
    assert password == ("new@mill.test", "Its password was changed by owner.")


def test_new_login_is_told_to_the_address_for_notices(owner: User) -> None:
    given = {"username": "helper", "password1": PASSWORD, "password2": PASSWORD}

    here(owner).post(reverse("admin:auth_user_add"), given | {"usable_password": "true"})

    assert news() == [("", "It was made just now, by owner. Role: –.")]


def test_own_address_changes_with_the_password_and_both_addresses_hear(owner: User) -> None:
    client = here(owner)
    client.post("/admin/account/", {"email": "eve@evil.test", "password": "wrong"})
    assert news() == []

    client.post("/admin/account/", {"email": "new@mill.test", "password": PASSWORD})

    owner.refresh_from_db()
    assert owner.email == "new@mill.test"
    assert [to for to, _words in news()] == ["ada@mill.test", "new@mill.test"]


def test_letter_goes_to_the_logins_own_address(owner: User, moment: datetime) -> None:
    here(owner).post("/admin/account/", {"email": "new@mill.test", "password": PASSWORD})
    letter = Message.objects.order_by("pk").first()
    assert letter is not None

    send_due()

    files = [file.read_text() for file in configured.MAILBOX_DIR.glob(f"*{letter.uid.hex}.eml")]
    assert ["To: ada@mill.test" in file for file in files] == [True]
    assert "log out everywhere else" in as_read(letter).text


def test_no_letter_goes_to_an_example(owner: User) -> None:
    User.objects.update(email="")
    Practice.objects.update(notice_email="hello@example.org")

    call_command("second_step_off", "owner")

    assert news() == []


def test_ended_sessions_are_tidied_away(
    owner: User, at: Callable[[datetime], None], moment: datetime
) -> None:
    here(owner)

    at(moment + timedelta(days=1))
    tasks.tidy()

    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Mac OS X) Chrome/140 Safari/537 Edg/140", "Edge on Mac"),
        ("curl <script>", "an unknown browser"),
    ],
)
def test_browser_goes_by_a_name_of_ours(agent: str, name: str) -> None:
    assert browser_name(agent) == name


def test_words_after_a_save_stay_in_her_browser(owner: User, moment: datetime) -> None:
    client, address = here(owner), "kim@visitor.example"
    contact = Contact.objects.create(email=address, created_at=moment)
    page = reverse("admin:contacts_contact_change", args=[contact.pk])

    client.post(page, {"first_name": "Kim", "email": address})
    waiting = client.cookies["messages"].value
    rows = [row.get_decoded() for row in Session.objects.all()]

    assert waiting
    assert address not in str(rows)
    assert "messages" not in str(rows)


def test_of_very_many_words_the_first_and_the_last_are_shown() -> None:
    request = RequestFactory().get("/")
    storage, response = ShortMessages(request), HttpResponse()
    for number in range(60):
        storage.add(messages.ERROR, f"{number} {get_random_string(200)}")

    storage.update(response)
    request.COOKIES = {"messages": response.cookies["messages"].value}
    shown = [str(message).partition(" ")[0] for message in ShortMessages(request)]

    assert shown[0] == "0"
    assert shown[-1] == "59"
    assert len(response.cookies["messages"].value) < 2100
