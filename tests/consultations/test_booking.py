from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from consultations import actions
from consultations.models import BookedCell, Booking, Meeting
from consultations.slots import Closed, Refusal
from contacts.models import Consent, Contact
from mail.models import Message, MessageState
from tests.consultations.conftest import WEDNESDAY

Book = Callable[..., Booking]
HOUR = timedelta(hours=1)


def sent(key: str, moment: datetime) -> None:
    Message.objects.filter(key=key).update(
        state=MessageState.SENT, sent_at=moment, settled_at=moment
    )


def test_a_booking_takes_its_cells_and_writes_to_both(book: Book) -> None:
    booking = book()

    assert BookedCell.objects.filter(booking=booking).count() == 12
    assert booking.ends_at - booking.starts_at == timedelta(minutes=50)
    assert set(Message.objects.values_list("key", flat=True)) == {
        f"booking:{booking.uid.hex}:0",
        f"booking-notice:{booking.uid.hex}:0",
    }


def test_the_same_form_sent_twice_books_once(book: Book) -> None:
    key = uuid4()

    assert book(request_key=key) == book(request_key=key)
    assert Booking.objects.count() == 1


def test_the_same_form_with_another_time_books_again(book: Book) -> None:
    key = uuid4()
    first = book(request_key=key)

    second = book(request_key=key, starts_at=WEDNESDAY + HOUR)

    assert second != first
    assert Booking.objects.count() == 2


def test_a_taken_time_is_refused_with_the_nearest_open_ones(book: Book) -> None:
    book()

    refusal = book(email="other@example.org")

    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.TAKEN
    assert [(start - WEDNESDAY) / HOUR for start in refusal.nearest] == [-24, -23, -22, 1, 2, 24]
    assert not Contact.objects.by_email("other@example.org")


@pytest.mark.parametrize(
    ("starts_at", "why"),
    [
        (WEDNESDAY - timedelta(days=7), Closed.PAST),
        (WEDNESDAY - timedelta(days=2), Closed.TOO_SOON),
        (WEDNESDAY + timedelta(days=90), Closed.TOO_FAR),
        (WEDNESDAY + timedelta(minutes=5), Closed.OUTSIDE),
    ],
)
def test_a_time_that_is_not_open_is_refused(book: Book, starts_at: datetime, why: Closed) -> None:
    refusal = book(starts_at=starts_at)

    assert isinstance(refusal, Refusal)
    assert refusal.why == why
    assert len(refusal.nearest) == 6
    assert not Booking.objects.exists()


def test_a_kind_that_is_switched_off_cannot_be_booked(book: Book, meeting: Meeting) -> None:
    meeting.active = False
    meeting.save()

    assert isinstance(book(), Refusal)


def test_one_person_holds_at_most_three_upcoming(book: Book) -> None:
    for day in (0, 1, 2):
        starts_at = WEDNESDAY + timedelta(days=day)
        assert isinstance(book(starts_at=starts_at, proven=True), Booking)

    refusal = book(starts_at=WEDNESDAY + timedelta(days=5), proven=True)

    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.TOO_MANY


def test_to_a_stranger_an_address_with_three_bookings_is_like_any_other(book: Book) -> None:
    for day in (0, 1, 2):
        book(starts_at=WEDNESDAY + timedelta(days=day), proven=True)

    assert isinstance(book(starts_at=WEDNESDAY + timedelta(days=5), proven=False), Booking)


def test_a_stranger_books_one_hour_at_most_for_one_address(book: Book, moment: datetime) -> None:
    first, later = book(proven=False), WEDNESDAY + timedelta(days=1)

    refusal = book(starts_at=later, proven=False)

    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.UNPROVEN
    assert isinstance(book(starts_at=later, proven=False, email="another@example.org"), Booking)
    actions.prove(booking=first, now=moment)
    assert isinstance(book(starts_at=later + HOUR), Booking)


@pytest.mark.parametrize("email", ["kim@example.org", "Kim+2@example.org"])
def test_promise_12_a_mailbox_gets_one_letter_about_unproven_hours_a_day(
    book: Book, moment: datetime, email: str
) -> None:
    actions.cancel(booking=book(proven=False), now=moment)
    other = {"proven": False, "starts_at": WEDNESDAY + HOUR, "email": email}

    same_day, next_day = book(**other), book(**other, now=moment + timedelta(hours=24))

    assert isinstance(same_day, Refusal)
    assert same_day.why == Closed.UNPROVEN
    assert isinstance(next_day, Booking)


