"""What the author does for one person, from that person's page: by POST, and noted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from contacts import actions as contacts
from contacts import erase
from contacts.models import Contact, ContactField, ContactTag
from courses import actions as courses
from courses.actions import SentNow
from courses.models import Enrollment
from desk.actions import erasure, export, timeline
from desk.views.two_factor import shown
from guides import actions as guides
from health.clock import now
from practice.permissions import SEE_ANSWERS, needs

PAUSE_DAYS = 14
CHANGE_PEOPLE = "contacts.change_contact"


def note(request: HttpRequest, contact: Contact, words: str, *, flag: int = CHANGE) -> None:
    """One line in the history of changes."""
    LogEntry.objects.log_actions(
        user_id=request.user.pk or 0,
        queryset=[contact],
        action_flag=flag,
        change_message=words,
        single_object=True,
    )


def place_of(request: HttpRequest) -> int:
    """The id of what the button stands beside; 0 where what was sent is no number."""
    sent = request.POST.get("place", "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0


def chosen(request: HttpRequest, contact: Contact) -> Enrollment:
    """The place in a course the button stands beside."""
    return get_object_or_404(contact.enrollments, pk=place_of(request))


def pause(request: HttpRequest, contact: Contact, moment: datetime) -> str:
    courses.pause(enrollment=chosen(request, contact), days=PAUSE_DAYS, now=moment)
    return _("Paused for two weeks. Then the letters go on by themselves.")


def resume(request: HttpRequest, contact: Contact, moment: datetime) -> str:
    courses.resume(enrollment=chosen(request, contact), now=moment)
    return _("The letters go on.")


def send_now(request: HttpRequest, contact: Contact, moment: datetime) -> str:
    answers = {
        SentNow.QUEUED: _("The next lesson is on its way."),
        SentNow.ON_ITS_WAY: _("The next lesson is on its way already."),
        SentNow.ALREADY_TODAY: _("There was a lesson today; the next can go tomorrow."),
        SentNow.NOT_NOW: _("It cannot go now. The reasons stand below."),
    }
    return answers[courses.send_now(enrollment=chosen(request, contact), now=moment)]


def guide_again(_request: HttpRequest, contact: Contact, moment: datetime) -> str:
    copy = timeline.newest_guide(contact)
    if copy is None:
        return _("This person has no guide.")
    guides.send_again(copy=copy, now=moment)
    return _("The guide goes out again; at most once a day, so perhaps tomorrow.")


def unsubscribe(_request: HttpRequest, contact: Contact, moment: datetime) -> str:
    stopped = contacts.unsubscribe(contact=contact, purpose=contacts.EVERYTHING, now=moment)
    if not stopped:
        return _("There was nothing to stop.")
    return _("No more letters to this person, unless they ask again.")


def tag(request: HttpRequest, contact: Contact, moment: datetime) -> str:
    label = request.POST.get("label", "")
    tagged = contacts.tag(contact=contact, label=label, source=ContactTag.PutOnBy.HAND, now=moment)
    return _("Tagged “%s”.") % tagged if tagged else _("Type the tag first, in letters or digits.")


def untag(request: HttpRequest, contact: Contact, _moment: datetime) -> str:
    worn = get_object_or_404(contact.tags, pk=place_of(request))
    worn.delete()
    return _("The tag “%s” is off.") % worn.tag


def field(request: HttpRequest, contact: Contact, moment: datetime) -> str:
    """What the author knows of a field. The note of it names the field, never what was typed."""
    asked = get_object_or_404(ContactField, pk=place_of(request))
    value = contacts.clean_value(asked, request.POST.get("value", ""))
    if value is None:
        return _("“%s” is as it was: please choose one of its answers.") % asked
    contacts.set_field(contact=contact, key=asked.key, value=value, now=moment)
    return (_("“%s” is kept.") if value else _("“%s” is empty now.")) % asked


ACTS: dict[str, Callable[[HttpRequest, Contact, datetime], str]] = {
    "pause": pause,
    "resume": resume,
    "send-now": send_now,
    "guide-again": guide_again,
    "unsubscribe": unsubscribe,
    "tag": tag,
    "untag": untag,
    "field": field,
}


@needs(CHANGE_PEOPLE)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One button of a person's page."""
    contact = get_object_or_404(Contact, pk=pk)
    if verb not in ACTS:
        raise Http404
    sentence = ACTS[verb](request, contact, now())
    note(request, contact, sentence)
    messages.info(request, sentence)
    return redirect("admin:contacts_contact_change", pk)


@needs(CHANGE_PEOPLE, SEE_ANSWERS)
@require_safe
def everything(_request: HttpRequest, pk: int) -> HttpResponse:
    """What is held about a person, as a file for them; their answers only by export_person."""
    contact = get_object_or_404(Contact, pk=pk)
    text = json.dumps(export.for_author(contact), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    name = slugify(contact.first_name) or "person"
    response["Content-Disposition"] = f'attachment; filename="{name}-{contact.uid.hex[:8]}.json"'
    return response


@needs("contacts.delete_contact")
class Erase(View):
    """What goes and what stays; then, with the address typed as proof, it goes."""

    def get(self, request: HttpRequest, pk: int, fault: str = "") -> HttpResponse:
        contact = get_object_or_404(Contact, pk=pk)
        preview = erasure.preview(contact, now=now())
        return shown(
            request,
            "desk/erase.html",
            _("Erase a person"),
            person=contact,
            preview=preview,
            zone=contact.zone or "UTC",
            fault=fault,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        contact = get_object_or_404(Contact, pk=pk)
        if request.POST.get("email", "").strip().casefold() != contact.email.casefold():
            return self.get(request, pk, _("Type the address as it stands above."))
        note(request, contact, "", flag=DELETION)
        erase.forget(contact=contact, now=now())
        messages.success(request, _("Erased. Only a fingerprint of the address stays."))
        return redirect("admin:contacts_contact_changelist")
