"""Home: whether all is well, who came, what they need, in that order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from desk import funnel, offer_steps
from desk.actions import checks, overview
from desk.actions.checks import practice, site, texts
from desk.actions.findings import CheckMoment
from desk.views import offer_path
from desk.views.publish import changed
from health.clock import now, real_now
from landing.models import LandingPage
from offers.models import Offer
from practice.actions import desk_zone
from practice.models import Practice
from practice.permissions import SEE_ANSWERS
from publishing.actions import saved_since
from publishing.announce import named, page_at
from publishing.kinds import Finding

MOST_OFFERS = 12
NUMBERS_OF_AN_OFFER = ("contacts.view_contact", SEE_ANSWERS)
"""As on its own page."""
FIRST_STEPS = (*practice.CHECKS, *texts.CHECKS[:3], *site.CHECKS[:3])


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of the admin shows to the one who is logged in."""
    moment = CheckMoment(now(), real_now())
    context["title"] = _("Home")
    context["zone"] = desk_zone()
    for permission, part in PARTS:
        if request.user.has_perm(permission):
            context |= part(moment, request)
    return context


def health(moment: CheckMoment, _request: HttpRequest) -> dict[str, Any]:
    lines = checks.at_hand(checks.RUNNING, moment)
    first = checks.at_hand(FIRST_STEPS, moment)
    looked_at = [line for line in first if not line.is_waiting]
    return {
        "lines": lines,
        "faults": [line for line in lines if line.is_fault],
        "first_steps": looked_at if any(line.is_fault for line in first) else [],
        "steps_waiting": len(first) - len(looked_at),
        "steps_done": sum(line.is_good for line in first),
        "all_steps": len(first),
    }


def bookings(moment: CheckMoment, _request: HttpRequest) -> dict[str, Any]:
    counts = moment.counts
    return {
        "agenda": overview.agenda(now=moment.now, zone=desk_zone()),
        "unmarked": counts["unmarked"],
        "moment": moment.now,
        "time_requests": counts["time_requests"],
    }


def replies(moment: CheckMoment, _request: HttpRequest) -> dict[str, Any]:
    return {
        "replies": overview.replies(now=moment.now),
        "reply_count": moment.counts["replies"],
    }


def people(moment: CheckMoment, request: HttpRequest) -> dict[str, Any]:
    return {
        "newcomers": overview.newcomers(),
        "leaving": moment.counts,
        "sees_answers": request.user.has_perm(SEE_ANSWERS),
    }


def numbers(moment: CheckMoment, request: HttpRequest) -> dict[str, Any]:
    """The way of all offers together, or of the one that the address names."""
    offers: list[Offer] = []
    sees_offers = request.user.has_perms(NUMBERS_OF_AN_OFFER)
    if sees_offers:
        offers = [offer for offer in moment.offers if offer.state != Offer.State.DRAFT][
            :MOST_OFFERS
        ]
    wanted = request.GET.get("offer", "")
    chosen = next((offer for offer in offers if str(offer.pk) == wanted), None)
    steps = overview.offer_funnel(chosen.pk, now=moment.now) if chosen else None
    steps = steps or overview.funnel(now=moment.now)
    return {
        "funnel": funnel.rows(steps),
        "chart": funnel.funnel(steps) if any(step.now or step.before for step in steps) else "",
        "offers": offers if len(offers) > 1 else [],
        "chosen_offer": chosen,
        "sees_sources": sees_offers,
    }


def texts_waiting(moment: CheckMoment, request: HttpRequest) -> dict[str, Any]:
    is_any = any(moment.counts[label] for label in saved_since())
    return {
        "to_publish": len(changed(request)) if is_any else 0,
        "own_lines": overview.own_lines_awaited(),
        "own_blocks": own_blocks(moment, request),
        "about_awaited": request.user.has_perm("practice.change_practice")
        and not Practice.objects.the().about.strip(),
    }


def own_blocks(moment: CheckMoment, request: HttpRequest) -> list[tuple[LandingPage, str, str]]:
    """Where words of a landing page are missing: the page, the place in her words, its address."""
    if not request.user.has_perm("landing.change_landingpage"):
        return []
    return [
        (page, named(page, [Finding(place, "")])[0][0], page_at(page, place))
        for page, place in overview.blocks_awaited(moment.offers)
    ]


def offers_begun(moment: CheckMoment, _request: HttpRequest) -> dict[str, Any]:
    """The offers that are not open yet, the one saved last first, with the step where each goes on;
    one made by other means leads to what is missing.
    """
    if not moment.counts["offers_begun"]:
        return {"may_begin": True}
    drafts = (offer for offer in moment.offers if offer.state == Offer.State.DRAFT)
    begun = [offer_begun(draft) for draft in drafts]
    begun.sort(key=lambda entry: (entry["saved_at"], entry["offer"].pk))
    return {"may_begin": True, "offers_begun": begun[: -MOST_OFFERS - 1 : -1]}


def offer_begun(offer: Offer) -> dict[str, Any]:
    standing = getattr(offer, "standing", None)
    step = standing.step if standing else offer_steps.PUBLISH
    url = offer_path.step_url(offer, step)
    if not offer.has_assessment:  # type: ignore[attr-defined]  # annotated
        url = reverse("admin:offers_offer_change", args=[offer.pk])  # a sign-up form has no steps
    title = offer_steps.BY_KEY[step].title
    saved_at = standing.saved_at.timestamp() if standing else 0.0
    entry = {"offer": offer, "standing": standing, "saved_at": saved_at}
    return entry | {"url": url, "title": title}


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
