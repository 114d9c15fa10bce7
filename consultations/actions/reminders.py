"""What the minute tick does: reminders whose time has come, hours that nobody proved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultations.actions import letters
from consultations.actions.booking import give_free, lock_host
from consultations.models import Booking
from consultations.reminders import due_reminder, first_reminder
from contacts import actions as contacts


@transaction.atomic
def remind_due(*, now: datetime, limit: int = 100) -> int:
    """Queue the reminders due; how many. One whose use is over is left out."""
    due = Booking.objects.reminder_due(now).select_related("meeting", "contact")
    queued = 0
    # Skipping what another worker holds, or both would queue the same reminder. With the person,
    # whom a letter asks for: who is being erased is skipped, not waited for with the booking held.
    # The joined meeting stays free for whoever books meanwhile.
    for booking in due.select_for_update(skip_locked=True, of=("self", "contact"))[:limit]:
        hours = booking.meeting.reminders
        reminder = due_reminder(booking.starts_at, hours, now=now)
        if reminder:
            letters.remind(booking, reminder.hours, until=reminder.until, now=now)
            queued += 1
        booking.remind_at = first_reminder(booking.starts_at, hours, now=now)
        booking.save(update_fields=("remind_at",))
    return queued


@transaction.atomic
def lapse_due(*, now: datetime, limit: int = 100) -> int:
    """Give free what nobody proved in time; how many. Its letter and page have said so."""
    # First, as in everything that changes bookings (`book`): whoever moves one at this moment holds
    # the author's row and waits for the booking's, and bookings locked first would close a circle.
    lock_host()
    due = Booking.objects.lapsing(now).select_related("meeting", "contact")
    rows = list(due.select_for_update(skip_locked=True, of=("self", "contact"))[:limit])
    for booking in rows:
        give_free(booking, reason="Nobody confirmed it in time.", now=now)
        contacts.record(contact=booking.contact, kind="booking_lapsed", now=now)
    return len(rows)
