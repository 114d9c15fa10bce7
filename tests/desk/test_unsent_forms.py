"""What is typed into a form of the desk outlives the login it was typed with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from contacts import erase
from contacts.models import Contact
from desk import tasks
from desk.actions.unsent_forms import LONGEST, MOST
from desk.models import UnsentForm
from practice.models import Practice

pytestmark = pytest.mark.slow

PASSWORD = "seven herons over the quiet mill"
LOGIN, NOTE = "/admin/login/", "Called her back.\nShe would rather write."
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def house(db: None, at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)
    Practice.objects.the()
    for name in ("ada", "kim"):
        User.objects.create_superuser(name, f"{name}@mill.test", PASSWORD)


def log_in(client: Client, name: str = "ada") -> None:
    client.post(LOGIN, {"username": name, "password": PASSWORD})


@pytest.fixture
def browser() -> Client:
    """Ada's: logged in, checked for where its forms come from."""
    client = Client(enforce_csrf_checks=True)
    again(client)
    return client


def token(client: Client) -> str:
    return client.cookies["csrftoken"].value


def page(contact: Contact) -> str:
    return reverse("admin:contacts_contact_change", args=[contact.pk])


def send(client: Client, contact: Contact, **more: str) -> object:
    given = {"email": contact.email, "first_name": "Robin", "notes": NOTE, "_save": ""}
    headers = {"referer": f"{SITE}{page(contact)}", "origin": SITE}
    given |= {"csrfmiddlewaretoken": token(client)} | more
    return client.post(page(contact), given, headers=headers)


def expire(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment + timedelta(hours=3))


def again(client: Client, name: str = "ada") -> None:
    client.get(LOGIN)
    given = {"username": name, "password": PASSWORD}
    client.post(LOGIN, given | {"csrfmiddlewaretoken": token(client)})
    client.get("/admin/account/")


