"""Who is tidied away and who is kept, by purpose; seen ahead on Home, said on the privacy page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client

import consultations.actions
from assessments.models import Attempt
from consultations.models import Booking, Meeting, TimeRequest
from contacts import actions
from contacts.models import Consent, Contact
from contacts.personal_data import leaving
from desk import tasks
from desk.actions import import_contacts, overview
from desk.csv import ImportRow
from guides.models import GuideCopy
from mail import actions as mail
from mail.actions.broadcasts import agreed
from mail.actions.due_messages import candidates
from mail.actions.enqueue import queue
from mail.models import Reply
from tests.askings import asked
from tests.conftest import person
from tests.desk.conftest import ROBIN, book, finished
from tests.desk.test_pages import helper
from writing.segments import Facts

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
KIM = "kim@example.org"


def asked_for_guide(moment: datetime) -> GuideCopy:
    return asked(
        attempt=finished(moment), email=KIM, first_name="Kim", zone="UTC", paper="a4",
        wants_course=False, share=False, now=moment,
    )  # fmt: skip


def kim() -> Contact:
    return Contact.objects.get(email=KIM)


def notes(moment: datetime) -> None:
    person(KIM, notes="Met at the workshop")


def replied(moment: datetime) -> None:
    Reply.objects.create(contact=person(KIM), text="Thanks", event_key="1", at=moment)


def booked(moment: datetime) -> None:
    book(moment, KIM)
    ahead = moment + 60 * DAY
    Booking.objects.update(starts_at=ahead, ends_at=ahead + timedelta(minutes=30))


def time_requested(moment: datetime) -> None:
    found = consultations.actions.request_time(
        meeting=Meeting.objects.all()[0], email=KIM, first_name="", zone="UTC", text="Soon?",
        now=moment,
    )  # fmt: skip
    assert isinstance(found, TimeRequest)


def stopped(moment: datetime) -> None:
    contact = person(KIM)
    actions.give(contact=contact, purpose="letters", wording="Yes.", now=moment)
    actions.withdraw(contact=contact, purpose="letters", wording="No.", now=moment)


@pytest.mark.parametrize(
    "something", [notes, replied, booked, time_requested, stopped, asked_for_guide]
)
def test_something_with_us_keeps_a_person_who_never_confirmed(
    something: Callable[[datetime], object], house: None, moment: datetime,
    at: Callable[[datetime], None],
) -> None:  # fmt: skip
    something(moment)
    at(moment + 31 * DAY)

    tasks.tidy()

    assert kim()


def test_nothing_with_us_and_never_confirmed_goes_after_thirty_days(
    house: None, moment: datetime, at: Callable[[datetime], None]
) -> None:
    person(KIM)

    at(moment + 30 * DAY)
    tasks.tidy()
    assert kim()
    at(moment + 30 * DAY + timedelta(minutes=1))
    tasks.tidy()
    tasks.tidy()

    assert not Contact.objects.exists()


@pytest.mark.parametrize(("days", "stays"), [(300, True), (366 + 60, False)])
def test_a_booking_keeps_its_person_for_its_own_term(
    days: int, stays: bool, house: None, moment: datetime
) -> None:
    booked(moment)

    assert leaving(at=moment + days * DAY).exists() is not stays


def test_tidying_takes_the_guide_with_its_file_and_leaves_the_answers(
    house: None, moment: datetime, at: Callable[[datetime], None],
    django_capture_on_commit_callbacks: Callable[..., object], settings: object, tmp_path: object,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    copy = asked_for_guide(moment)
    copy.file.save(f"{copy.uid.hex}-01.pdf", ContentFile(b"%PDF"))
    at(moment + 400 * DAY)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        tasks.tidy()

    assert not GuideCopy.objects.exists()
    assert not list(tmp_path.rglob("*.pdf"))  # type: ignore[attr-defined]
    assert Attempt.objects.count() == 1


def test_home_says_who_goes_within_a_week_and_leads_to_the_list(
    author: Client, house: None, moment: datetime, at: Callable[[datetime], None]
) -> None:
    person(KIM)
    left = finished(moment)
    Attempt.objects.filter(pk=left.pk).update(
        finished_at=None, saved_at=moment - (settings.KEEP_UNFINISHED_DAYS - 30) * DAY
    )
    at(moment + 22 * DAY)
    author.force_login(get_user_model().objects.get())
    assert "will be removed" not in author.get("/admin/").text
    at(moment + 24 * DAY)
    author.force_login(get_user_model().objects.get())

    home = author.get("/admin/").text
    page = author.get("/admin/leaving/").text

    assert "1 person who never confirmed" in home
    assert "1 unfinished answer sheet will be removed in the next seven days" in home
    assert KIM in page
    assert "a booking" in page
    assert helper("editor").get("/admin/leaving/").status_code == 403


def test_the_privacy_page_says_what_the_settings_say(
    client: Client, house: None, settings: object
) -> None:
    for name, days in (("UNFINISHED", 91), ("UNCONFIRMED", 32), ("BOOKINGS", 373)):
        setattr(settings, f"KEEP_{name}_DAYS", days)
    settings.GUIDE_LINK_DAYS = 344  # type: ignore[attr-defined]

    page = client.get("/privacy/").text

    assert [days for days in (91, 32, 373, 344) if f"{days} days" not in page] == []


def test_meetings_that_are_over_are_as_many_as_the_list_behind_them(
    author: Client, robin: Contact, moment: datetime, at: Callable[[datetime], None]
) -> None:
    over = book(moment, "over@example.org")
    at(over.ends_at + timedelta(minutes=1))
    upcoming = over.ends_at + 3 * DAY
    Booking.objects.exclude(pk=over.pk).update(
        starts_at=upcoming, ends_at=upcoming + timedelta(minutes=30)
    )

    home = author.get("/admin/").text
    link = home.split("1 meeting is over")[0].rpartition('href="')[2].split('"')[0]
    page = author.get(link.replace("&amp;", "&")).text

    assert "over@example.org" in page
    assert ROBIN not in page


def test_tidying_and_erasing_make_no_past_figure_smaller(
    author: Client, robin: Contact, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment + DAY)
    before = {step.words: step.now for step in overview.funnel(now=moment + DAY)}
    robin_attempt = Attempt.objects.get()

    author.post(f"/assessment/resistance-reframe/{robin_attempt.key}/delete/")
    author.post(f"/admin/person/{robin.pk}/erase/", {"email": ROBIN})

    assert not Contact.objects.exists()
    assert {step.words: step.now for step in overview.funnel(now=moment + DAY)} == before
    assert before["Confirmed their address"] == before["Booked"] == 1


def test_somebody_brought_in_is_no_confirmed_reader_and_gets_letters(
    house: None, moment: datetime
) -> None:
    import_contacts.bring([ImportRow(1, KIM, "Kim", "ticked the box in May", "")], now=moment)

    contact = kim()
    assert (contact.confirmed_at, contact.brought_in_at) == (None, moment)
    assert Consent.objects.stands(contact, "letters")
    confirmed = {step.words: step.now for step in overview.funnel(now=moment + DAY)}
    assert confirmed["Confirmed their address"] == 0
    assert not leaving(at=moment + 400 * DAY).exists()
    assert list(agreed()) == [contact]
    queue(
        key="letter", letter=mail.system("trouble_notice"), contact=contact, purpose="letters",
        consent="letters", facts=Facts(), names={}, values={}, not_before=moment, now=moment,
    )  # fmt: skip
    assert [row[-1] for row in candidates(purpose="letters", now=moment)] == [""]
