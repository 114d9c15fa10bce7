"""Plain words for every variable of a letter: what a preview prints where nobody real is.

In the language that is spoken when they are asked for. Pure but for that.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.zones import zone_name

ZONE = ZoneInfo("Europe/Berlin")
WRITTEN = datetime(2026, 11, 23, 10, tzinfo=ZONE)
HELD_UNTIL = datetime(2026, 11, 30, 10, tzinfo=ZONE)
MEETING = datetime(2026, 12, 1, 10, tzinfo=ZONE)


def sample_texts(key: str = "") -> dict[str, str]:
    """By the name of the variable, for the letter of this key."""
    moment, hours = _("l, F j, Y, g:i A"), ngettext("%(count)d hour", "%(count)d hours", 24)
    day = date_format(WRITTEN, "DATE_FORMAT")
    return {
        "first_name": "Robin",
        "date": day,
        "meeting_name": _("A conversation"),
        "when_text": formatted(MEETING, moment),
        "zone_name": zone_name(ZONE, MEETING),
        "minutes": "30",
        "place_text": _("by video; the link is on your booking page"),
        "hours_text": hours % {"count": 24},
        "until_text": formatted(HELD_UNTIL, moment),
        "who_text": "Robin",
        "news_text": _("New booking: Robin"),
        "form_title": _("Letters now and then"),
        "file_text": _("A worksheet for Monday"),
        "note_text": _note(key),
        "week_text": _("the week from %s") % day,
        "visited_text": "64 (51)",
        "started_text": "31 (27)",
        "finished_text": "22 (19)",
        "guide_text": "12 (9)",
        "confirmed_text": "7 (8)",
        "course_text": "4 (3)",
        "booked_text": "2 (1)",
        "numbers_text": _("Results: 12 (9). Guides: 7 (4). Booked: 2 (1)."),
        "needs_text": _("1 reply waits for your answer."),
    }


def _note(key: str) -> str:
    if key == "trouble_notice":
        return _("The mail server has not answered for an hour.")
    if key == "sending_paused_notice":
        return "450 4.7.1 Try again later"  # as a server says it
    return _("I would like to talk about the last weeks.")
