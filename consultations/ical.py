"""A booking as a calendar file: iCalendar by RFC 5545, scheduling methods by RFC 5546. Pure.

The UID stays through every change and SEQUENCE rises, so a calendar updates its one entry. Times
are in UTC (RFC 5545 §3.3.5, form 2) and every calendar shows them on its own clock: a VTIMEZONE
would have to say what clocks do, and Morocco's in Ramadan are known to few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

PRODUCT = "-//Resistance Reframe//Consultations//EN"


class Method(StrEnum):
    """What the file asks the calendar to do (RFC 5546 §3.2)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Party:
    """Somebody in the file: an address and, if it may be told, a name."""

    email: str
    name: str = ""

    def address(self, **parameters: str) -> vCalAddress:
        address = vCalAddress(f"mailto:{self.email}")
        if self.name:
            address.params["CN"] = vText(self.name)
        for key, value in parameters.items():
            address.params[key] = vText(value)
        return address


@dataclass(frozen=True)
class Invitation:
    """One booking as a calendar should hold it."""

    uid: str
    sequence: int
    method: Method
    summary: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    organizer: Party
    attendee: Party
    created_at: datetime
    changed_at: datetime
    cancelled: bool = False
    alarm: timedelta | None = timedelta(hours=1)


def calendar(invitation: Invitation) -> str:
    """The file's text, lines ending in CRLF; equal for equal invitations."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", invitation.method.value)
    file.add_component(event(invitation))
    return str(file.to_ical().decode())


def calendar_of(invitations: Sequence[Invitation]) -> str:
    """Many bookings as one calendar to subscribe to."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", Method.PUBLISH.value)
    # How often to look again (RFC 7986 §5.7, which wants the type spelled out).
    file.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    for invitation in invitations:
        file.add_component(event(invitation))
    return str(file.to_ical().decode())


def event(invitation: Invitation) -> Event:
    entry = Event()
    entry.add("uid", invitation.uid)
    # RFC 5546 §2.1.5: of two files about one UID the calendar believes the higher number, whichever
    # came last.
    entry.add("sequence", invitation.sequence)
    # RFC 5545 §3.8.7.2: with a METHOD it is when this file was made. The change's moment instead of
    # now keeps equal bookings equal byte for byte, and so a retried mail the same.
    entry.add("dtstamp", invitation.changed_at)
    entry.add("created", invitation.created_at)
    entry.add("last-modified", invitation.changed_at)
    entry.add("dtstart", invitation.starts_at.astimezone(UTC))
    entry.add("dtend", invitation.ends_at.astimezone(UTC))
    entry.add("summary", invitation.summary)
    entry.add("description", invitation.description)
    entry.add("location", invitation.location)
    entry.add("url", invitation.url)
    entry.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    # A canceled entry that stays in somebody's calendar must not keep them busy (RFC 5545
    # §3.8.2.7).
    entry.add("transp", "TRANSPARENT" if invitation.cancelled else "OPAQUE")
    entry.add("organizer", invitation.organizer.address())
    if invitation.method is not Method.PUBLISH:  # which must name none (RFC 5546 §3.2.1)
        entry.add("attendee", attendee(invitation))
    if invitation.alarm and not invitation.cancelled:
        entry.add_component(reminder(invitation))
    return entry


def attendee(invitation: Invitation) -> vCalAddress:
    """Whose calendar it is: who booked, or who opened the hour, and so has accepted already."""
    return invitation.attendee.address(
        CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE"
    )


def reminder(invitation: Invitation) -> Alarm:
    """The calendar's own reminder, for those who read no mail."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", invitation.summary)
    # RFC 5545 §3.8.6.3: a negative duration counts back from the start.
    alarm.add("trigger", -(invitation.alarm or timedelta()))
    return alarm


def host_of(url: str) -> str:
    """The host of a link, for the right side of a UID (RFC 7986 §5.3 allows any unique text)."""
    return urlsplit(url).hostname or "localhost"
