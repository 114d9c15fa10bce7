"""The page that confirms a course, and the reader's own page. GET shows, POST acts.

The signed token in the address is the key to both, so neither needs a cookie.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from contacts import actions as contacts
from contacts import links as contact_links
from contacts.models import Consent, Contact
from courses import actions, links
from courses.forms import ConfirmForm, Do, PreferencesForm
from courses.models import Enrollment
from courses.schedule import zone
from pulse.clock import now

PAUSE_DAYS = 14
open_door = method_decorator([csrf_exempt, never_cache], name="dispatch")


def asked(token: str) -> tuple[Enrollment, Consent]:
    """The place and the asking of a confirm link; a kind 404 otherwise."""
    found = links.asked_of(token)
    if found is None:
        raise Http404
    return found


@open_door
class Confirm(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        enrollment, consent = asked(token)
        return render(
            request,
            "courses/confirm.html",
            {
                "course": enrollment.course,
                "enrollment": enrollment,
                "ask": actions.awaits(enrollment, consent),
                "coming": actions.coming(enrollment, now=now()),
                "preferences_url": contact_links.preferences_url(enrollment.contact),
            },
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        enrollment, consent = asked(token)
        form = ConfirmForm(request.POST)
        browser_zone = form.cleaned_data["zone"] if form.is_valid() else ""
        actions.confirm(enrollment=enrollment, consent=consent, zone=browser_zone, now=now())
        return redirect("confirm", token=token)


@open_door
class Preferences(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        contact = links.contact_of(kwargs["token"])
        if contact is None:
            raise Http404
        self.contact = contact
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
        return act_on(form.enrollment, do, now())
    if do == Do.ZONE:
        actions.change_zone(contact=contact, zone=form.cleaned_data["zone"], now=now())
    else:
        stop_everything(contact)
    return str(do)


def act_on(place: Enrollment, do: str, moment: datetime) -> str:
    """One button beside one course."""
    if do == Do.NOW:
        return str(actions.send_now(enrollment=place, now=moment).value)
    if do == Do.PAUSE:
        actions.pause(enrollment=place, days=PAUSE_DAYS, now=moment)
    elif do == Do.RESUME:
        actions.resume(enrollment=place, now=moment)
    elif do == Do.LEAVE:
        actions.leave(enrollment=place, now=moment)
    elif do == Do.AGAIN:
        actions.offer_return(enrollment=place, now=moment)
    return do


def stop_everything(contact: Contact) -> None:
    """Every course and every other purpose."""
    for enrollment in Enrollment.objects.filter(contact=contact):
        actions.leave(enrollment=enrollment, now=now())
    contacts.unsubscribe(contact=contact, purpose=contacts.EVERYTHING, now=now())
