"""What a reader may send from her pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from courses.models import Enrollment, LastWord
from practice.zones import all_choices, zone_key


def chosen_days(text: str) -> int:
    """The days of a pace as a form sends them; what is no number is the course's own, 0."""
    return int(text) if text.isascii() and text.isdecimal() else 0


class ConfirmForm(forms.Form):
    """The browser's time zone, one that is none counts as not given; and how often."""

    zone = forms.CharField(required=False, max_length=64)
    pace = forms.CharField(required=False, max_length=8)

    def clean_pace(self) -> int | None:
        text = str(self.cleaned_data["pace"])
        return chosen_days(text) if text else None

    def clean_zone(self) -> str:
        return zone_key(str(self.cleaned_data["zone"]))


class ReaderAct(models.TextChoices):
    """What the buttons of the reader's page do."""

    PAUSE = "pause", _("Pause for two weeks")
    RESUME = "resume", _("Go on now")
    NOW = "now", _("Send me the next one now")
    PACE = "pace", _("This often")
    LEAVE = "leave", _("Stop these letters")
    AGAIN = "again", _("Send me the link to start again")
    EVERYTHING = "everything", _("Stop everything")
    PAUSE_ALL = "pause_all", _("Pause everything for a while")
    RESUME_ALL = "resume_all", _("Let everything go on")
    PAUSE_LETTERS = "pause_letters", _("Pause for two weeks")
    RESUME_LETTERS = "resume_letters", _("Go on now")
    NO_REMINDERS = "no_reminders", _("Stop the reminders")
    REMINDERS = "reminders", _("Remind me again")
    NAME = "name", _("Use this name")
    ZONE = "zone", _("Use this time zone")
    ADDRESS = "address", _("Write to me there")
    LETTERS = "letters", _("Save")
    OWN_DATA = "own_data", _("Send me the link")
    BACK = "back", _("Take this yes back")
    ANSWER = "answer", _("Send")


ABOUT_ONE_COURSE = (
    ReaderAct.PAUSE,
    ReaderAct.RESUME,
    ReaderAct.NOW,
    ReaderAct.PACE,
    ReaderAct.LEAVE,
    ReaderAct.AGAIN,
    ReaderAct.ANSWER,
)


PAUSE_DAYS = 14
PAUSES = (PAUSE_DAYS, 30)
"""For how many days everything may rest: about two weeks, a month."""


class PreferencesForm(forms.Form):
    """One button of the reader's page: what to do, and to which of her courses."""

    do = forms.ChoiceField(choices=ReaderAct)
    place = forms.UUIDField(required=False)
    purpose = forms.CharField(required=False, max_length=100)
    zone = forms.ChoiceField(required=False, label=_("Your time zone"))
    first_name = forms.CharField(required=False, max_length=80)
    days = forms.IntegerField(required=False)
    email = forms.EmailField(required=False, max_length=254)
    wants_letters = forms.BooleanField(required=False)
    pace = forms.CharField(required=False, max_length=8)
    tried = forms.ChoiceField(required=False, choices=LastWord.Tried)
    wrong = forms.CharField(required=False, max_length=4000)

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact
        self.enrollment: Enrollment | None = None
        self.fields["zone"].choices = all_choices()  # type: ignore[attr-defined]  # ChoiceField

    def clean_days(self) -> int:
        days = self.cleaned_data["days"]
        return days if days in PAUSES else PAUSE_DAYS

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        do = data.get("do")
        if do in ABOUT_ONE_COURSE:
            self.enrollment = self._place(data.get("place"))
        if do == ReaderAct.PACE and self.enrollment:
            data["pace"] = self._pace(self.enrollment)
        if do == ReaderAct.ZONE and not data.get("zone"):
            self.add_error("zone", _("Choose a time zone from the list."))
        if do == ReaderAct.ADDRESS and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the new address."))
        if do == ReaderAct.ANSWER and not data.get("tried") and "tried" not in self.errors:
            self.add_error("tried", _("Choose one of the three."))
        return data

    def _pace(self, place: Enrollment) -> int:
        """One that the course offers; whatever else was sent leaves things as they are."""
        sent = str(self.cleaned_data.get("pace", ""))
        offered = {str(pace.days): pace.days for pace in place.course.offered_paces}
        return offered.get(sent, place.pace)

    def _place(self, uid: UUID | None) -> Enrollment:
        place = Enrollment.objects.filter(contact=self.contact, uid=uid).first() if uid else None
        if place is None:
            raise forms.ValidationError(_("That course is not one of yours."))
        return place
