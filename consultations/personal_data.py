"""What is kept of an hour and of a wish for one, and what was written to the author about them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultations.models import BookedCell, Booking, TimeRequest
from contacts.personal_data import Keeper, People, RegisterEntry, Rows, of_contact
from mail.personal_data import keyed, notices


def _held(at: datetime) -> Rows:
    """Hours to come, and those over within their term; a canceled one keeps nobody."""
    since = at - timedelta(days=settings.KEEP_BOOKINGS_DAYS)
    return Booking.objects.filter(ends_at__gt=since).exclude(state=Booking.State.CANCELLED)


def _told_of_bookings(people: People) -> Rows:
    hours = Booking.objects.filter(contact__in=people.contacts).order_by()
    return keyed("booking-notice", _hexes(hours))


def _told_of_time_requests(people: People) -> Rows:
    requests = TimeRequest.objects.filter(contact__in=people.contacts).order_by()
    return keyed("time-request-notice", _hexes(requests))


def _hexes(rows: Rows) -> list[str]:
    return [uid.hex for uid in rows.values_list("uid", flat=True)]


ENTRIES = (
    RegisterEntry(
        Booking,
        of_contact(Booking),
        part="bookings",
        goes=_("bookings: %d"),
        addresses=("email",),
        left_out=("uid", "request_key", "room_code", "place", "sequence", "invited", "remind_at"),
        keeps=Keeper(_("a booking"), _held),
    ),
    RegisterEntry(
        BookedCell, of_contact(BookedCell, "booking__contact")
    ),  # the booking tells its time
    RegisterEntry(
        TimeRequest,
        of_contact(TimeRequest),
        part="time_requests",
        goes=_("wishes for a time: %d"),
        addresses=("email",),
        left_out=("uid", "request_key", "place", "offers"),
        keeps=Keeper(
            _("a wish for a time that waits"),
            lambda _at: TimeRequest.objects.filter(
                state__in=(TimeRequest.State.OPEN, TimeRequest.State.OFFERED)
            ),
        ),
    ),
    notices(_told_of_bookings),
    notices(_told_of_time_requests),
)
