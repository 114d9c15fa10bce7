"""What a link in a letter opens: the course again or another one, a new address, letters now and
then; and the sheet to print. GET shows, POST acts; the signed token is the key.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import activate
from django.views import View
from django.views.decorators.http import require_safe

from contacts import links as contact_links
from contacts.models import Consent
from courses import actions, links
from courses.forms import ConfirmForm
from courses.models import Course, Enrollment
from courses.views.signed_pages import choose_letters, open_door
from health.clock import now
from mail import actions as mail
from offers.models import Offer


def enrollment_of(token: str) -> tuple[Enrollment, Consent]:
    """The place and the asking of a link; a kind 404 otherwise."""
    consent = links.enrollment_of(token)
    if consent is None:
        raise Http404
    activate(consent[0].contact.language)
    return consent


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines of all lessons of a course on one page to print; nothing on it is anybody's."""
    courses = Course.objects.filter(offer__in=Offer.objects.visible()).select_related("offer")
    course = get_object_or_404(courses, slug=slug)
    lines = course.sheet()
    if not lines:
        raise Http404
    activate(course.offer.language)
    return render(request, "courses/sheet.html", {"course": course, "lines": lines})


@open_door
class Return(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        enrollment, _consent = enrollment_of(token)
        return render(
            request,
            "courses/return.html",
            {
                "course": enrollment.course,
                "enrollment": enrollment,
                "ask": actions.awaits(enrollment),
                "coming": actions.coming(enrollment, now=now()),
                "preferences_url": contact_links.preferences_url(enrollment.contact),
            },
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        enrollment, consent = enrollment_of(token)
        form = ConfirmForm(request.POST)
        said = form.cleaned_data if form.is_valid() else {}
        actions.confirm(
            enrollment=enrollment,
            consent=consent,
            zone=said.get("zone", ""),
            pace=said.get("pace"),
            now=now(),
        )
        return redirect("return", token=token)


@open_door
class Address(View):
    """The link in the letter to a new address: GET asks, POST moves the letters there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        change = links.address_change_of(kwargs["token"])
        if change is None:
            raise Http404
        self.change = change
        activate(change.contact.language)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        ask = actions.may_move(self.change, now=now())
        return render(request, "courses/address.html", {"ask": ask})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        contact = actions.move_address(change=self.change, now=now())
        if contact is None:
            return redirect("address", token=token)
        return redirect(f"{contact_links.preferences_url(contact)}?done=moved")


@open_door
class Agree(View):
    """Where the last letter of a course asks: GET shows one button, POST is the yes."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        contact = links.asked_for_letters(kwargs["token"])
        if contact is None or not contact.confirmed_at:
            raise Http404
        self.contact = contact
        activate(contact.language)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {
            "has_letters": Consent.objects.stands(self.contact, mail.LETTERS),
            "preferences_url": contact_links.preferences_url(self.contact),
        }
        return render(request, "courses/agree.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        choose_letters(self.contact, wants=True)
        return redirect("agree", token=token)


@open_door
class Onward(View):
    """Where the last letter of a course asks: GET shows the next course, POST is the yes to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        enrollment = links.enrollment_of_onward(kwargs["token"])
        if enrollment is None or not enrollment.contact.confirmed_at:
            raise Http404
        self.enrollment = enrollment
        activate(enrollment.contact.language)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        place = actions.entered(self.enrollment)
        context = {
            "course": actions.next_course(self.enrollment),
            "place": place,
            "coming": actions.coming(place, now=now()) if place else None,
            "preferences_url": contact_links.preferences_url(self.enrollment.contact),
        }
        return render(request, "courses/onward.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = ConfirmForm(request.POST)
        pace = form.cleaned_data["pace"] if form.is_valid() else None
        actions.go_on(enrollment=self.enrollment, pace=pace, now=now())
        return redirect("onward", token=token)
