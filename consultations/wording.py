"""Times, lengths and refusals in words, for pages and letters alike. Pure but for the language."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.slots import Closed
from practice.cities import city
from practice.zones import offset, zone_name

NEARLY = timedelta(minutes=3)


def when_text(moment: datetime, zone: ZoneInfo) -> str:
    """ "Monday, November 30, 2026, 10:00 AM" on a clock in `zone`."""
    return formatted(moment.astimezone(zone), _("l, F j, Y, g:i A"))


def when_zone_text(moment: datetime, zone: ZoneInfo) -> str:
    """The same with the zone named."""
    return f"{when_text(moment, zone)} ({zone_name(zone, moment)})"


def day_time_text(local: datetime, clock: str) -> str:
    """ "Monday, November 30, 10:00 AM": a day that is near, with the clock as its page shows it."""
    day = formatted(local, _("l, F j"))
    return _("%(day)s, %(time)s") % {"day": day, "time": clock}


def zone_words(zone: ZoneInfo, language: str) -> str:
    """Whose clock it is: “Amsterdam time”."""
    return (
        zone.key if zone.key == "UTC" else _("%(city)s time") % {"city": city(zone.key, language)}
    )


def short_text(moment: datetime, zone: ZoneInfo) -> str:
    """ "Mon, Nov 30, 2026, 10:00 AM", for lists."""
    return formatted(moment.astimezone(zone), _("D, M j, Y, g:i A"))


def time_text(local: datetime) -> str:
    return formatted(local, _("g:i A"))


def time_labels(local_times: list[datetime]) -> list[str]:
    """The clock times of one day; where the clock shows one twice, with the distance from UTC."""
    labels = [time_text(local) for local in local_times]
    return [
        f"{label} ({offset(local)})" if labels.count(label) > 1 else label
        for label, local in zip(labels, local_times, strict=True)
    ]


def hours_text(left: timedelta) -> str:
    """How long until the start: "24 hours", "about 5 hours", "50 minutes"."""
    minutes = max(round(left / timedelta(minutes=1)), 1)
    if minutes < 58:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    words = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    exact = abs(left - timedelta(hours=hours)) <= NEARLY
    return words if exact else _("about %(hours)s") % {"hours": words}


def call_text(number: str) -> str:
    return _("you call %(number)s") % {"number": number}


def refusal_text(why: Closed) -> str:
    """One kind sentence that says why, and what can be done."""
    return {
        Closed.PAST: _("That time has passed. Please choose another."),
        Closed.TOO_SOON: _("That time is too soon. Please choose a later one."),
        Closed.TOO_FAR: _("That time is further ahead than can be booked now."),
        Closed.OUTSIDE: _("That time is not open for booking. Please choose another."),
        Closed.NOWHERE: _("This conversation has no place to meet yet, so it cannot be booked."),
        Closed.TAKEN: _("Somebody else has booked that time. Please choose another."),
        Closed.FULL: _("There is no more room around that time. Please choose another."),
        Closed.TOO_MANY: _(
            "No more conversations can be booked for this address for now. "
            "Once one has taken place, or is canceled, you are welcome to book again."
        ),
        Closed.UNPROVEN: _(
            "A letter about a conversation went to this address within the last day. Please open "
            "it: you can confirm the time there, or choose another."
        ),
        Closed.CROWDED: _(
            "Several conversations were booked from where you are, and are not confirmed yet. "
            "Please confirm one by the link in its letter, or write to us."
        ),
        Closed.TIME_REQUESTED: _(
            "What was asked for this address is with us already. We write back when there is a "
            "time; until then there is nothing more to do."
        ),
        Closed.TIME_REQUESTS_CROWDED: _(
            "Several people near you have asked for a time, and we have yet to answer them. "
            "Please try again in a few days, or write to us."
        ),
        Closed.TOO_LATE: _(
            "It is too close to the start to change this here. Please write to us instead."
        ),
    }[why]
