"""What the author may save as a course or a lesson."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from courses import schedule
from courses.models import Course
from courses.models.validators import validate_holidays, validate_paces
from courses.schedule import WEEKDAYS, Timetable
from courses.timetable import holidays_in
from health.clock import now
from publishing.forms import DocumentForm

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
        super().__init__(choices=DAYS, label=_("Send on"), **kwargs)


class CourseForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A course whose timetable opens some day."""

    send_days = DaysField()

    class Meta:
        model = Course
        fields = (
            *("title", "slug", "description", "offer", "state"),
            *("send_days", "send_hour", "window_hours", "zone", "holidays", "paces", "restart"),
            *("then", "tag_joined", "tag_finished"),
            *("consent_wording", "consent_confirm"),
        )
        help_texts: ClassVar = {
            "send_hour": _("By each reader's own clock: 9 is in the morning, 18 at six."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "then" in self.fields:  # not on the page of whoever may only look
            others = Course.objects.exclude(pk=self.instance.pk)
            self.fields["then"].queryset = others  # type: ignore[attr-defined]  # a choice of rows
        boxes = {"description", "holidays", "paces", "consent_wording", "consent_confirm"}
        for name in boxes & {*self.fields}:
            self.fields[name].widget.attrs["rows"] = 3

    def clean_holidays(self) -> str:
        days_off = str(self.cleaned_data["holidays"])
        validate_holidays(days_off)
        return days_off

    def clean_paces(self) -> str:
        paces = str(self.cleaned_data["paces"])
        validate_paces(paces)
        return paces

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


class LessonColumns(DocumentForm):
    """What is said of a lesson's place in its course and of its days."""

    send_days = DaysField(required=False, help_text=_("None ticked: the days of the course."))

    class Meta:
        help_texts: ClassVar = {
            "position": _("Simpler: drag the lessons into their order on the course's page."),
            "send_hour": _("Empty: the hour of the course. 9 is in the morning, 18 at six."),
        }
