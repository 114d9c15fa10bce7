"""The reader's own page. GET shows, POST acts; the signed token in the address is the key, so it
needs no cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
from courses.forms import PAUSE_DAYS, PreferencesForm, ReaderAct
from courses.models import Enrollment, LastWord
from courses.schedule import zone
from courses.views.signed_pages import LETTERS_WORDING, choose_letters, open_door
from health.clock import now
from mail import actions as mail
from mail import links as mail_links

GOING = (Enrollment.State.WAITING, Enrollment.State.ACTIVE)


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
        context = {
            "contact": self.contact,
            **what_they_get(self.contact, now()),
            "tried": LastWord.Tried.choices,
            "letters_wording": LETTERS_WORDING,
            "consents": actions.standing(self.contact),
            "form": form,
            "zone": zone(self.contact.zone),
            "done": request.GET.get("done", ""),
        }
        return render(request, "courses/preferences.html", context, status=status)


def what_they_get(contact: Contact, moment: datetime) -> dict[str, Any]:
    """Every course of theirs, running or over, the letters now and then, and what rests of it."""
    places = Enrollment.objects.filter(contact=contact).select_related(
        "course", "contact", "message", "next_lesson"
    )
    running = [place for place in places if place.state in GOING]
    active = [place for place in running if place.state == Enrollment.State.ACTIVE]
    has_letters = Consent.objects.stands(contact, mail.LETTERS)
    pauses = [place.paused_until for place in active]
    pauses += [contact.letters_paused_until] if has_letters else []
    return {
        "running": [(place, actions.coming(place, now=moment)) for place in running],
        "over": [place for place in places if place.state not in GOING],
        "letters": [(place.course, sent) for place in places if (sent := list(so_far(place)))],
        "has_letters": has_letters,
        "may_pause": any(not until or until <= moment for until in pauses),
        "rests": any(until and until > moment for until in pauses),
        "reminders_stopped": contacts.has_stopped(contact, contacts.REMINDERS),
        "now": moment,
    }


def act(contact: Contact, form: PreferencesForm) -> str:
    """Do what the button says; returns the name of the sentence that answers."""
    do, data, moment = form.cleaned_data["do"], form.cleaned_data, now()
    if form.enrollment:
        return act_on(form.enrollment, data, moment)
    if do == ReaderAct.ADDRESS:
        is_asked = actions.ask_address(contact=contact, email=data["email"], now=moment)
        return "asked" if is_asked else "often"
    ACTS[do](contact, data, moment)
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


Act = Callable[[Contact, Mapping[str, Any], datetime], object]

ACTS: Mapping[str, Act] = {
    ReaderAct.NAME: lambda who, data, moment: actions.change_name(
        contact=who, first_name=data["first_name"], now=moment
    ),
    ReaderAct.ZONE: lambda who, data, moment: actions.change_zone(
        contact=who, zone=data["zone"], now=moment
    ),
    ReaderAct.LETTERS: lambda who, data, _moment: choose_letters(who, wants=data["wants_letters"]),
    ReaderAct.PAUSE_LETTERS: lambda who, _data, moment: actions.pause_letters(
        contact=who, days=PAUSE_DAYS, now=moment
    ),
    ReaderAct.RESUME_LETTERS: lambda who, _data, moment: mail.pause_letters(
        contact=who, until=None, now=moment
    ),
    ReaderAct.NO_REMINDERS: lambda who, _data, moment: contacts.unsubscribe(
        contact=who, purpose=contacts.REMINDERS, now=moment
    ),
    ReaderAct.REMINDERS: lambda who, _data, moment: contacts.resubscribe(
        contact=who, purpose=contacts.REMINDERS, now=moment
    ),
    ReaderAct.PAUSE_ALL: lambda who, data, moment: actions.pause_all(
        contact=who, days=data["days"], now=moment
    ),
    ReaderAct.RESUME_ALL: lambda who, _data, moment: actions.resume_all(contact=who, now=moment),
    ReaderAct.OWN_DATA: lambda who, _data, moment: actions.ask_own_data(contact=who, now=moment),
    ReaderAct.BACK: lambda who, data, moment: actions.withdraw(
        contact=who, purpose=data["purpose"], now=moment
    ),
    ReaderAct.EVERYTHING: lambda who, _data, _moment: stop_everything(who),
}
"""What the buttons do that are about no single course."""
