"""What a visitor sends: a time, a zone, and who they are. Whether the time is open, actions say."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.forms import PageForm
from consultations import intake
from consultations.hours import instant
from consultations.models import Booking, Meeting
from consultations.slots import read_start
from contacts.addresses import normal
from contacts.visit import masked
from practice.zones import choices, place, read_zone

THEIRS = (
    ("email", _("Their email"), _("The letters about the booking go there."), "off"),
    ("first_name", _("Their first name"), _("If you like."), "off"),
)


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


class PersonForm(forms.Form):
    """Who it is. Whoever came by the link of a letter may tick its address instead of writing one:
    it is shown masked, since letters are forwarded.
    """

    to_letter = forms.BooleanField(required=False)
    email = forms.CharField(
        max_length=254,
        error_messages={"required": _("Please write the address we should send the details to.")},
    )
    first_name = forms.CharField(max_length=80, required=False)
    request_key = forms.UUIDField(required=False)

    def __init__(self, data: Any = None, *, of_letter: str = "", **options: Any) -> None:
        """`of_letter`: the address whose letter the link stood in."""
        super().__init__(data, **options)
        self.of_letter = of_letter
        # What is ticked counts, and only while nothing else was written.
        if of_letter and data and data.get("to_letter") and not data.get("email", "").strip():
            self.is_of_letter = True
            self.data = {**data.dict(), "email": of_letter}

    is_of_letter = False

    @property
    def masked_letter(self) -> str:
        """The address of the letter, as whoever it was forwarded to may see it."""
        return masked(self.of_letter) if self.of_letter else ""

    @property
    def typed_email(self) -> str:
        """What was written, to be shown again; never the address that was only ticked."""
        return "" if self.is_of_letter else str(self["email"].value() or "")

    def clean_email(self) -> str:
        address = normal(self.cleaned_data["email"])
        if address is None:
            raise forms.ValidationError(_("This does not look like an email address."))
        return address

    def clean_first_name(self) -> str:
        return " ".join(str(self.cleaned_data["first_name"]).split())


class BookForm(TimeForm, PersonForm):
    """Everything a booking needs, in the order of the page."""

    field_order = ("start", "zone", "email", "first_name", "share")

    share = forms.BooleanField(required=False)


class NoteForm(forms.Form):
    """What they would like to talk about."""

    note = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": _("Please keep your note under 2,000 characters.")},
    )


class TimeRequestForm(PersonForm):
    """When it would suit, where no open time did."""

    zone = ZoneField(max_length=64)
    text = forms.CharField(
        max_length=1000,
        error_messages={
            "required": _("Please write a line about when it would suit you."),
            "max_length": _("Please keep it under 1,000 characters."),
        },
    )


class HerMoment(forms.DateTimeField):
    """A moment on the author's own clock, in steps of five minutes; kept in UTC."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": 300}
        )
        super().__init__(widget=picker, **options)
        self.zone = ZoneInfo("UTC")

    def clean(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            typed = super().clean(value)
        if typed is None:
            return None
        if typed.minute % 5 or typed.second:
            raise forms.ValidationError(_("Use steps of five minutes."))
        wall = typed.replace(tzinfo=None)
        return instant(self.zone, wall.date(), wall.hour * 60 + wall.minute)


class MomentForm(forms.Form):
    """Another time for a booking, by the author's clock."""

    starts = HerMoment(label=_("Start, on your clock"))

    def __init__(self, zone: ZoneInfo, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["starts"].zone = zone  # type: ignore[attr-defined]  # HerMoment's own


class HandForm(MomentForm, PersonForm):
    """A booking the author enters."""

    field_order = ("meeting", "starts", "email", "first_name", "zone")

    meeting = forms.ModelChoiceField(
        Meeting.objects.all(), empty_label=None, label=_("Kind of meeting")
    )
    zone = ZoneField(
        max_length=64,
        label=_("Their time zone"),
        help_text=_("Their letters and their calendar show the time there."),
        widget=forms.Select,
        error_messages={"required": _("Please choose where they are.")},
    )

    def __init__(self, zone: ZoneInfo, *args: Any, **named: Any) -> None:
        super().__init__(zone, *args, **named)
        own = (zone.key, _("The same as yours: %(place)s") % {"place": place(zone.key)})
        regions = list(choices().items())
        self.fields["zone"].widget.choices = [("", _("Please choose")), own, *regions]
        for name, label, help_text, autocomplete in THEIRS:
            self.fields[name].label, self.fields[name].help_text = label, help_text
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
        self.fields["email"].widget.input_type = "email"

    def booking(self) -> dict[str, Any]:
        """What `actions.book` wants of it."""
        names = ("meeting", "email", "first_name", "zone")
        sent = self.cleaned_data
        return {name: sent[name] for name in names} | {"starts_at": sent["starts"]}


class BeforePage:
    """What the author may know before an hour, all of which may stay open: her own questions of one
    booking's kind of meeting, or a note, with what was written or just sent.
    """

    def __init__(self, booking: Booking, data: QueryDict | None = None) -> None:
        draft = booking.meeting.intake.drafted() if booking.meeting.intake else {}
        words = draft.get("answers") or {}
        self.booking, self.draft = booking, draft
        self.questions = intake.questions(draft) if draft else []
        given = intake.given(self.questions, booking.intake)
        self.form = PageForm(self.questions, given, str(words.get("not_applicable", "")), data)
        self.note_form = NoteForm(data, initial={"note": booking.note})

    @property
    def title(self) -> str:
        return str(self.draft.get("title", ""))

    @property
    def lead(self) -> str:
        return str(self.draft.get("start", ""))

    @property
    def asks_note(self) -> bool:
        """A note stands in for questions; one that was written stays."""
        return not self.questions or bool(self.booking.note)

    def is_valid(self) -> bool:
        # `&`, not `and`: both say what is wrong with them at once.
        return self.form.read(may_stay_open=True) & self.note_form.is_valid()

    @property
    def note(self) -> str:
        return str(self.note_form.cleaned_data["note"])

    @cached_property
    def kept(self) -> list[dict[str, str]]:
        return intake.renewed(self.questions, self.form.clean, self.booking.intake)

    @property
    def lines(self) -> list[str]:
        """What was typed, as it is shown where it cannot be kept any more."""
        return [row["answer"] for row in self.kept] + ([self.note] if self.note else [])

    @property
    def is_written(self) -> bool:
        return bool(self.booking.note or self.booking.intake)
