"""One booking on one page: the brief, and all the author may do about it; by hand, a new one.

GET shows, POST acts. Each act writes the letters it needs, and the page says what was written.
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
from consultations.admin.messages import outcome_text, refused
from consultations.forms import HandForm, MomentForm
from consultations.models import Booking
from consultations.slots import Refusal
from consultations.wording import when_text, when_zone_text
from guides import preview_child
from health.clock import now
from practice.actions import desk_zone
from practice.look import Look
from practice.models import Practice
from practice.permissions import SEE_ANSWERS, needs
from practice.zones import place


@needs("consultations.view_booking", act="consultations.change_booking")
def brief(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The page before a conversation, with what can be done about it."""
    booking = get_object_or_404(Booking.objects.select_related("meeting", "contact"), pk=pk)
    zone, sees = desk_zone(), request.user.has_perm(SEE_ANSWERS)
    form = moving(request, booking, zone)
    if request.method == "POST" and paid_marked(admin, request, booking):
        return redirect("admin:consultations_booking_brief", pk)
    if request.method == "POST" and done(request, booking, form):
        return redirect("admin:consultations_booking_brief", pk)
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Before you talk"),
        "brief": actions.brief(booking, with_result=sees),
        "booking": booking,
        "form": form,
        "day": booking.starts_at.astimezone(zone),
        "place": place(zone.key),
        "begun": booking.starts_at <= now(),
        "over": booking.ends_at <= now(),
        "paid_at": when_zone_text(booking.paid_at, zone) if booking.paid_at else "",
        "may_be_paid": bool(booking.meeting.payment_link or booking.paid_at),
        "marked": booking.state in (Booking.State.DONE, Booking.State.NO_SHOW),
        "may_change": admin.has_change_permission(request, booking),
        "dates": [
            (name, when_zone_text(moment, zone))
            for name, moment in (
                (_("Booked"), booking.booked_at),
                (_("Last changed"), booking.changed_at),
            )
        ],
    }
    return TemplateResponse(request, "consultations/admin_brief.html", context)


def paid_marked(admin: ModelAdmin, request: HttpRequest, booking: Booking) -> bool:
    """Mark it as paid or not, where that is what the button says."""
    if "paid" not in request.POST:
        return False
    is_paid = request.POST["paid"] == "yes"
    actions.mark_paid(booking=booking, is_paid=is_paid, now=now())
    said = _("Marked as paid.") if is_paid else _("Marked as not paid.")
    admin.log_change(request, booking, said)
    messages.success(request, said)
    return True


def moving(request: HttpRequest, booking: Booking, zone: ZoneInfo) -> MomentForm:
    """The form for another time, filled in with the time it has."""
    local = booking.starts_at.astimezone(zone).replace(tzinfo=None)
    posted = request.POST if "move" in request.POST else None
    return MomentForm(zone, posted, initial={"starts": local})


def done(request: HttpRequest, booking: Booking, form: MomentForm) -> bool:
    """Do what the button says; False to show the page again as it was sent."""
    acts: dict[str, Callable[..., Booking | Refusal]] = {
        "move": lambda **at: actions.move(
            starts_at=form.cleaned_data["starts"], by_author=True, **at
        ),
        "cancel": lambda **at: actions.cancel(by_author=True, **at),
        "done": actions.mark_done,
        "no_show": actions.mark_no_show,
        "reopen": actions.reopen,
    }
    name = next((name for name in acts if name in request.POST), "")
    if not name:
        return True
    if name == "move" and not form.is_valid():
        return False
    return said(request, acts[name](booking=booking, now=now()), name)


def said(request: HttpRequest, outcome: Booking | Refusal, act: str) -> bool:
    """Tell the author what came of it, with free times near a refused one."""
    if isinstance(outcome, Refusal):
        messages.error(request, refused(outcome, desk_zone()))
        return False
    words, changed = outcome_text(outcome, act, desk_zone(), now=now())
    messages.add_message(request, messages.SUCCESS if changed else messages.WARNING, words)
    return True


@needs("consultations.view_booking")
def brief_pdf(_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The same page on paper."""
    booking = get_object_or_404(Booking.objects.select_related("meeting", "contact"), pk=pk)
    page = actions.brief(booking, with_result=request.user.has_perm(SEE_ANSWERS))
    html = render_to_string("consultations/brief_pdf.html", {"brief": page.on_paper()})
    look = Look.of(Practice.objects.the())
    try:
        printed = preview_child.preview(html, paper="a4", look=look)
    except preview_child.TooMuch:
        messages.error(request, _("This page is too long for paper. Your browser can print it."))
        return redirect("admin:consultations_booking_brief", pk)
    except preview_child.Busy:
        messages.error(request, _("This machine is busy. Try again in a minute."))
        return redirect("admin:consultations_booking_brief", pk)
    return HttpResponse(printed.file, content_type="application/pdf")


@needs("consultations.change_booking")
def new(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """A booking by the author's hand: over her own hours and limits, never over another one."""
    posted = request.POST if request.method == "POST" else None
    zone = desk_zone()
    form = HandForm(zone, posted, initial={"starts": request.GET.get("start", "")})
    if posted and form.is_valid():
        outcome = actions.book(
            **form.booking(), came_from=Booking.CameFrom.AUTHOR, note="", now=now()
        )
        if said(request, outcome, "book") and isinstance(outcome, Booking):
            return redirect("admin:consultations_booking_brief", outcome.pk)
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Add a booking"),
        "form": form,
        "fields": [field for field in form if field.name != "request_key"],
        "clock": when_text(now(), zone),
        "place": place(zone.key),
    }
    return TemplateResponse(request, "consultations/admin_new.html", context)
