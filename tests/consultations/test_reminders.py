from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from consultations import actions
from consultations.models import Booking, Meeting
from consultations.reminders import due_reminder, first_reminder
from consultations.tasks import remind_due
from health.models import Tick
from mail.models import Message, MessageState
from tests.consultations.conftest import WEDNESDAY

Book = Callable[..., Booking]
HOUR = timedelta(hours=1)
START = datetime(2026, 11, 25, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "hours"),
    [(25, None), (24, 24), (13, 24), (11, None), (1, 1), (0.75, 1), (0.25, None), (-1, None)],
)
def test_a_reminder_is_of_use_for_half_its_lead(before: float, hours: int | None) -> None:
    due = due_reminder(START, [24, 1], now=START - before * HOUR)

    assert (due.hours if due else None) == hours


@pytest.mark.parametrize(("before", "first"), [(48, 24), (24, 1), (20, 1), (1, None), (0.5, None)])
def test_what_was_due_before_booking_is_left_out(before: float, first: int | None) -> None:
    at = first_reminder(START, [1, 24], now=START - before * HOUR)

    assert at == (START - first * HOUR if first else None)


def keys() -> list[str]:
    reminders = Message.objects.filter(key__startswith="reminder:").order_by("id")
    return [key.partition(":")[2] for key in reminders.values_list("key", flat=True)]


def test_reminders_go_a_day_and_an_hour_before(book: Book) -> None:
    uid = book().uid.hex

    for minutes in range(0, 60 * 48, 5):
        actions.remind_due(now=WEDNESDAY - 47 * HOUR + timedelta(minutes=minutes))

    assert keys() == [f"{uid}:0:24", f"{uid}:0:1"]
    last = Message.objects.get(key=f"reminder:{uid}:0:1")
    assert last.values["hours_text"] == "1 hour"
    assert last.not_after == WEDNESDAY - HOUR / 2


def test_a_second_tick_reminds_no_more(book: Book) -> None:
    book()
    moment = WEDNESDAY - 24 * HOUR

    assert [actions.remind_due(now=moment), actions.remind_due(now=moment)] == [1, 0]


def test_after_an_outage_nothing_is_sent_late(book: Book) -> None:
    book()

    actions.remind_due(now=WEDNESDAY + HOUR)

    assert keys() == []


def test_a_move_takes_the_old_reminder_back(book: Book) -> None:
    booking = book()
    actions.remind_due(now=WEDNESDAY - 24 * HOUR)

    actions.move(booking=booking, starts_at=WEDNESDAY + 48 * HOUR, now=WEDNESDAY - 23 * HOUR)
    actions.remind_due(now=WEDNESDAY + 24 * HOUR)

    assert keys() == [f"{booking.uid.hex}:0:24", f"{booking.uid.hex}:1:24"]
    old = Message.objects.get(key=f"reminder:{booking.uid.hex}:0:24")
    assert old.state == MessageState.WITHDRAWN


def test_a_canceled_booking_is_not_reminded_of(book: Book, moment: datetime) -> None:
    actions.cancel(booking=book(), now=moment)

    assert actions.remind_due(now=WEDNESDAY - 24 * HOUR) == 0


def test_a_kind_without_reminders_has_none(book: Book, meeting: Meeting) -> None:
    meeting.remind_hours = ""
    meeting.save()

    assert book().remind_at is None


def test_the_tick_leaves_its_record(book: Book, at: Callable[[datetime], None]) -> None:
    book()
    at(WEDNESDAY - 24 * HOUR)

    assert remind_due() == 1
    assert Tick.objects.get(name="consultations.remind_due").count == 1
