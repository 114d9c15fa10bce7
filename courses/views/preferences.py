"""The reader's own page. GET shows, POST acts; the signed token in the address is the key, so it
needs no cookie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import activate
from django.views import View

from contacts import actions as contacts
from contacts.models import Consent, Contact
from courses import actions, links
from courses.forms import PreferencesForm, ReaderAct
from courses.models import Enrollment, LastWord
from courses.schedule import zone
from courses.views.signed_pages import LETTERS_WORDING, choose_letters, open_door
from health.clock import now
from mail import actions as mail
from mail import links as mail_links

PAUSE_DAYS = 14


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


def so_far(place: Enrollment) -> Iterator[tuple[str, str, datetime | None]]:
    """Subject, private web page and moment of every letter of a course, oldest first."""
    for message in actions.letters_so_far(place):
        yield mail.as_read(message).subject, mail_links.browser_url(message), message.sent_at


def stop_everything(contact: Contact) -> None:
    """Every course and every other purpose."""
    for enrollment in Enrollment.objects.filter(contact=contact):
        actions.leave(enrollment=enrollment, now=now())
    contacts.unsubscribe(contact=contact, purpose=contacts.EVERYTHING, now=now())
