"""What the minute tick does: reminders whose time has come, letters that need not wait longer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultations.actions import letters
from consultations.models import Booking
from consultations.reminders import due_reminder, first_reminder
from mail import actions as mail
from mail.models import Message, State


@transaction.atomic
def remind_due(*, now: datetime, limit: int = 100) -> int:
    """Queue the reminders due; how many. One whose use is over is left out."""
    due = Booking.objects.reminder_due(now).select_related("meeting", "contact")
    queued = 0
    for booking in due.select_for_update(skip_locked=True, of=("self",))[:limit]:
        hours = booking.meeting.reminders
        reminder = due_reminder(booking.starts_at, hours, now=now)
        if reminder:
            letters.remind(booking, reminder.hours, until=reminder.until, now=now)
            queued += 1
        booking.remind_at = first_reminder(booking.starts_at, hours, now=now)
        booking.save(update_fields=("remind_at",))
    return queued


@transaction.atomic
def release_letters(*, now: datetime) -> int:
    """Letters held back from an unconfirmed address go once it is confirmed; how many."""
    held = Message.objects.filter(
        state=State.QUEUED,
        key__startswith="booking:",
        not_before__gt=now,
        contact__confirmed_at__isnull=False,
    )
    uids = [key.split(":")[1] for key in held.values_list("key", flat=True)]
    released = 0
    for booking in Booking.objects.select_related("meeting", "contact").filter(uid__in=uids):
        key = f"booking:{booking.uid.hex}:{booking.sequence}"
        may_go = letters.earliest(booking, now=now) <= now
        if may_go and mail.withdraw(key=key, reason="The address was confirmed.", now=now):
            letters.tell(booking, now=now)
            released += 1
    return released
