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


class ConfirmForm(forms.Form):
    """The browser's time zone; one that is none counts as not given."""

    zone = forms.CharField(required=False, max_length=64)

    def clean_zone(self) -> str:
        return zone_key(str(self.cleaned_data["zone"]))


class ReaderAct(models.TextChoices):
    """What the buttons of the reader's page do."""

    PAUSE = "pause", _("Pause for two weeks")
    RESUME = "resume", _("Go on now")
    NOW = "now", _("Send me the next one now")
    LEAVE = "leave", _("Stop these letters")
    AGAIN = "again", _("Send me the link to start again")
    EVERYTHING = "everything", _("Stop everything")
    ZONE = "zone", _("Use this time zone")
    ADDRESS = "address", _("Write to me there")
    LETTERS = "letters", _("Save")
    BACK = "back", _("Take this yes back")
    ANSWER = "answer", _("Send")


ABOUT_ONE_COURSE = (
    ReaderAct.PAUSE,
    ReaderAct.RESUME,
    ReaderAct.NOW,
    ReaderAct.LEAVE,
    ReaderAct.AGAIN,
    ReaderAct.ANSWER,
)


class PreferencesForm(forms.Form):
    """One button of the reader's page: what to do, and to which of her courses."""

    do = forms.ChoiceField(choices=ReaderAct)
    place = forms.UUIDField(required=False)
    purpose = forms.CharField(required=False, max_length=100)
    zone = forms.ChoiceField(required=False, label=_("Your time zone"))
    email = forms.EmailField(required=False, max_length=254)
    wants_letters = forms.BooleanField(required=False)
    tried = forms.ChoiceField(required=False, choices=LastWord.Tried)
    wrong = forms.CharField(required=False, max_length=4000)

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact
        self.enrollment: Enrollment | None = None
        self.fields["zone"].choices = all_choices()  # type: ignore[attr-defined]  # ChoiceField

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        do = data.get("do")
        if do in ABOUT_ONE_COURSE:
            self.enrollment = self._place(data.get("place"))
        if do == ReaderAct.ZONE and not data.get("zone"):
            self.add_error("zone", _("Choose a time zone from the list."))
        if do == ReaderAct.ADDRESS and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the new address."))
        if do == ReaderAct.ANSWER and not data.get("tried") and "tried" not in self.errors:
            self.add_error("tried", _("Choose one of the three."))
        return data

    def _place(self, uid: UUID | None) -> Enrollment:
        place = Enrollment.objects.filter(contact=self.contact, uid=uid).first() if uid else None
        if place is None:
            raise forms.ValidationError(_("That course is not one of yours."))
        return place
