"""The page that starts a course again, and the reader's own page. GET shows, POST acts.

The signed token in the address is the key to both, so neither needs a cookie.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from contacts import actions as contacts
from contacts import links as contact_links
from contacts.models import Consent, Contact
from courses import actions, links
from courses.forms import ConfirmForm, PreferencesForm, ReaderAct
from courses.models import Course, Enrollment, LastWord
from courses.schedule import zone
from health.budgets import LINK, budgeted
from health.clock import now
from mail import actions as mail
from mail import links as mail_links

PAUSE_DAYS = 14
LETTERS_WORDING = _("Yes, write to me now and then when there is something new.")
open_door = method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")


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
    course = get_object_or_404(Course.objects.select_related("offer"), slug=slug)
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


class OfDataRequest(View):
    """The link in the letter to whoever asked what is held about them: good for two days."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = links.data_request_of(kwargs["token"])
        if asked is None:
            raise Http404
        self.asked = asked
        activate(asked.contact.language)
        if not actions.is_fresh(asked, now=now()):
            context = {"preferences_url": contact_links.preferences_url(asked.contact)}
            return render(request, "courses/own_data_over.html", context, status=410)
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: HttpRequest, template: str) -> HttpResponse:
        context = {"contact": self.asked.contact, "token": self.kwargs["token"]}
        return render(request, template, context)


@open_door
class OwnData(OfDataRequest):
    """GET offers the file, POST gives it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, "courses/own_data.html")

    def post(self, _request: HttpRequest, token: str) -> HttpResponse:
        text = json.dumps(actions.own_data(self.asked.contact), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
        return response


@open_door
class EraseMe(OfDataRequest):
    """GET asks once more, POST erases; after it the link leads nowhere."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, "courses/erase_me.html")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        actions.erase_reader(request=self.asked, now=now())
        return render(request, "courses/erased.html")


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
        context = {
            "course": actions.next_course(self.enrollment),
            "is_in": actions.entered(self.enrollment),
            "preferences_url": contact_links.preferences_url(self.enrollment.contact),
        }
        return render(request, "courses/onward.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        actions.go_on(enrollment=self.enrollment, now=now())
        return redirect("onward", token=token)


@open_door
class Preferences(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        contact = links.contact_of(kwargs["token"])
        if contact is None:
            raise Http404
        self.contact = contact
        activate(contact.language)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, PreferencesForm(contact=self.contact))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = PreferencesForm(request.POST, contact=self.contact)
        if not form.is_valid():
            return self.page(request, form, status=422)
        done = act(self.contact, form)
        return redirect(f"{reverse('preferences', args=[token])}?done={done}")

    def page(
        self, request: HttpRequest, form: PreferencesForm, *, status: int = 200
    ) -> HttpResponse:
        moment = now()
        places = Enrollment.objects.filter(contact=self.contact).select_related(
            "course", "contact", "message", "next_lesson"
        )
        context = {
            "contact": self.contact,
            "places": [(place, actions.coming(place, now=moment)) for place in places],
            "letters": [(place.course, sent) for place in places if (sent := list(so_far(place)))],
            "tried": LastWord.Tried.choices,
            "letters_wording": LETTERS_WORDING,
            "has_letters": Consent.objects.stands(self.contact, mail.LETTERS),
            "consents": actions.standing(self.contact),
            "form": form,
            "zone": zone(self.contact.zone).key,
            "done": request.GET.get("done", ""),
            "now": moment,
        }
        return render(request, "courses/preferences.html", context, status=status)


def act(contact: Contact, form: PreferencesForm) -> str:
    """Do what the button says; returns the name of the sentence that answers."""
    do = form.cleaned_data["do"]
    if form.enrollment:
        return act_on(form.enrollment, form.cleaned_data, now())
    if do == ReaderAct.ZONE:
        actions.change_zone(contact=contact, zone=form.cleaned_data["zone"], now=now())
    elif do == ReaderAct.ADDRESS:
        email = form.cleaned_data["email"]
        return "asked" if actions.ask_address(contact=contact, email=email, now=now()) else "often"
    elif do == ReaderAct.LETTERS:
        choose_letters(contact, wants=form.cleaned_data["wants_letters"])
    elif do == ReaderAct.OWN_DATA:
        actions.ask_own_data(contact=contact, now=now())
    elif do == ReaderAct.BACK:
        actions.withdraw(contact=contact, purpose=form.cleaned_data["purpose"], now=now())
    else:
        stop_everything(contact)
    return str(do)


def act_on(place: Enrollment, data: Mapping[str, Any], moment: datetime) -> str:
    """One button beside one course."""
    do = str(data["do"])
    if do == ReaderAct.NOW:
        return str(actions.send_now(enrollment=place, now=moment).value)
    if do == ReaderAct.PAUSE:
        actions.pause(enrollment=place, days=PAUSE_DAYS, now=moment)
    elif do == ReaderAct.RESUME:
        actions.resume(enrollment=place, now=moment)
    elif do == ReaderAct.PACE:
        actions.change_pace(enrollment=place, days=data["pace"], now=moment)
    elif do == ReaderAct.LEAVE:
        actions.leave(enrollment=place, now=moment)
    elif do == ReaderAct.AGAIN:
        actions.offer_return(enrollment=place, now=moment)
    elif do == ReaderAct.ANSWER:
        actions.answer_at_the_end(
            enrollment=place, tried=data["tried"], wrong=data["wrong"], now=moment
        )
    return do


def choose_letters(contact: Contact, *, wants: bool) -> None:
    """The box for letters now and then: a yes in these words, or a no."""
    if wants and not contact.confirmed_at:
        return
    mail.set_letters(contact=contact, agrees=wants, wording=str(LETTERS_WORDING), now=now())


def so_far(place: Enrollment) -> Iterator[tuple[str, str, datetime | None]]:
    """Subject, private web page and moment of every letter of a course, oldest first."""
    for message in actions.letters_so_far(place):
        yield mail.as_read(message).subject, mail_links.browser_url(message), message.sent_at


def stop_everything(contact: Contact) -> None:
    """Every course and every other purpose."""
    for enrollment in Enrollment.objects.filter(contact=contact):
        actions.leave(enrollment=enrollment, now=now())
    contacts.unsubscribe(contact=contact, purpose=contacts.EVERYTHING, now=now())
