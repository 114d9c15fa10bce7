"""One booking's own page, by its link: shown, said to be theirs, moved, canceled."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from consultations import actions, ical, links
from consultations.actions.invitations import for_visitor
from consultations.forms import BeforePage, TimeForm
from consultations.models import Booking
from consultations.slots import Closed, Refusal
from consultations.views.slot_picker import looking, sent_to, times
from consultations.wording import refusal_text, time_text, when_text
from health.budgets import LINK, budgeted
from health.clock import now
from practice.zones import read_zone, zone_name


@method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")
class Show(View):
    """One booking, by its link: what, when, where, and what can still be done."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return show(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """A letter's reader says: this is mine."""
        booking, in_letter = held(token)
        if in_letter:
            share = request.POST.get("share") == "yes"
            actions.confirm(booking=booking, share=share, now=now())
        return redirect("consultations:booking", token)


@method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")
class WriteBefore(View):
    """What the author may know before the hour, written and changed until it begins."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return redirect("consultations:booking", token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        booking, in_letter = held(token)
        page = BeforePage(booking, request.POST)
        if not may_write(booking, in_letter):
            raise Http404
        if not page.is_valid():
            return show(request, token, before=page)
        if not actions.write_before(booking=booking, note=page.note, intake=page.kept, now=now()):
            return show(request, token, too_late=page.lines)
        return redirect(f"{reverse('consultations:booking', args=[token])}?kept=1#before")


@method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")
class Move(View):
    """Another time for a booking."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        booking, _in_letter = held(token)
        if not booking.may_change(now()):
            return redirect("consultations:booking", token)
        return self.page(request, token, booking, TimeForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        booking, in_letter = held(token)
        form = TimeForm(request.POST)
        if not form.is_valid():
            return self.page(request, token, booking, form)
        if in_letter:
            booking = actions.prove(booking=booking, now=now())
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
                "action": sent_to(request),
                "booking": booking,
                "token": token,
                "when": when_text(booking.starts_at, seen.zone),
                **times(seen, others, refusal, form),
            },
            status=409 if refusal else 200,
        )


@method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")
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
@require_safe
def invitation(_request: HttpRequest, token: str) -> HttpResponse:
    """The booking as a file for the visitor's calendar."""
    booking, in_letter = held(token)
    entry = for_visitor(booking, ical.Method.PUBLISH, in_letter=in_letter)
    return HttpResponse(
        ical.calendar(entry),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="invitation.ics"'},
    )


def held(token: str) -> tuple[Booking, bool]:
    """The booking a link leads to, its visitor spoken to in their language, and whether the link
    was read in a letter; else a kind 404.
    """
    booking, in_letter = links.booking_of(token)
    if booking is None:
        raise Http404
    activate(booking.contact.language)
    return booking, in_letter


def may_write(booking: Booking, in_letter: bool) -> bool:
    """Whether this link shows and takes what is written before the hour.

    The link a browser was sent to after booking does so until the letter's link has proven whose
    the hour is: what its owner writes then is nobody else's to read.
    """
    return in_letter or booking.proven_at in (None, booking.booked_at)


def show(
    request: HttpRequest,
    token: str,
    refusal: Refusal | None = None,
    before: BeforePage | None = None,
    too_late: Sequence[str] = (),
) -> HttpResponse:
    booking, in_letter = held(token)
    zone = read_zone(booking.zone) or looking(request, None).zone
    moment = now()
    is_ahead = booking.is_standing and booking.starts_at > moment
    may = may_write(booking, in_letter)
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
            "held_until": when_text(booking.lapses_at, zone) if booking.lapses_at else "",
            "in_letter": in_letter,
            "payment_url": booking.payment_url(now=moment),
            "asks": in_letter and not (booking.proven_at and booking.contact.confirmed_at),
            "before": (before or BeforePage(booking)) if is_ahead and may else None,
            "kept": "kept" in request.GET,
            "too_late": too_late,
            "note": booking.note if may else "",
            # Whoever opens the link of a letter need not prove the next booking again.
            "book_url": links.book_url(booking.contact if in_letter else None),
            "refusal": refusal_text(refusal.why) if refusal else "",
        },
        status=409 if refusal or too_late else 422 if before else 200,
    )
