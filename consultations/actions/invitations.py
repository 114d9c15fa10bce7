"""A booking as an entry in somebody's calendar: a file in a letter, or one of her feed.

The visitor and the author each get an invitation of their own: REQUEST puts it in, and what comes
later under its UID with a higher SEQUENCE moves it, or takes it out by CANCEL (RFC 5546 §3.2).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from consultations import ical, links
from consultations.models import Booking, Subscription
from contacts.models import Contact
from practice.models import Practice

A_MONTH = timedelta(days=31)
# RFC 6047 §2.4: the method named here has to be the one in the file.
CALENDAR = "text/calendar; charset=utf-8; method={method}"


def own_name(contact: Contact) -> str:
    """The name the person behind the address confirmed; nobody else's words."""
    return contact.first_name if contact.confirmed_at else ""


def attached(invitation: ical.Invitation) -> dict[str, str]:
    return {
        "filename": "invitation.ics",
        "content_type": CALENDAR.format(method=invitation.method.value),
        "text": ical.calendar(invitation),
    }


def for_visitor(
    booking: Booking, method: ical.Method, *, in_letter: bool = True
) -> ical.Invitation:
    """The booking for the visitor's calendar."""
    practice = Practice.objects.the()
    url = links.booking_url(booking, in_letter=in_letter)
    with override(booking.contact.language):
        summary = _("%(meeting)s with %(author)s") % {
            "meeting": booking.meeting.title,
            "author": practice.author_name,
        }
        description = _("Move or cancel: %(url)s") % {"url": url}
        return entry(booking, method, summary, description, url, practice)


def for_author(booking: Booking, method: ical.Method) -> ical.Invitation:
    """The booking for the author's calendar, which never names the visitor's address: calendars
    are shared, and the address stands behind the link.
    """
    practice = Practice.objects.the()
    url = links.admin_url(booking)
    name = "" if "@" in booking.first_name else booking.first_name
    summary = ": ".join(part for part in (booking.meeting.title, name) if part)
    invitation = entry(booking, method, summary, booking.note, url, practice)
    return replace(
        invitation,
        organizer=ical.Party(inviting(practice), practice.name),
        attendee=ical.Party(practice.notice_email, practice.author_name),
    )


def inviting(practice: Practice) -> str:
    """Who invites the author: an address of the practice other than the one that is invited.

    RFC 5546 §3.2.2 has the organizer invite others. To a calendar that finds its own address as the
    organizer the event is one it made itself: Gmail does not add it, Outlook asks nothing.
    """
    for address in (practice.from_email, practice.reply_to, practice.contact_email):
        if address and address.casefold() != practice.notice_email.casefold():
            return address
    # RFC 5233: the same mailbox, where the server knows details, and another address in any case.
    name, _at, host = practice.notice_email.rpartition("@")
    return f"{name}+bookings@{host}"


def subscribed(*, now: datetime) -> list[ical.Invitation]:
    """The bookings the author's calendar reads: from a month ago on, canceled ones as such; without
    those that came to her by an invitation, once new ones do again.
    """
    sure = Booking.objects.filter(lapses_at=None)
    if Subscription.objects.filter(takes_new=False):
        sure = sure.filter(invited=False)
    # A canceled one stays in the feed for a month: calendars drop an entry they are told of as
    # canceled (RFC 5545 §3.8.1.11), and many keep one that is merely missing.
    rows = sure.filter(starts_at__gt=now - A_MONTH).order_by("starts_at", "pk")
    published = ical.Method.PUBLISH
    return [for_author(row, published) for row in rows.select_related("meeting", "contact")]


def entry(
    booking: Booking,
    method: ical.Method,
    summary: str,
    description: str,
    url: str,
    practice: Practice,
) -> ical.Invitation:
    return ical.Invitation(
        # One UID for all versions, a growing SEQUENCE (RFC 5546 §2.1.5): else a move would put a
        # second entry beside the first.
        uid=f"{booking.uid}@{ical.host_of(url)}",
        sequence=booking.sequence,
        method=method,
        summary=summary,
        description=description,
        location=booking.place_text,
        url=url,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        organizer=ical.Party(practice.reply_to or practice.from_email, practice.author_name),
        # The name that its owner confirmed, not the typed one: the file goes to whoever reads the
        # mailbox.
        attendee=ical.Party(booking.email, own_name(booking.contact)),
        created_at=booking.booked_at,
        changed_at=booking.changed_at,
        cancelled=booking.state == Booking.State.CANCELLED,
    )