def test_form_sent_after_the_login_ended_comes_back_after_the_next(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    expire(at, moment)

    answer = send(browser, confirmed)

    assert answer.headers["Location"] == f"{LOGIN}?next={page(confirmed)}"
    again(browser)
    shown = browser.get(page(confirmed)).text
    assert "We kept what you typed" in shown
    assert "She would rather write." in shown
    form = UnsentForm.objects.get()
    assert "She would rather write." in browser.get(f"/admin/unsent/{form.pk}/").text


def test_words_are_in_no_address_and_no_cookie(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    expire(at, moment)

    answer = send(browser, confirmed)

    assert "Called" not in str(answer.headers) + str(answer.cookies) + answer.text


def test_nothing_is_sent_by_itself_and_the_button_sends_it_as_it_was(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    expire(at, moment)
    send(browser, confirmed, first_name="Robin R.")
    again(browser)
    look = browser.get(f"/admin/unsent/{UnsentForm.objects.get().pk}/")
    confirmed.refresh_from_db()
    assert confirmed.first_name != "Robin R."

    fields = {box["name"]: box["value"] for box in look.context["boxes"]}
    browser.post(look.context["action"], fields | {"csrfmiddlewaretoken": token(browser)})

    confirmed.refresh_from_db()
    assert confirmed.first_name == "Robin R."
    assert not UnsentForm.objects.exists()


def test_whoever_logs_in_next_in_the_same_browser_sees_nothing_of_it(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    expire(at, moment)
    send(browser, confirmed)

    again(browser, "kim")

    assert "We kept" not in browser.get(page(confirmed)).text
    form = UnsentForm.objects.get()
    assert browser.get(f"/admin/unsent/{form.pk}/").status_code == 404
    assert (
        browser.post(
            f"/admin/unsent/{form.pk}/", {"csrfmiddlewaretoken": token(browser)}
        ).status_code
        == 404
    )


def test_form_of_one_login_is_never_kept_for_another(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    """Its page is older than the other's login, so Django's check of its origin fails."""
    old = token(browser)
    expire(at, moment)
    again(browser, "kim")
    expire(at, moment + timedelta(hours=3))

    send(browser, confirmed, csrfmiddlewaretoken=old)

    assert not UnsentForm.objects.exists()


def test_form_older_than_a_new_login_in_another_tab_goes_back_to_its_page(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    old = token(browser)
    expire(at, moment)
    again(browser)

    answer = send(browser, confirmed, csrfmiddlewaretoken=old)

    assert answer.status_code == 403
    assert "She would rather write." in answer.text
    assert not UnsentForm.objects.exists()


def test_form_of_another_site_is_neither_kept_nor_shown(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    given = {"email": confirmed.email, "notes": NOTE}
    answer = browser.post(page(confirmed), given, headers={"origin": "https://evil.test"})
    assert "rather write" not in answer.text

    expire(at, moment)
    browser.post(page(confirmed), given, headers={"origin": "https://evil.test"})

    assert not UnsentForm.objects.exists()


def test_nobody_can_leave_words_without_having_logged_in_here(confirmed: Contact) -> None:
    Client().post(page(confirmed), {"notes": NOTE})

    assert not UnsentForm.objects.exists()


@pytest.mark.parametrize(
    "name", ["password1", "old_password", "code", "otp_token", "client-secret"]
)
def test_form_with_a_secret_is_not_kept(
    browser: Client,
    confirmed: Contact,
    at: Callable[[datetime], None],
    moment: datetime,
    name: str,
) -> None:
    expire(at, moment)

    send(browser, confirmed, **{name: "hunter two"})

    assert not UnsentForm.objects.exists()


def test_form_without_words_and_a_boundless_one_are_not_kept(
    browser: Client, confirmed: Contact, at: Callable[[datetime], None], moment: datetime
) -> None:
    expire(at, moment)
    act = reverse("desk:act", args=[confirmed.pk, "pause"])
    given = {"place": "3", "csrfmiddlewaretoken": token(browser)}

    browser.post(act, given, headers={"origin": SITE})
    send(browser, confirmed, notes="long " * LONGEST)

    assert not UnsentForm.objects.exists()


def test_what_the_script_tells_is_offered_until_the_form_arrives(
    client: Client, confirmed: Contact
) -> None:
    log_in(client)
    where = {"unsent.action": page(confirmed), "unsent.page": page(confirmed)}
    answer = client.post("/admin/unsent/keep/", where | {"notes": NOTE})
    assert answer.json()["at"]
    assert "was not saved. We kept it." in client.get(page(confirmed)).text
    assert "We kept it." in client.get("/admin/account/").text

    client.post(page(confirmed), {"email": confirmed.email, "notes": NOTE})

    assert not UnsentForm.objects.exists()
    assert "We kept it." not in client.get(page(confirmed)).text


def test_words_kept_for_an_address_outside_the_desk_are_refused(client: Client) -> None:
    log_in(client)
    where = {"unsent.action": "https://evil.test/", "unsent.page": "/admin/"}

    assert client.post("/admin/unsent/keep/", where | {"notes": NOTE}).status_code == 400


def test_thrown_away_is_gone(client: Client, confirmed: Contact) -> None:
    log_in(client)
    where = {"unsent.action": page(confirmed), "unsent.page": page(confirmed)}
    client.post("/admin/unsent/keep/", where | {"notes": NOTE})

    answer = client.post(f"/admin/unsent/{UnsentForm.objects.get().pk}/")

    assert answer.headers["Location"] == page(confirmed)
    assert not UnsentForm.objects.exists()


def test_of_many_forms_the_newest_stay_and_old_ones_go(
    client: Client, at: Callable[[datetime], None], moment: datetime
) -> None:
    log_in(client)
    for number in range(MOST + 3):
        at(moment + timedelta(minutes=number))
        where = {"unsent.action": f"/admin/{number}/", "unsent.page": "/admin/"}
        client.post("/admin/unsent/keep/", where | {"notes": NOTE})
    assert UnsentForm.objects.count() == MOST
    assert not UnsentForm.objects.filter(action="/admin/2/").exists()

    at(moment + timedelta(days=31))
    tasks.tidy()

    assert not UnsentForm.objects.exists()


def test_erasing_a_person_takes_what_was_typed_on_their_page(
    client: Client, confirmed: Contact, moment: datetime
) -> None:
    log_in(client)
    where = {"unsent.action": page(confirmed), "unsent.page": page(confirmed)}
    client.post("/admin/unsent/keep/", where | {"notes": NOTE})

    erase.forget(contact=confirmed, now=moment)

    assert not UnsentForm.objects.exists()
