"""Promise 16: a booking is proven by the one letter that goes at once, or lapses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from consultations import actions, links, tasks
from consultations.models import BookedCell, Booking, Meeting
from consultations.reminders import lapse
from consultations.slots import Refusal
from mail import actions as mail
from mail.models import Message, MessageState, Purpose
from tests.consultations.conftest import WEDNESDAY
from writing.segments import Facts

Book = Callable[..., Booking]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FORM = {"start": "2026-11-25T14:00Z", "zone": "Asia/Kolkata", "email": "kim@example.org"}


def letters(booking: Booking) -> dict[str, Message]:
    """The letters to the visitor about a booking that are not taken back, by their names."""
    mine = Message.objects.filter(contact=booking.contact, key__contains=booking.uid.hex)
    return {each.key.split(":")[0]: each for each in mine.exclude(state=MessageState.WITHDRAWN)}


def send(message: Message, moment: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, sent_at=moment, settled_at=moment
    )


def path(booking: Booking) -> str:
    return f"/booking/{links.booking_token(booking, in_letter=True)}/"


def test_promise_16_the_letter_goes_at_once_whatever_the_address_got_that_day(
    client: Client, meeting: Meeting, book: Book, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    earlier = book(proven=True, starts_at=WEDNESDAY + HOUR)
    mail.queue(
        key="guide:one",
        letter=mail.system("guide"),
        contact=earlier.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={},
        not_before=moment,
        now=moment,
    )
    Message.objects.update(state=MessageState.SENT, sent_at=moment, settled_at=moment)

    client.post("/book/", FORM)

    ask = letters(Booking.objects.get(proven_at=None))["booking-ask"]
    assert ask.not_before == moment
    assert ask.not_after == moment + DAY
    assert ask.values["until_text"] == "Tuesday, November 24, 2026, 2:30 PM"
    assert ask.attachment is None


def test_promise_16_the_letters_link_proves_and_the_details_follow_at_once(
    client: Client, book: Book, at: Callable[[datetime], None], moment: datetime
) -> None:
    booking = book(proven=False)
    send(letters(booking)["booking-ask"], moment)
    at(moment + HOUR)
    asking = client.get(path(booking)).content.decode()

    client.post(path(booking))

    booking.refresh_from_db()
    assert "Is this your booking?" in asking
    assert "Tuesday, November 24, 2026, 2:30 PM" in asking
    assert (booking.proven_at, booking.lapses_at) == (moment + HOUR, None)
    confirmed = letters(booking)["booking"]
    assert confirmed.not_before == moment + HOUR
    assert "BEGIN:VEVENT" in confirmed.attachment["text"]
    assert Message.objects.filter(key__startswith="booking-notice:").count() == 1
    assert "You are booked" in client.get(path(booking)).content.decode()


def test_promise_16_nothing_is_proven_after_it_began(book: Book) -> None:
    booking = book(proven=False)

    actions.confirm(booking=booking, now=WEDNESDAY)

    booking.refresh_from_db()
    assert booking.proven_at is None
    assert not booking.contact.confirmed_at
    assert "booking" not in letters(booking)


def test_promise_16_an_unproven_booking_lapses_when_its_letter_said(
    book: Book, moment: datetime
) -> None:
    booking = book(proven=False)

    too_early = actions.lapse_due(now=moment + DAY - timedelta(seconds=1))
    lapsed = actions.lapse_due(now=moment + DAY)

    booking.refresh_from_db()
    assert (too_early, lapsed) == (0, 1)
    assert booking.lapsed
    assert not BookedCell.objects.exists()
    assert letters(booking) == {}
    assert actions.lapse_due(now=moment + DAY) == 0


@pytest.mark.parametrize("proven", [True, False])
def test_a_proven_booking_never_lapses(book: Book, moment: datetime, proven: bool) -> None:
    booking = book(proven=proven)
    actions.prove(booking=booking, now=moment)

    assert actions.lapse_due(now=WEDNESDAY) == 0


def test_the_page_of_what_lapsed_says_so_and_opens_the_way_back(
    client: Client, book: Book, at: Callable[[datetime], None], moment: datetime
) -> None:
    booking = book(proven=False)
    at(moment + DAY)
    tasks.remind_due()

    client.post(path(booking))

    page = client.get(path(booking)).content.decode()
    assert "This time is free again" in page
    assert links.book_url(booking.contact).partition("?")[2] in page
    booking.refresh_from_db()
    assert booking.proven_at is None


@pytest.mark.parametrize(
    ("ahead", "held"),
    [
        (timedelta(days=9), DAY),
        (timedelta(days=2), DAY),
        (timedelta(hours=30), timedelta(hours=15)),
        (timedelta(minutes=40), timedelta(minutes=20)),
    ],
)
def test_an_hour_is_held_a_day_at_most_and_half_of_what_is_left(
    moment: datetime, ahead: timedelta, held: timedelta
) -> None:
    assert lapse(moment + ahead, now=moment) == moment + held


def test_moved_on_its_page_it_is_held_no_longer_and_asked_about_once(
    book: Book, moment: datetime
) -> None:
    booking = book(proven=False)
    actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, now=moment)
    ask = letters(booking)["booking-ask"]
    send(ask, moment)

    moved = actions.move(booking=booking, starts_at=WEDNESDAY + 2 * HOUR, now=moment + HOUR)

    assert isinstance(moved, Booking)
    assert ask.values["when_text"].endswith("8:30 PM")
    assert list(letters(booking)) == ["booking-ask"]
    assert moved.lapses_at == moment + DAY


def test_what_the_author_moves_stands(book: Book, moment: datetime) -> None:
    booking = book(proven=False)

    actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, by_author=True, now=moment)

    assert letters(booking)["booking"].not_before == moment
    assert actions.lapse_due(now=WEDNESDAY) == 0


def test_promise_16_a_script_from_many_networks_holds_the_calendar_a_day_at_most(
    book: Book, meeting: Meeting, moment: datetime
) -> None:
    """Four hours from one network, each for a day: what nobody proves is open again."""
    outcomes = [
        book(
            starts_at=WEDNESDAY + timedelta(days=1, hours=number % 3),
            email=f"s{number}@example.org",
            proven=False,
            place=number % 2,
        )
        for number in range(12)
    ]
    held = [booking for booking in outcomes if isinstance(booking, Booking)]

    assert len(held) == 3
    assert all(isinstance(other, Refusal) for other in outcomes[3:])
    assert actions.lapse_due(now=moment + DAY) == 3
    again = book(starts_at=WEDNESDAY + DAY, email="real@example.org", now=moment + DAY)
    assert isinstance(again, Booking)


def test_her_calendar_and_reminders_hold_only_what_is_proven(book: Book, moment: datetime) -> None:
    booking = book(proven=False)

    assert actions.invitations.subscribed(now=moment) == []
    assert actions.remind_due(now=WEDNESDAY - HOUR) == 0
    actions.prove(booking=booking, now=moment)
    assert len(actions.invitations.subscribed(now=moment)) == 1
    assert actions.remind_due(now=WEDNESDAY - HOUR) == 1


@pytest.mark.parametrize(
    ("place", "link", "has_place"),
    [
        ("By video", "", False),
        ("Zoom call", "", False),
        ("", "", False),
        ("By video", "https://video.example/room", True),
        ("https://zoom.example/j/1", "", True),
        ("By phone: I call you", "", True),
        ("By phone", "", False),
        ("By phone: call +41 31 555 01 02", "", True),
        ("2 Long Street, second floor", "", True),
    ],
)
def test_promise_16_without_a_place_to_meet_nothing_is_offered(
    client: Client,
    meeting: Meeting,
    book: Book,
    at: Callable[[datetime], None],
    moment: datetime,
    place: str,
    link: str,
    has_place: bool,
) -> None:
    at(moment)
    Meeting.objects.update(place=place, video_link=link)
    meeting.refresh_from_db()

    page = client.get("/book/").content.decode()

    assert ("Nothing can be booked right now" not in page) is has_place
    assert isinstance(book(meeting=meeting), Booking) is has_place
    author = {"came_from": Booking.CameFrom.AUTHOR, "starts_at": WEDNESDAY + HOUR}
    assert isinstance(book(meeting=meeting, **author), Booking) is has_place


def test_a_kind_without_a_place_is_not_kept_as_one_that_can_be_booked(meeting: Meeting) -> None:
    meeting.video_link = ""

    with pytest.raises(ValidationError, match="Where do you meet"):
        meeting.full_clean()
    meeting.active = False
    meeting.full_clean()
