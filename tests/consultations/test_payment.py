"""Where an hour takes place, and where it is paid for: said in letters, file and pages, or not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from consultations import actions, links
from consultations.actions import letters
from consultations.models import Booking, Meeting
from mail.actions import as_read
from mail.models import Message
from tests.consultations.conftest import WEDNESDAY
from tests.consultations.test_letters import about, event, notice

pytestmark = pytest.mark.slow

Book = Callable[..., Booking]
HOUR = timedelta(hours=1)
BANK = "https://pay.example/sam"


def page_of(booking: Booking) -> str:
    return reverse("consultations:booking", args=[links.booking_token(booking)])


@pytest.fixture(autouse=True)
def before_the_hour(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def paid_meeting(meeting: Meeting) -> Meeting:
    Meeting.objects.update(payment_link=BANK)
    meeting.refresh_from_db()
    return meeting


def test_each_booking_has_a_room_of_its_own_that_stays_when_it_moves(
    book: Book, client: Client, meeting: Meeting, moment: datetime
) -> None:
    meeting.video_link = "https://video.example/talk-{code}"
    meeting.save()
    booking = book()
    other = book(starts_at=WEDNESDAY + HOUR, email="b@example.org")
    before = booking.video_link

    moved = actions.move(booking=booking, starts_at=WEDNESDAY + 2 * HOUR, now=moment)

    assert isinstance(moved, Booking)
    letter = about(moved, 1)
    assert moved.video_link == before != other.video_link
    assert len(before.removeprefix("https://video.example/talk-")) == 20
    for text in (
        letter.values["place_text"],
        str(event(letter)["LOCATION"]),
        str(event(notice(moved, 1))["LOCATION"]),
        client.get(page_of(moved)).content.decode(),
    ):
        assert before in text


def test_number_they_call_is_told_to_whoever_booked(
    book: Book, client: Client, meeting: Meeting
) -> None:
    Meeting.objects.update(place="By phone", video_link="", phone="+41 31 555 01 02")
    meeting.refresh_from_db()
    booking = book(meeting=meeting)

    assert about(booking).values["place_text"] == "By phone: you call +41 31 555 01 02"
    assert 'href="tel:+41315550102"' in client.get(page_of(booking)).content.decode()


@pytest.mark.parametrize("link", ["https://video.example/{name}", "https://v.example/{code}{code}"])
def test_room_with_other_braces_than_one_code_is_refused(meeting: Meeting, link: str) -> None:
    meeting.video_link = link

    with pytest.raises(ValidationError, match="braces"):
        meeting.full_clean()


def test_payment_link_has_to_be_secure(meeting: Meeting) -> None:
    meeting.payment_link = "http://pay.example/"

    with pytest.raises(ValidationError, match="https"):
        meeting.full_clean()


def test_payment_ahead_stands_in_letters_and_page_until_it_is_paid(
    paid_meeting: Meeting, book: Book, client: Client, moment: datetime
) -> None:
    booking = book(meeting=paid_meeting)
    letters.remind(booking, 24, until=WEDNESDAY, now=moment)

    reminder = Message.objects.get(key__startswith="reminder:")
    for text in (as_read(about(booking)).text, as_read(reminder).text):
        assert BANK in text
    assert BANK in client.get(page_of(booking)).content.decode()
    actions.mark_paid(booking=booking, now=moment)
    assert BANK not in client.get(page_of(booking)).content.decode()
    booking.refresh_from_db()
    letters.remind(booking, 1, until=WEDNESDAY, now=moment)
    assert BANK not in as_read(Message.objects.get(key__endswith=":1", purpose="reminder")).text


def test_payment_afterwards_is_first_named_by_the_thanks(
    paid_meeting: Meeting, book: Book, client: Client
) -> None:
    Meeting.objects.update(pay_when="after")
    paid_meeting.refresh_from_db()
    booking = book(meeting=paid_meeting)
    assert BANK not in as_read(about(booking)).text
    assert BANK not in client.get(page_of(booking)).content.decode()

    actions.mark_done(booking=booking, now=WEDNESDAY + HOUR)

    assert BANK in as_read(Message.objects.get(key__startswith="booking-thanks:")).text


def test_without_a_link_nobody_reads_of_paying(
    book: Book, client: Client, admin_client: Client
) -> None:
    booking = book()

    brief = reverse("admin:consultations_booking_brief", args=[booking.pk])
    pages = (brief, reverse("admin:consultations_booking_changelist"))
    texts = [as_read(about(booking)).text, client.get(page_of(booking)).content.decode()]
    texts += [admin_client.get(page).content.decode() for page in pages]
    for text in texts:
        assert "paid" not in text
        assert "Payment" not in text


def test_she_marks_what_is_paid_and_finds_what_is_not(
    paid_meeting: Meeting, book: Book, admin_client: Client
) -> None:
    booking = book(meeting=paid_meeting)
    brief = reverse("admin:consultations_booking_brief", args=[booking.pk])
    unpaid = reverse("admin:consultations_booking_changelist") + "?payment=open"
    assert "Kim, kim@example.org" in admin_client.get(unpaid).content.decode()

    admin_client.post(brief, {"paid": "yes"})

    assert "Kim, kim@example.org" not in admin_client.get(unpaid).content.decode()
    assert "It is not paid after all" in admin_client.get(brief).content.decode()
    assert [str(entry) for entry in LogEntry.objects.filter(object_id=booking.pk)]
    admin_client.post(brief, {"paid": "no"})
    booking.refresh_from_db()
    assert booking.paid_at is None
    kinds = list(booking.contact.events.values_list("kind", flat=True).order_by("pk"))
    assert kinds[-2:] == ["booking_paid", "booking_unpaid"]


def test_she_chooses_how_bookings_come_into_her_calendar(
    admin_client: Client, meeting: Meeting
) -> None:
    week = reverse("admin:consultations_booking_week")
    choose = reverse("admin:consultations_booking_calendar")
    assert "They come by invitation" in admin_client.get(week).content.decode()

    admin_client.post(choose)
    assert "They come by an address" in admin_client.get(week).content.decode()
    admin_client.post(choose, {"invite": "yes"})

    assert "They come by invitation" in admin_client.get(week).content.decode()
