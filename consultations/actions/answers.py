"""What a visitor writes before the hour, on the booking's own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from consultations.actions.booking import locked
from consultations.models import Booking


@transaction.atomic
def write_before(
    *, booking: Booking, note: str, intake: Sequence[Mapping[str, str]], now: datetime
) -> bool:
    """Keep the note and the answers as they are now, until the hour begins; whether they were."""
    booking = locked(booking)
    if not booking.is_standing or booking.starts_at <= now:
        return False
    booking.note, booking.intake = note[:2000], [dict(row) for row in intake]
    booking.save(update_fields=("note", "intake"))
    return True
