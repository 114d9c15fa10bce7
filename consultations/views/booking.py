"""The booking page, and one booking's own page. GET writes nothing."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from consultations import actions, invite, links
from consultations.actions.letters import for_visitor
from consultations.display import Display, display, near
from consultations.forms import BookForm, TimeForm
from consultations.models import Booking, Meeting
from consultations.slots import Closed, Refusal
from consultations.visits import Look, look
from consultations.wording import refusal_text, time_text, when_text
from consultations.zones import choices, place, read_zone, zone_name
from practice.models import Practice
from pulse.clock import now
from writing.markdown import to_html


@method_decorator(never_cache, name="dispatch")
class Book(View):
    """The offer, the open times, and a form that keeps what was typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        contact = links.contact_for(request.GET.get("for", ""))
        known = {"email": contact.email, "first_name": contact.first_name} if contact else {}
        return self.page(request, BookForm(initial={**known, "request_key": uuid.uuid4()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BookForm(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        meeting = chosen_meeting(request)
        if meeting is None:
            raise Http404
        answers = form.cleaned_data
        outcome = actions.book(
            meeting=meeting,
            starts_at=answers["start"],
            email=answers["email"],
            first_name=answers["first_name"],
            zone=answers["zone"],
            note=answers["note"],
            attempt=self.attempt(request) if answers["share"] else None,
            request_key=answers["request_key"],
            now=now(),
        )
        if isinstance(outcome, Refusal):
            return self.page(request, form, outcome)
        return redirect("consultations:booking", links.booking_token(outcome))

    def attempt(self, request: HttpRequest) -> Any:
        return links.attempt_for(request.GET.get("for", ""))

    def page(
        self, request: HttpRequest, form: BookForm, refusal: Refusal | None = None
    ) -> HttpResponse:
        meeting = chosen_meeting(request)
        contact = links.contact_for(request.GET.get("for", ""))
        seen = looking(request, form, contact.zone if contact else "")
        open_now = actions.open_times(meeting=meeting, now=now()) if meeting else []
        return render(
            request,
            "consultations/book.html",
            {
                "form": form,
                "meeting": meeting,
                "meetings": Meeting.objects.filter(active=True),
                "offer": to_html(Practice.objects.the().offer_text),
                "described": to_html(meeting.description, headings_from=3) if meeting else "",
                "may_share": self.attempt(request) is not None,
                **times(seen, display(open_now, seen.zone, week=seen.week), refusal),
            },
            status=409 if refusal else 200,
        )


@method_decorator(never_cache, name="dispatch")
class Show(View):
    """One booking, by its link: what, when, where, and what can still be done."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return show(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """A letter's reader says: this is mine."""
        booking, in_letter = held(token)
        if in_letter:
            actions.confirm(booking=booking, now=now())
        return redirect("consultations:booking", token)


@method_decorator(never_cache, name="dispatch")
class Move(View):
    """Another time for a booking."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        booking, _in_letter = held(token)
        if not booking.may_change(now()):
            return redirect("consultations:booking", token)
        return self.page(request, token, booking, TimeForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        booking, _in_letter = held(token)
        form = TimeForm(request.POST)
        if not form.is_valid():
            return self.page(request, token, booking, form)
        outcome = actions.move(booking=booking, starts_at=form.cleaned_data["start"], now=now())
        if not isinstance(outcome, Refusal):
            return redirect("consultations:booking", token)
        if outcome.why == Closed.TOO_LATE:
            return show(request, token, outcome)
        return self.page(request, token, booking, form, outcome)

    def page(
        self,
        request: HttpRequest,
        token: str,
        booking: Booking,
        form: TimeForm,
        refusal: Refusal | None = None,
    ) -> HttpResponse:
        seen = looking(request, form, booking.zone)
        open_now = actions.open_times(meeting=booking.meeting, now=now(), without=booking)
        others = [start for start in open_now if start != booking.starts_at]
        return render(
            request,
            "consultations/move.html",
            {
                "form": form,
                "booking": booking,
                "token": token,
                "when": when_text(booking.starts_at, seen.zone),
                **times(seen, display(others, seen.zone, week=seen.week), refusal),
            },
            status=409 if refusal else 200,
        )


@method_decorator(never_cache, name="dispatch")
class Cancel(View):
    """Ask once, then give the time back."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return redirect("consultations:booking", token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        booking, _in_letter = held(token)
        outcome = actions.cancel(booking=booking, now=now())
        if isinstance(outcome, Refusal):
            return show(request, token, outcome)
        return redirect("consultations:booking", token)


@never_cache
def invitation(_request: HttpRequest, token: str) -> HttpResponse:
    """The booking as a file for the visitor's calendar."""
    booking, in_letter = held(token)
    entry = for_visitor(booking, invite.Method.PUBLISH, in_letter=in_letter)
    return HttpResponse(
        invite.calendar(entry),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="invitation.ics"'},
    )


def held(token: str) -> tuple[Booking, bool]:
    """The booking a link leads to, and whether the link was read in a letter; else a kind 404."""
    booking, in_letter = links.booking_of(token)
    if booking is None:
        raise Http404
    return booking, in_letter


def show(request: HttpRequest, token: str, refusal: Refusal | None = None) -> HttpResponse:
    booking, in_letter = held(token)
    zone = read_zone(booking.zone) or looking(request, None).zone
    moment = now()
    return render(
        request,
        "consultations/booking.html",
        {
            "booking": booking,
            "token": token,
            "when": when_text(booking.starts_at, zone),
            "until": time_text(booking.ends_at.astimezone(zone)),
            "zone_name": zone_name(zone, booking.starts_at),
            "over": booking.starts_at <= moment,
            "may_change": booking.may_change(moment),
            "asks": in_letter and not booking.contact.confirmed_at,
            "refusal": refusal_text(refusal.why) if refusal else "",
        },
        status=409 if refusal else 200,
    )


def chosen_meeting(request: HttpRequest) -> Meeting | None:
    """The kind of meeting ?kind= names, else the first that can be booked."""
    active = Meeting.objects.filter(active=True)
    return active.filter(key=request.GET.get("kind", "")).first() or active.first()


def looking(request: HttpRequest, form: TimeForm | None, *otherwise: str) -> Look:
    """The zone the form was filled in, else the one asked for, else the best known."""
    typed = form.data.get("zone", "") if form is not None and form.is_bound else ""
    query = {**request.GET.dict(), "zone": typed} if read_zone(typed) else request.GET.dict()
    return look(query, *otherwise, Practice.objects.the().zone)


def times(seen: Look, shown: Display, refusal: Refusal | None) -> dict[str, Any]:
    """What `_times.html` needs; after a refusal, the times nearest to the one asked for."""
    nearest = near(refusal.nearest, seen.zone) if refusal and refusal.nearest else None
    days = (nearest or shown).days
    return {
        "days": days,
        "weeks": shown.weeks,
        "look": seen,
        "zone": seen.zone.key,
        "zone_label": place(seen.zone.key),
        "zone_name": zone_name(seen.zone, days[0].times[0].start if days else now()),
        "regions": choices(),
        "refusal": refusal_text(refusal.why) if refusal else "",
        "nearest": nearest is not None,
    }
