"""One booking on one page: the brief, and all the author may do about it; by hand, a new one.

GET shows, POST acts. Each act writes the letters it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from consultations import actions
from consultations.forms import HandForm, MomentForm
from consultations.models import Booking
from consultations.slots import Refusal
from consultations.wording import refusal_text, when_zone_text
from guides import pdf
from practice.models import Practice
from pulse.clock import now


def her_zone() -> ZoneInfo:
    return ZoneInfo(Practice.objects.the().zone)


def brief(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The page before a conversation."""
    booking = get_object_or_404(Booking.objects.select_related("meeting", "contact"), pk=pk)
    form = MomentForm(her_zone(), request.POST if "move" in request.POST else None)
    if request.method == "POST" and done(request, booking, form):
        return redirect("admin:consultations_booking_brief", pk)
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Before you talk"),
        "brief": actions.brief(booking),
        "booking": booking,
        "form": form,
        "zone": her_zone().key,
        "begun": booking.starts_at <= now(),
    }
    return TemplateResponse(request, "consultations/admin_brief.html", context)


def done(request: HttpRequest, booking: Booking, form: MomentForm) -> bool:
    """Do what the button says; False to show the page again as it was sent."""
    acts: dict[str, Callable[..., Booking | Refusal]] = {
        "cancel": lambda **at: actions.cancel(by_author=True, **at),
        "done": actions.mark_done,
        "no_show": actions.mark_no_show,
    }
    if "move" in request.POST:
        if not form.is_valid():
            return False
        outcome = actions.move(
            booking=booking, starts_at=form.cleaned_data["starts"], by_author=True, now=now()
        )
    else:
        name = next((name for name in acts if name in request.POST), None)
        outcome = acts[name](booking=booking, now=now()) if name else booking
    return said(request, outcome)


def said(request: HttpRequest, outcome: Booking | Refusal) -> bool:
    """Tell the author what came of it, with free times near a refused one."""
    if not isinstance(outcome, Refusal):
        state = outcome.get_state_display()
        messages.success(request, _("It is: %(state)s.") % {"state": state})
        return True
    near = "; ".join(when_zone_text(start, her_zone()) for start in outcome.nearest[:3])
    messages.error(request, f"{refusal_text(outcome.why)} {near}".strip())
    return False


def brief_pdf(_admin: ModelAdmin, _request: HttpRequest, pk: int) -> HttpResponse:
    """The same page on paper."""
    booking = get_object_or_404(Booking.objects.select_related("meeting", "contact"), pk=pk)
    html = render_to_string(
        "consultations/brief_pdf.html", {"brief": actions.brief(booking).on_paper()}
    )
    made = pdf.printed(html, paper="a4", accent=Practice.objects.the().accent)
    return HttpResponse(made, content_type="application/pdf")


def new(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """A booking by the author's hand: over her own hours and limits, never over another one."""
    posted = request.POST if request.method == "POST" else None
    begin = {"starts": request.GET.get("start", ""), "zone": her_zone().key}
    form = HandForm(her_zone(), posted, initial=begin)
    if posted and form.is_valid():
        outcome = actions.book(
            **form.booking(), came_from=Booking.CameFrom.AUTHOR, note="", now=now()
        )
        if said(request, outcome) and isinstance(outcome, Booking):
            return redirect("admin:consultations_booking_brief", outcome.pk)
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Add a booking"),
        "fields": [
            (_("What"), form["meeting"]),
            (_("Start, on your clock"), form["starts"]),
            (_("Their email"), form["email"]),
            (_("Their first name"), form["first_name"]),
            (_("Their time zone"), form["zone"]),
        ],
        "zone": her_zone().key,
    }
    return TemplateResponse(request, "consultations/admin_new.html", context)
