"""What a visitor sends to get the guide, and whether it makes sense."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.answers import InvalidAnswers
from contacts import addresses
from courses import actions as courses
from courses.forms import chosen_days
from guides import actions
from guides.models import Guide, GuideCopy
from practice.zones import zone_key


class AddressForm(forms.Form):
    """An address, as the request and its correction ask for it."""

    email = forms.CharField(
        label=_("Your email address"),
        max_length=254,
        error_messages={
            "required": _("Please write the address the guide should go to."),
            "max_length": _("This is too long for an email address."),
        },
    )

    def clean_email(self) -> str:
        address = addresses.normal(str(self.cleaned_data["email"]))
        if address is None:
            raise forms.ValidationError(
                _("This does not look like an email address. One looks like name@example.org.")
            )
        return address


class LettersAddressForm(AddressForm):
    """The address whose letters somebody wants to see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message = _("Please write the address your letters come to.")
        self.fields["email"].error_messages["required"] = message


class RequestForm(AddressForm):
    """The whole request; nothing but the address is needed."""

    first_name = forms.CharField(
        label=_("Your first name, if you like"),
        required=False,
        max_length=80,
        error_messages={"max_length": _("Please keep it under 80 letters.")},
    )
    zone = forms.CharField(required=False, max_length=64)
    paper = forms.ChoiceField(required=False, choices=GuideCopy.Paper)
    letters = forms.BooleanField(required=False)
    pace = forms.CharField(required=False, max_length=8)
    share = forms.BooleanField(required=False)
    later = forms.BooleanField(required=False)

    def clean_zone(self) -> str:
        return zone_key(str(self.cleaned_data["zone"]))

    def clean_pace(self) -> int:
        return chosen_days(self.cleaned_data["pace"])


class PreviewForm(forms.Form):
    """Whom to show the draft to, and on which paper."""

    person = forms.ChoiceField(label=_("As"), required=False)
    paper = forms.ChoiceField(label=_("On"), choices=GuideCopy.Paper)
    sheet = forms.CharField(
        label=_("Or as somebody with these answers (an answer sheet, pasted)"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, guide: Guide, **options: Any) -> None:
        super().__init__(*args, **options)
        self.guide = guide
        self.fields["person"].choices = list(courses.samples(guide.offer_id).items())  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """`answers`: the sheet that is meant, the pasted one before the sample person's."""
        given = super().clean() or {}
        text, person = str(given.get("sheet") or "").strip(), given.get("person")
        if self.errors:
            return given
        try:
            given["answers"] = (
                actions.pasted(self.guide, text)
                if text
                else actions.sampled(self.guide, str(person))
            )
        except InvalidAnswers as wrong:
            self.add_error("sheet", str(wrong))
        except LookupError:
            self.add_error("person", _("Choose a person, or paste an answer sheet."))
        return given


class GuideAct(models.TextChoices):
    """What the buttons of the pages around a guide do."""

    AGAIN = "again", _("Send it again")
    CORRECT = "correct", _("Send it there")
    A4 = "a4", _("Make it for A4 paper")
    LETTER = "letter", _("Make it for US Letter paper")
    RENEW = "renew", _("Send me a fresh link")
    MINE = "mine", _("This is mine")
    REMAKE = "remake", _("Make the file again")


class ButtonForm(forms.Form):
    """Which button was pressed."""

    do = forms.ChoiceField(choices=GuideAct)

    def pressed(self) -> str:
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return str(data.get("do", ""))


class SayForm(forms.Form):
    """What the mailbox says of its open askings: one button, ticked lines, or "not me".

    A ticked line is `<asking>:me`, or `<asking>:<what would change>`.
    """

    ME, TICKED, NONE = "me", "ticked", "none"

    do = forms.ChoiceField(choices=[(name, name) for name in (ME, TICKED, NONE)], required=False)
    asking = forms.MultipleChoiceField(required=False)
    yes = forms.MultipleChoiceField(required=False)
    zone = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, lines: Mapping[str, Collection[str]], **options: Any) -> None:
        """`lines`: what each open asking would change, by its id."""
        super().__init__(*args, **options)
        offered = [f"{uid}:{name}" for uid, names in lines.items() for name in (self.ME, *names)]
        self.fields["asking"].choices = [(uid, uid) for uid in lines]  # type: ignore[attr-defined]  # a choice field
        self.fields["yes"].choices = [(line, line) for line in offered]  # type: ignore[attr-defined]  # a choice field

    def clean_zone(self) -> str:
        return zone_key(str(self.cleaned_data["zone"]))

    def ticked(self) -> dict[str, set[str]]:
        """What was ticked of each asking that has a tick."""
        boxes: dict[str, set[str]] = {}
        for line in self.cleaned_data["yes"]:
            uid, _colon, name = line.partition(":")
            boxes.setdefault(uid, set()).add(name)
        return boxes
