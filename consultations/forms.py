"""What a visitor sends: a time, a zone, and who they are. Whether the time is open, actions say."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.slots import read_start
from consultations.zones import read_zone
from contacts.addresses import normal


class StartField(forms.CharField):
    """The instant of one of the times offered."""

    def to_python(self, value: object) -> datetime | None:  # type: ignore[override]  # an instant
        text = super().to_python(value)
        if not text:
            return None
        start = read_start(text)
        if start is None:
            raise forms.ValidationError(_("That is not one of the open times. Please choose one."))
        return start

    def validate(self, value: object) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: object) -> None:
        """An instant has no further rules here."""


class ZoneField(forms.CharField):
    """The name of a time zone; an old name becomes the one it has now."""

    def clean(self, value: str | None) -> str:
        name = super().clean(value)
        zone = read_zone(name)
        if zone is None:
            raise forms.ValidationError(
                _("We do not know this time zone. Please choose one from the list.")
            )
        return zone.key


class TimeForm(forms.Form):
    """A time and the zone it was shown in."""

    start = StartField(
        max_length=40, error_messages={"required": _("Please choose one of the open times.")}
    )
    zone = ZoneField(max_length=64)


class BookForm(TimeForm):
    """Everything a booking needs."""

    email = forms.CharField(
        max_length=254,
        error_messages={"required": _("Please write the address we should send the details to.")},
    )
    first_name = forms.CharField(max_length=80, required=False)
    note = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": _("Please keep your note under 2,000 characters.")},
    )
    share = forms.BooleanField(required=False)
    request_key = forms.UUIDField(required=False)

    def clean_email(self) -> str:
        address = normal(self.cleaned_data["email"])
        if address is None:
            raise forms.ValidationError(_("This does not look like an email address."))
        return address

    def clean_first_name(self) -> str:
        return " ".join(str(self.cleaned_data["first_name"]).split())
