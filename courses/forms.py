"""What a reader may send from her pages, and what the author may save as a course or a lesson."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from contacts.models import Contact
from courses import actions, schedule
from courses.models import Course, Enrollment, Lesson
from courses.models.course import validate_holidays
from courses.plan import holidays_in
from courses.schedule import WEEKDAYS, Timetable, known_zones
from pulse.clock import now


def zone_choices() -> list[tuple[str, str]]:
    """Places people live in, by name; technical names of zones are left out."""
    technical = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
    places = [name for name in known_zones() if "/" in name and not name.startswith(technical)]
    return [(name, name.replace("_", " ")) for name in [*sorted(places), "UTC"]]


class ConfirmForm(forms.Form):
    """The browser's time zone; one that is none counts as not given."""

    zone = forms.CharField(required=False, max_length=64)

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"])
        return zone if zone in known_zones() else ""


class Do(models.TextChoices):
    """What the buttons of the reader's page do."""

    PAUSE = "pause", _("Pause for two weeks")
    RESUME = "resume", _("Go on now")
    NOW = "now", _("Send me the next one now")
    LEAVE = "leave", _("Stop these letters")
    AGAIN = "again", _("Send me the link to start again")
    EVERYTHING = "everything", _("Stop everything")
    ZONE = "zone", _("Use this time zone")


ABOUT_ONE_COURSE = (Do.PAUSE, Do.RESUME, Do.NOW, Do.LEAVE, Do.AGAIN)


class PreferencesForm(forms.Form):
    """One button of the reader's page: what to do, and to which of her courses."""

    do = forms.ChoiceField(choices=Do)
    place = forms.UUIDField(required=False)
    zone = forms.ChoiceField(required=False, label=_("Your time zone"))

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact
        self.enrollment: Enrollment | None = None
        self.fields["zone"].choices = zone_choices()  # type: ignore[attr-defined]  # ChoiceField

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        do = data.get("do")
        if do in ABOUT_ONE_COURSE:
            self.enrollment = self._place(data.get("place"))
        if do == Do.ZONE and not data.get("zone"):
            self.add_error("zone", _("Choose a time zone from the list."))
        return data

    def _place(self, uid: UUID | None) -> Enrollment:
        place = Enrollment.objects.filter(contact=self.contact, uid=uid).first() if uid else None
        if place is None:
            raise forms.ValidationError(_("That course is not one of yours."))
        return place


DAYS = tuple(
    zip(
        WEEKDAYS,
        (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")),
        strict=True,
    )
)


class DaysField(forms.MultipleChoiceField):
    """Weekdays to tick."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=DAYS, label=_("send on"), **kwargs)


class CourseForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A course whose timetable opens some day."""

    send_days = DaysField()

    class Meta:
        model = Course
        fields = (
            *("title", "slug", "description", "state"),
            *("send_days", "send_hour", "window_hours", "zone", "holidays", "restart"),
            *("consent_wording", "consent_confirm"),
        )

    def clean_holidays(self) -> str:
        days_off = str(self.cleaned_data["holidays"])
        validate_holidays(days_off)
        return days_off

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"send_days", "send_hour", "window_hours", "holidays"} <= set(data):
            timetable = Timetable(
                days=frozenset(data["send_days"]),
                hour=data["send_hour"],
                hours=data["window_hours"],
                holidays=holidays_in(data["holidays"]),
            )
            if schedule.never_opens(timetable, now=now()):
                self.add_error("holidays", _("With these days off, no lesson could ever go."))
        return data


WORDS = ("subject", "preheader", "body")


class LessonForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A lesson whose text could be published as it stands."""

    send_days = DaysField(required=False, help_text=_("None ticked: the days of the course."))

    class Meta:
        model = Lesson
        fields = (
            *("course", "position", "key", "title", *WORDS),
            *("delay_days", "send_days", "send_hour", "audience"),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for fault in actions.faults(Lesson(**{name: data.get(name, "") for name in WORDS})):
            self.add_error("body", str(fault))
        return data
