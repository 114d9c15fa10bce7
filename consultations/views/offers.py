"""A time the author offered, by the link in its letter; her bookings as a calendar to read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from consultations import actions, ical, links
from consultations.actions.letters import subscribed
from consultations.models import Wish
from consultations.month_view import near
from consultations.slots import Refusal
from consultations.wording import refusal_text, when_zone_text
from health.budgets import LINK, budgeted
from health.clock import now


@method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")
class Offer(View):
    """One offered time and one button."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        wish = held(token)
        if wish.booking:
            return redirect(links.booking_url(wish.booking))
        return page(request, wish)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        wish = held(token)
        outcome = actions.accept(wish=wish, now=now())
        if isinstance(outcome, Refusal):
            return page(request, wish, outcome)
        return redirect(links.booking_url(outcome))


def held(token: str) -> Wish:
    wish = links.wish_of(token)
    if wish is None or wish.offered is None:
        raise Http404
    return wish


def page(request: HttpRequest, wish: Wish, refusal: Refusal | None = None) -> HttpResponse:
    zone = ZoneInfo(wish.zone)
    assert wish.offered is not None
    return render(
        request,
        "consultations/offer.html",
        {
            "wish": wish,
            "when": when_zone_text(wish.offered, zone),
            "stands": wish.state == Wish.State.OFFERED and wish.offered > now() and not refusal,
            "refusal": refusal_text(refusal.why) if refusal else "",
            "nearest": near(refusal.nearest, zone).days if refusal else (),
            "zone": zone.key,
            "book_url": links.book_url(wish.contact),
        },
        status=409 if refusal else 200,
    )


@never_cache
@require_safe
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """Every booking from a month ago on, for the author's own calendar."""
    if not links.is_subscribed(token):
        raise Http404
    text = ical.calendar_of(subscribed(now=now()))
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
