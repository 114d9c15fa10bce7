"""Home, a person's page, bringing people in, roles, the second step."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

import courses.actions
from consultations.models import Meeting
from contacts import actions
from contacts.models import Consent, Contact
from courses.models import Enrollment
from desk import csv, funnel
from desk.actions import overview, roles
from desk.funnel import FunnelStep
from tests.desk.conftest import ROBIN

pytestmark = pytest.mark.slow


def helper(*names: str) -> Client:
    """Somebody with these roles, logged in."""
    roles.settle()
    user = User.objects.create_user("-".join(names), password="x", is_staff=True)
    user.groups.add(*Group.objects.filter(name__in=names))
    client = Client()
    client.force_login(user)
    return client


def test_home_shows_newcomers_bookings_and_numbers(author: Client, robin: Contact) -> None:
    page = author.get("/admin/").content.decode()

    assert "Robin" in page
    assert "A conversation about one stuck place" in page
    assert "/admin/guides/guidecopy/?requested_at__gte=" in page


def test_each_number_opens_a_list_of_as_many(
    author: Client, robin: Contact, moment: datetime
) -> None:
    steps = overview.funnel(now=moment + timedelta(minutes=1))

    told = {step.words: step.now for step in steps[1:]}
    listed = {step.words: author.get(step.url).context["cl"].result_count for step in steps[1:]}

    assert listed == told
    assert [words for words, count in told.items() if count] == [
        *("Started the assessment", "Finished it", "Asked for the guide"),
        *("Confirmed their address", "Booked"),
    ]
    assert author.get(steps[0].url).status_code == 200


def test_people_are_chosen_by_the_state_of_their_course(author: Client, robin: Contact) -> None:
    page = "/admin/contacts/contact/"

    found = {
        state: list(author.get(page, {"course": state}).context["cl"].result_list)
        for state in ("active", "left")
    }

    assert found == {"active": [robin], "left": []}


def test_no_share_is_shown_below_thirty_people() -> None:
    rows = funnel.rows([FunnelStep("a", 29, 30), FunnelStep("b", 10, 15)])

    assert rows[1][1:] == ("", "50 %")


def test_person_page_tells_all_and_acts(author: Client, robin: Contact) -> None:
    wordings = [consent.wording for consent in robin.consents.all()]
    page = unescape(author.get(f"/admin/contacts/contact/{robin.pk}/change/").content.decode())
    author.post(f"/admin/person/{robin.pk}/do/unsubscribe/")

    assert [words for words in wordings if words not in page] == []
    assert "I would like to talk." in page
    assert not actions.standing_purposes(robin)
    assert author.get(f"/admin/person/{robin.pk}/do/unsubscribe/").status_code == 405


def test_person_page_offers_no_copy_of_a_person(author: Client, robin: Contact) -> None:
    page = author.get(f"/admin/contacts/contact/{robin.pk}/change/").text
    meeting = author.get(f"/admin/consultations/meeting/{Meeting.objects.all()[0].pk}/change/").text

    assert "Make a copy" not in page
    assert "Make a copy" in meeting


def test_erase_wants_the_address_typed(author: Client, robin: Contact) -> None:
    page = f"/admin/person/{robin.pk}/erase/"

    assert "Type the address" in author.post(page, {"email": "x"}).content.decode()
    assert Contact.objects.filter(email=ROBIN).exists()
    assert author.post(page, {"email": ROBIN}).status_code == 302
    assert not Contact.objects.filter(email=ROBIN).exists()


def test_assistant_sees_people_but_no_answers(robin: Contact) -> None:
    client = helper("assistant")

    assert client.get(f"/admin/contacts/contact/{robin.pk}/change/").status_code == 200
    assert client.get("/admin/assessments/attempt/").status_code == 403
    assert client.get(f"/admin/person/{robin.pk}/everything.json").status_code == 403


def test_editor_writes_and_sees_no_people(robin: Contact) -> None:
    client = helper("editor")

    assert client.get("/admin/courses/lesson/").status_code == 200
    assert client.get("/admin/contacts/contact/").status_code == 403
    assert client.get(f"/admin/person/{robin.pk}/erase/").status_code == 403
    assert ROBIN not in client.get("/admin/").content.decode()
    mail = robin.messages.first()
    assert mail
    assert client.get(f"/admin/mail/message/{mail.pk}/body/").status_code == 403


def test_second_step_stands_before_every_page(author: Client, house: None) -> None:
    user = User.objects.get(username="author")
    device = TOTPDevice.objects.create(user=user, confirmed=True, name="app")

    assert author.get("/admin/").headers["Location"].startswith("/admin/second-step/")
    wrong = author.post("/admin/second-step/", {"code": "000000"})
    assert "not right" in wrong.content.decode()
    TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_timestamp=None)
    code = f"{TOTP(device.bin_key).token():06}"
    assert author.post("/admin/second-step/", {"code": code}).status_code == 302
    assert author.get("/admin/").status_code == 200


def test_second_step_is_switched_on_by_a_code_of_the_phone(author: Client, house: None) -> None:
    page = reverse("desk:second_step_settings")
    assert "Start" in author.get(page).content.decode()
    assert not TOTPDevice.objects.exists()

    assert "<svg" in author.post(page, follow=True).content.decode()
    author.post(page)
    device = TOTPDevice.objects.get()
    assert "not right" in author.post(page, {"code": "000000"}).content.decode()
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_timestamp=None)
    code = f"{TOTP(device.bin_key).token():06}"
    shown = author.post(page, {"code": code}).content.decode()

    assert "spare codes" in shown
    assert TOTPDevice.objects.get().confirmed
    author.post(page)
    author.post(page, {"code": code})
    assert TOTPDevice.objects.count() == 1


def test_people_come_in_only_with_evidence(
    author: Client, bounced: Contact, moment: datetime
) -> None:
    text = (
        "Mail;Said\nnew@example.org;workshop, May 3\nnone@example.org;\n"
        "bounced@example.org;yes\nno address;yes\n"
    )
    given = {"text": text, "email": "Mail", "first_name": "", "evidence": "Said"}

    seen = unescape(author.post("/admin/people-in/", given).content.decode())
    assert "3 rows stay out" in seen
    assert re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", seen) == [
        ("3", "none@example.org", "says nothing about when and how this person agreed"),
        (
            *("4", "bounced@example.org"),
            "must not be mailed: bounced, erased, or asked to be left alone",
        ),
        ("5", "no address", "no email address"),
    ]
    assert not Contact.objects.by_email("new@example.org")
    author.post("/admin/people-in/", given | {"bring": "1"})

    person = Contact.objects.by_email("new@example.org")
    assert person
    assert Consent.objects.get(contact=person).wording == "workshop, May 3"
    assert not Contact.objects.by_email("none@example.org")


def test_a_pause_ends_on_the_readers_own_day(
    author: Client, robin: Contact, moment: datetime
) -> None:
    courses.actions.pause(enrollment=Enrollment.objects.get(), days=14, now=moment)

    page = author.get(f"/admin/contacts/contact/{robin.pk}/change/").text

    assert "Paused until Dec 7, 2026." in page
    assert "until Monday, December 7" in page


def test_a_moment_in_a_cell_is_one_a_person_can_read(moment: datetime) -> None:
    assert csv.safe(moment) == "2026-11-23 09:00 UTC"


@pytest.mark.parametrize(
    ("column", "words"),
    [("Mail", "An address does not say how somebody agreed."), ("", "This field is required.")],
)
def test_which_column_says_how_they_agreed_is_chosen(
    author: Client, column: str, words: str
) -> None:
    given = {"text": "Mail;Said\nnew@example.org;yes\n", "email": "Mail", "evidence": column}

    page = author.post("/admin/people-in/", given | {"bring": "1"}).text

    assert words in page
    assert not Contact.objects.exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_starts_a_formula(start: str) -> None:
    assert csv.safe(f"{start}cmd") == f"'{start}cmd"


@pytest.mark.parametrize(
    ("names", "guess"),
    [
        (["Name", "E-Mail", "Agreed"], {"email": "E-Mail", "first_name": "Name"}),
        (
            ["Last name", "First name", "email_address"],
            {"email": "email_address", "first_name": "First name"},
        ),
        (["Username", "Surname", "When"], {}),
    ],
)
def test_columns_are_guessed_but_for_how_somebody_agreed(
    names: list[str], guess: dict[str, str]
) -> None:
    assert csv.likely(names) == guess
