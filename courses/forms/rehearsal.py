"""Whom a course is rehearsed for: a sample person, or one who is in it; where, and from when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from contacts.models import Contact
from courses import actions, schedule
from courses.actions import LessonPreview, SampleReader
from courses.models import Course, Enrollment
from health.clock import now
from practice.permissions import SEE_ANSWERS
from practice.zones import all_choices

OF_PEOPLE = ("contacts.view_contact", "courses.view_enrollment", SEE_ANSWERS)
"""What it needs to rehearse a course, or see a letter, for somebody who is in it: both go as shared
answers say.
"""


class RehearsalForm(forms.Form):
    """Empty fields are as in the sample, in UTC, from now. An address means that person, and is
    asked only of those who may see people.
    """

    reader_key = forms.ChoiceField(
        label=_("sample person"), required=False, widget=UnfoldAdminSelectWidget
    )
    answer = forms.ChoiceField(
        label=_("with the answer"), required=False, widget=UnfoldAdminSelectWidget
    )
    zone = forms.ChoiceField(label=_("time zone"), required=False, widget=UnfoldAdminSelectWidget)
    pace = forms.ChoiceField(label=_("how often"), required=False, widget=UnfoldAdminSelectWidget)
    start = forms.CharField(
        label=_("confirmed at, where the reader is"),
        required=False,
        help_text=_("Such as 2026-11-23 18:30. Empty: now."),
        widget=UnfoldAdminTextInputWidget,
    )
    email = forms.CharField(
        label=_("or somebody who is in the course"),
        required=False,
        help_text=_("An email address."),
        widget=UnfoldAdminTextInputWidget,
    )
    place = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, course: Course, of_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course = course
        self.enrollment: Enrollment | None = None
        as_is = [("", _("as in the sample"))]
        zones = [("", course.zone or "UTC"), *all_choices()]
        if not of_people:
            del self.fields["email"], self.fields["place"]
        if course.offered_paces:
            paces = [(pace.days, pace.name) for pace in course.offered_paces]
            self.fields["pace"].choices = paces  # type: ignore[attr-defined]  # ChoiceField
        else:
            del self.fields["pace"]
        self.fields["reader_key"].choices = list(actions.samples(course.offer_id).items())  # type: ignore[attr-defined]  # ChoiceField
        self.fields["answer"].choices = [*as_is, *answer_choices(course.offer_id)]  # type: ignore[attr-defined]  # ChoiceField
        self.fields["zone"].choices = zones  # type: ignore[attr-defined]  # ChoiceField

    def clean_start(self) -> datetime | None:
        text = str(self.cleaned_data["start"]).strip()
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            raise forms.ValidationError(_("Write a day and an hour: 2026-11-23 18:30.")) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        places = self.course.enrollments.select_related("course__offer", "contact", "message")
        if data.get("place"):
            self.enrollment = places.filter(uid=data["place"]).first()
        elif data.get("email"):
            contact = Contact.objects.by_email(data["email"])
            self.enrollment = places.filter(contact=contact).first() if contact else None
            if self.enrollment is None:
                self.add_error("email", _("Nobody in this course has this address."))
        return data

    def reader(self) -> SampleReader:
        """Whoever was chosen."""
        if self.enrollment:
            return as_told(self.enrollment, now=now())
        return sample_reader(self.cleaned_data, offer=self.course.offer_id)

    def lines(self) -> list[LessonPreview]:
        """The rehearsal; raises schedule.NeverOpens."""
        reader = self.reader()
        if self.enrollment:
            ones = actions.rehearsed(enrollment=self.enrollment, now=now())
            lessons = self.course.lessons.published().select_related("letter")
            return actions.shown(ones, lessons, reader)
        zone = self.cleaned_data["zone"]
        start = self.cleaned_data["start"] or now()
        if start.tzinfo is None:
            start = start.replace(tzinfo=schedule.zone(zone, self.course.zone))
        pace = int(self.cleaned_data.get("pace") or 0)
        return actions.rehearsal(
            course=self.course, reader=reader, zone=zone, start=start, pace=pace
        )

    def letters_of(self) -> dict[str, str]:
        """What tells the preview of a letter whom it is for."""
        if self.enrollment:
            return {"place": self.enrollment.uid.hex, "sent": "1"}
        data = self.cleaned_data
        return {"reader": data["reader_key"], "answer": data["answer"], "sent": "1"}


def sample_reader(data: Mapping[str, Any], *, offer: int) -> SampleReader:
    """The sample person of a form or an address; the first of them where none is named."""
    samples = actions.samples(offer)
    key = data.get("reader_key") or data.get("reader")
    reader = actions.sample(key if key in samples else next(iter(samples)), offer=offer)
    name, _colon, chosen = str(data.get("answer") or "").partition(":")
    axis = actions.other_answers(offer).get(name)
    if axis is None or chosen not in axis.keys:
        return reader
    return reader.with_answer(name, chosen, offer=offer)


def answer_choices(offer: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a sample person may have answered instead, by question."""
    return [
        (str(axis.label), [(f"{name}:{key}", axis.called(key)) for key in axis.keys])
        for name, axis in actions.other_answers(offer).items()
    ]


def reader_asked(query: Mapping[str, str], *, offer: int, now: datetime) -> SampleReader:
    """Whom a preview's address names: `place` (public id), or `reader` and `answer`."""
    try:
        uid = UUID(query.get("place", ""))
    except ValueError:
        return sample_reader(query, offer=offer)
    places = Enrollment.objects.select_related("course__offer", "contact")
    place = places.filter(uid=uid).first()
    return as_told(place, now=now) if place else sample_reader(query, offer=offer)


def as_told(place: Enrollment, *, now: datetime) -> SampleReader:
    """A real person as far as the author may know them: by answers only where these are shared."""
    reader, shared = actions.reader_of(place, now=now), place.contact.shares_answers
    names = reader.names if shared else {}
    return replace(reader, facts=reader.facts.disclosed(shared=shared), names=names)
