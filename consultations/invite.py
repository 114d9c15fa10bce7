"""A booking as a calendar file: iCalendar by RFC 5545, scheduling methods by RFC 5546. Pure.

The UID stays through every change and SEQUENCE rises, so a calendar updates its one entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

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
    """One booking as a calendar should hold it; times are shown in `zone`."""

    uid: str
    sequence: int
    method: Method
    summary: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
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
    if invitation.zone.key != "UTC":
        file.add_component(zone_rules(invitation))
    file.add_component(event(invitation))
    return str(file.to_ical().decode())


def calendar_of(invitations: Sequence[Invitation]) -> str:
    """Many bookings as one calendar to subscribe to; times in UTC, which needs no zones."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", Method.PUBLISH.value)
    file.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    for invitation in invitations:
        file.add_component(event(replace(invitation, zone=ZoneInfo("UTC"))))
    return str(file.to_ical().decode())


def zone_rules(invitation: Invitation) -> Timezone:
    """The zone's changes around the booking: a year to either side, not its whole history."""
    day, year = invitation.starts_at.date(), timedelta(days=366)
    return Timezone.from_tzid(invitation.zone.key, first_date=day - year, last_date=day + year)


def event(invitation: Invitation) -> Event:
    entry = Event()
    entry.add("uid", invitation.uid)
    entry.add("sequence", invitation.sequence)
    entry.add("dtstamp", invitation.changed_at)
    entry.add("created", invitation.created_at)
    entry.add("last-modified", invitation.changed_at)
    start, end = written_times(invitation)
    entry.add("dtstart", start)
    entry.add("dtend", end)
    entry.add("summary", invitation.summary)
    entry.add("description", invitation.description)
    entry.add("location", invitation.location)
    entry.add("url", invitation.url)
    entry.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if invitation.cancelled else "OPAQUE")
    entry.add("organizer", invitation.organizer.address())
    if invitation.method is not Method.PUBLISH:  # which must name none (RFC 5546 §3.2.1)
        entry.add("attendee", attendee(invitation))
    if invitation.alarm and not invitation.cancelled:
        entry.add_component(reminder(invitation))
    return entry


def written_times(invitation: Invitation) -> tuple[datetime, datetime]:
    """Start and end on the clock of the zone; in UTC where that clock shows such an hour a second
    time, since a local time there means the first (RFC 5545 §3.3.5).
    """
    times = (invitation.starts_at, invitation.ends_at)
    start, end = (moment.astimezone(invitation.zone) for moment in times)
    return times if start.fold or end.fold else (start, end)


def attendee(invitation: Invitation) -> vCalAddress:
    """The visitor, who booked and so has accepted already."""
    return invitation.attendee.address(
        CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE"
    )


def reminder(invitation: Invitation) -> Alarm:
    """The calendar's own reminder, for those who read no mail."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", invitation.summary)
    alarm.add("trigger", -(invitation.alarm or timedelta()))
    return alarm


def host_of(url: str) -> str:
    """The host of a link, for the right side of a UID (RFC 7986 §5.3 allows any unique text)."""
    return urlsplit(url).hostname or "localhost"
