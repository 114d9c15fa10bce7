"""Links into this room: to one booking, and to the booking page with something filled in.

A booking's link in a letter also proves that its holder reads that mailbox; the one a browser is
sent to after booking does not. Neither holds an address or an answer.
"""

from __future__ import annotations

from django.urls import reverse

from assessments.models import Attempt
from consultations.models import Booking
from contacts import links
from contacts.models import Contact

BOOKING, BOOK, BOOK_RESULT = "booking", "book", "book-result"
FROM_LETTER = "letter"


def booking_token(booking: Booking, *, in_letter: bool = False) -> str:
    """A token for one booking's page; `in_letter` only for mail to the booking's address."""
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
    found = Booking.objects.select_related("meeting", "contact").filter(uid=uid).first()
    return found, origin == FROM_LETTER


def book_url(contact: Contact | None = None) -> str:
    """The booking page; for a contact, filled in. Only for mail to that contact."""
    url = links.absolute(reverse("consultations:book"))
    return f"{url}?for={links.token(BOOK, contact.uid.hex)}" if contact else url


def contact_for(token: str) -> Contact | None:
    """The contact whose letter the booking link came from."""
    return links.contact_of(BOOK, token)


def attempt_for(token: str) -> Attempt | None:
    """The finished answers a booking link offers to share: named, or those of the contact."""
    finished = Attempt.objects.finished()
    key = links.read(BOOK_RESULT, token)
    if key:
        return finished.filter(key=key).first()
    contact = contact_for(token)
    return finished.filter(guides__contact=contact).last() if contact else None


def admin_url(booking: Booking) -> str:
    return links.absolute(reverse("admin:consultations_booking_change", args=[booking.pk]))
