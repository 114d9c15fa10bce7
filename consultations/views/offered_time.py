"""A time the author offered, by the link in its letter; her bookings as a calendar to read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from consultations import actions, ical, links
from consultations.actions.invitations import subscribed
from consultations.models import TimeRequest
from consultations.month_view import near
from consultations.slots import Refusal
from consultations.wording import refusal_text, when_zone_text
from health.budgets import LINK, budgeted
from health.clock import now


@method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")
class OfferedTime(View):
    """One offered time and one button."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        time_request = held(token)
        if time_request.booking:
            return redirect(links.booking_url(time_request.booking))
        return page(request, time_request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        time_request = held(token)
        outcome = actions.accept(time_request=time_request, now=now())
        if isinstance(outcome, Refusal):
            return page(request, time_request, outcome)
        return redirect(links.booking_url(outcome))


def held(token: str) -> TimeRequest:
    time_request = links.time_request_of(token)
    if time_request is None or time_request.offered is None:
        raise Http404
    activate(time_request.contact.language)
    return time_request


def page(
    request: HttpRequest, time_request: TimeRequest, refusal: Refusal | None = None
) -> HttpResponse:
    zone = ZoneInfo(time_request.zone)
    assert time_request.offered is not None
    return render(
        request,
        "consultations/offer.html",
        {
            "time_request": time_request,
            "when": when_zone_text(time_request.offered, zone),
            "stands": time_request.state == TimeRequest.State.OFFERED
            and time_request.offered > now()
            and not refusal,
            "refusal": refusal_text(refusal.why) if refusal else "",
            "nearest": near(refusal.nearest, zone) if refusal else (),
            "zone": zone.key,
            "book_url": links.book_url(time_request.contact),
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
