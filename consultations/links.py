"""Links into this app: to one booking, and to the booking page with something filled in.

A booking's link in a letter also proves that its holder reads that mailbox; the one a browser is
sent to after booking does not. Neither holds an address or an answer.
"""

from __future__ import annotations

from django.urls import reverse

from assessments.models import Attempt
from consultations.models import Booking, Subscription, TimeRequest
from contacts import links
from contacts.models import Contact

BOOKING, BOOK, OFFER, CALENDAR = "booking", "book", "booking-offer", "booking-calendar"
FROM_LETTER = "letter"


def booking_token(booking: Booking, *, in_letter: bool = False) -> str:
    """A token for one booking's page; `in_letter` only for mail to the booking's address."""
    # Two tokens for one row: the page a browser is led to after booking must not prove a mailbox.
    value = f"{booking.uid.hex}~{FROM_LETTER}" if in_letter else booking.uid.hex
    return links.token(BOOKING, value)


def booking_url(booking: Booking, *, in_letter: bool = False) -> str:
    token = booking_token(booking, in_letter=in_letter)
    return links.absolute(reverse("consultations:booking", args=[token]))


def booking_of(token: str) -> tuple[Booking | None, bool]:
    """The booking a token leads to, and whether its holder read it in a letter."""
    uid, _separator, origin = (links.read(BOOKING, token) or "").partition("~")
    if not uid:
        return None, False
    booking = Booking.objects.select_related("meeting", "contact").filter(uid=uid).first()
    return booking, origin == FROM_LETTER


def book_url(contact: Contact | None = None) -> str:
    """The booking page; for a contact, with their address masked. Only for mail to them."""
    url = links.absolute(reverse("consultations:book"))
    return f"{url}?for={links.token(BOOK, contact.uid.hex)}" if contact else url


def contact_for(token: str) -> Contact | None:
    """The contact whose letter the booking link came from."""
    return links.contact_of(BOOK, token)


def attempt_of(contact: Contact | None) -> Attempt | None:
    """The finished answers this contact may share: the last it asked a guide for."""
    if contact is None:
        return None
    return Attempt.objects.finished().filter(guides__contact=contact).last()


def attempt_by(key: str) -> Attempt | None:
    """The finished answers on whose result page somebody pressed: whoever has the key has them."""
    return Attempt.objects.finished().filter(key=key).first()


def offer_url(time_request: TimeRequest) -> str:
    """The page of the time offered now; an earlier offer's link ends."""
    token = links.token(OFFER, f"{time_request.uid.hex}~{time_request.offers}")
    return links.absolute(reverse("consultations:offer", args=[token]))


def time_request_of(token: str) -> TimeRequest | None:
    """The wish an offer's link belongs to, as long as that offer is the last one."""
    uid, _separator, number = (links.read(OFFER, token) or "").partition("~")
    if not uid:
        return None
    rows = TimeRequest.objects.select_related("meeting", "contact", "booking")
    return rows.filter(uid=uid, offers=number).first()


def calendar_url(subscription: Subscription) -> str:
    """The address under which the author's calendar reads her bookings."""
    token = links.token(CALENDAR, subscription.uid.hex)
    return links.absolute(reverse("consultations:calendar", args=[token]))


def is_subscribed(token: str) -> bool:
    """Whether a calendar's link is the one that holds now."""
    uid = links.read(CALENDAR, token)
    return uid is not None and Subscription.objects.filter(uid=uid).exists()


def admin_url(booking: Booking) -> str:
    """The brief of a booking, with all that can be done about it."""
    return links.absolute(reverse("admin:consultations_booking_brief", args=[booking.pk]))


def time_request_admin_url(time_request: TimeRequest) -> str:
    return links.absolute(reverse("admin:consultations_timerequest_change", args=[time_request.pk]))
