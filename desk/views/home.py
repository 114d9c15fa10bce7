"""Home: whether all is well, who came, what they need, in that order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from desk import funnel
from desk.actions import checks, overview, retention
from desk.actions.checks import practice, site, texts
from desk.actions.findings import Moment
from desk.views import offer_path
from desk.views.publish import changed
from health.clock import now, real_now
from offers.models import Offer
from practice.actions import desk_zone
from practice.permissions import SEE_ANSWERS
from publishing.actions import saved_since

MOST_OFFERS = 3
FIRST_STEPS = (*practice.CHECKS, *texts.CHECKS[:3], *site.CHECKS[:3])


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of the admin shows to the one who is logged in."""
    moment = Moment(now(), real_now())
    context["title"] = _("Home")
    context["zone"] = desk_zone()
    for permission, told in PARTS:
        if request.user.has_perm(permission):
            context |= told(moment, request)
    return context


def health(moment: Moment, _request: HttpRequest) -> dict[str, Any]:
    lines = checks.at_hand(checks.RUNNING, moment)
    first = checks.at_hand(FIRST_STEPS, moment)
    return {
        "lines": lines,
        "faults": [line for line in lines if line.is_fault],
        "first_steps": first if any(line.is_fault for line in first) else [],
        "steps_done": sum(line.is_good for line in first),
    }


def bookings(moment: Moment, _request: HttpRequest) -> dict[str, Any]:
    found = moment.counts
    return {
        "agenda": overview.agenda(now=moment.now, zone=desk_zone()),
        "unmarked": found["unmarked"],
        "moment": moment.now,
        "time_requests": found["time_requests"],
    }


def replies(moment: Moment, _request: HttpRequest) -> dict[str, Any]:
    return {
        "replies": overview.replies(now=moment.now),
        "reply_count": moment.counts["replies"],
    }


def people(moment: Moment, request: HttpRequest) -> dict[str, Any]:
    return {
        "newcomers": overview.newcomers(),
        "leaving": retention.ahead(now=moment.now),
        "sees_answers": request.user.has_perm(SEE_ANSWERS),
    }


def numbers(moment: Moment, _request: HttpRequest) -> dict[str, Any]:
    steps = overview.funnel(now=moment.now)
    return {"funnel": funnel.rows(steps), "chart": funnel.funnel(steps)}


def texts_waiting(moment: Moment, request: HttpRequest) -> dict[str, Any]:
    is_any = any(moment.counts[label] for label in saved_since())
    return {"to_publish": len(changed(request)) if is_any else 0}


def offers_begun(moment: Moment, _request: HttpRequest) -> dict[str, Any]:
    """Each offer that is not open yet, the newest first, with the step where it goes on."""
    found: list[Any] = []
    if moment.counts["offers_begun"]:
        rows = Offer.objects.begun().filter(assessment__isnull=False).order_by("-pk")
        found = [offer_path.unfinished(offer) for offer in rows[:MOST_OFFERS]]
    return {"may_begin": True, "offers_begun": found}


# who may see it, and what it adds to the page
PARTS = (
    ("assessments.change_passage", texts_waiting),
    ("assessments.add_assessment", offers_begun),
    ("practice.change_practice", health),
    ("consultations.view_booking", bookings),
    ("mail.view_reply", replies),
    ("contacts.view_contact", people),
    ("health.view_counter", numbers),
)