def test_from_one_place_only_a_few_unproven_hours_are_booked(book: Book, moment: datetime) -> None:
    def one(number: int, **changes: object) -> Booking | Refusal:
        starts_at = WEDNESDAY + timedelta(days=number // 3, hours=number % 3)
        given = {"proven": False, **changes}
        return book(starts_at=starts_at, email=f"v{number}@example.org", **given)

    booked = [one(number, place=7) for number in range(4)]

    refusal = one(4, place=7)

    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.CROWDED
    assert isinstance(one(4, place=8), Booking)
    assert isinstance(one(5, place=7, proven=True), Booking)
    assert actions.prove(booking=booked[0], now=moment).place is None


def test_strangers_hours_do_not_use_up_somebodys_own(book: Book) -> None:
    book(proven=False)

    own = [book(starts_at=WEDNESDAY + timedelta(days=day), proven=True) for day in (1, 2, 5)]

    assert all(isinstance(booking, Booking) for booking in own)


def test_the_author_books_and_moves_over_her_own_hours(book: Book, moment: datetime) -> None:
    night = WEDNESDAY.replace(hour=3)
    booking = book(starts_at=night, came_from=Booking.CameFrom.AUTHOR)

    moved = actions.move(booking=booking, starts_at=night + HOUR, by_author=True, now=moment)
    taken = book(starts_at=night + HOUR, came_from=Booking.CameFrom.AUTHOR, email="b@example.org")

    assert isinstance(moved, Booking)
    assert isinstance(taken, Refusal)
    assert taken.why == Closed.TAKEN


def test_the_day_limit_holds(book: Book, meeting: Meeting) -> None:
    meeting.per_day = 1
    meeting.save()
    book()

    refusal = book(starts_at=WEDNESDAY + HOUR, email="other@example.org")

    assert isinstance(refusal, Refusal)
    assert refusal.why == Closed.FULL


def test_a_strangers_booking_changes_nothing_of_a_known_contact(
    book: Book, confirmed: Contact
) -> None:
    book(email="CONFIRMED@example.org", first_name="Mallory")

    after = Contact.objects.get(pk=confirmed.pk)
    assert (after.first_name, after.zone, after.email) == (
        confirmed.first_name,
        confirmed.zone,
        confirmed.email,
    )


def test_moving_frees_the_old_time_and_raises_the_sequence(book: Book, moment: datetime) -> None:
    booking = book()

    moved = actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, now=moment)

    assert isinstance(moved, Booking)
    assert (moved.sequence, moved.starts_at) == (1, WEDNESDAY + HOUR)
    assert isinstance(book(email="other@example.org"), Booking)


def test_a_move_may_overlap_the_time_it_leaves(
    book: Book, meeting: Meeting, moment: datetime
) -> None:
    booking = book()
    Meeting.objects.update(every_minutes=30)
    booking.refresh_from_db()

    moved = actions.move(booking=booking, starts_at=WEDNESDAY + HOUR / 2, now=moment)

    assert isinstance(moved, Booking)


def test_moving_where_it_is_changes_nothing(book: Book, moment: datetime) -> None:
    booking = book()

    moved = actions.move(booking=booking, starts_at=WEDNESDAY, now=moment)

    assert isinstance(moved, Booking)
    assert moved.sequence == 0


def test_a_refused_move_leaves_all_as_it_was(book: Book, moment: datetime) -> None:
    booking = book()
    book(starts_at=WEDNESDAY + HOUR, email="other@example.org")

    refusal = actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, now=moment)

    assert isinstance(refusal, Refusal)
    assert BookedCell.objects.filter(booking=booking).count() == 12
    assert Message.objects.get(key=f"booking:{booking.uid.hex}:0").state == MessageState.QUEUED


def test_within_the_notice_nothing_can_be_changed(book: Book) -> None:
    booking = book()
    late = WEDNESDAY - timedelta(hours=11)

    assert actions.cancel(booking=booking, now=late) == Refusal(Closed.TOO_LATE)
    assert actions.move(booking=booking, starts_at=WEDNESDAY + HOUR, now=late) == Refusal(
        Closed.TOO_LATE
    )


def test_the_author_may_cancel_until_it_starts(book: Book) -> None:
    booking = book()

    cancelled = actions.cancel(booking=booking, by_author=True, now=WEDNESDAY - HOUR)

    assert isinstance(cancelled, Booking)
    assert cancelled.state == Booking.State.CANCELLED


def test_canceling_frees_the_time_once(book: Book, moment: datetime) -> None:
    booking = book()
    sent(f"booking:{booking.uid.hex}:0", moment)

    first = actions.cancel(booking=booking, now=moment)
    second = actions.cancel(booking=booking, now=moment)

    assert first == second
    assert not BookedCell.objects.exists()
    assert Message.objects.filter(key__startswith="booking:").count() == 2


def test_a_booking_nobody_was_told_of_is_canceled_silently(book: Book, moment: datetime) -> None:
    booking = book()

    actions.cancel(booking=booking, now=moment)

    letter = Message.objects.get(key__startswith="booking:")
    assert letter.state == MessageState.WITHDRAWN


def test_sharing_is_the_visitors_choice_and_is_noted(book: Book) -> None:
    booking = book()

    assert booking.attempt is None
    assert not Consent.objects.filter(purpose="share-result").exists()


def test_confirming_from_a_letter_makes_the_contact_known(book: Book, moment: datetime) -> None:
    booking = book()

    actions.confirm(booking=booking, now=moment)
    contact = actions.confirm(booking=booking, now=moment)

    assert (contact.confirmed_at, contact.first_name) == (moment, "Kim")


@pytest.mark.parametrize(
    ("mark", "state", "letters"),
    [(actions.mark_done, "done", 1), (actions.mark_no_show, "no_show", 0)],
)
def test_closing_after_the_start(
    book: Book, mark: Callable[..., Booking], state: str, letters: int
) -> None:
    booking = book()

    early = mark(booking=booking, now=WEDNESDAY - HOUR).state
    marked = mark(booking=booking, now=WEDNESDAY + HOUR)
    again = mark(booking=booking, now=WEDNESDAY + 2 * HOUR)

    assert (early, marked.state, again.state) == ("booked", state, state)
    assert again.closed_at == WEDNESDAY + HOUR
    assert Message.objects.filter(key__startswith="booking-thanks:").count() == letters
