"""What a visitor sends by a sign-up form, and whether it makes sense. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import addresses
from contacts.field_keys import YES_NO_WORDS
from courses.forms import chosen_days
from landing.sign_up.boxes import ConsentBox
from landing.sign_up.schema import OWN_FIELDS, AskedField, AskedSort, FormBody
from practice.zones import zone_key

FIELD = "field-"
LONGEST_ANSWER = 300
MOST_RADIOS = 6


class JoinForm(forms.Form):
    """The address, what the author asks, the boxes; their names are those a plain form may use."""

    email = forms.CharField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Please write your email address."),
            "max_length": gettext_lazy("This is too long for an email address."),
        },
    )
    zone = forms.CharField(required=False, max_length=64)
    pace = forms.CharField(required=False, max_length=8)

    def __init__(
        self,
        data: Any = None,
        *,
        body: FormBody,
        boxes: Sequence[ConsentBox],
        needs_a_box: bool = True,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        """`needs_a_box`: nothing else comes of the form than what is ticked."""
        super().__init__(data, initial=dict(initial or {}))
        self.body, self.boxes, self.needs_a_box = body, boxes, needs_a_box
        for field in body.fields:
            self.fields[_name(field)] = _field(field)
        for box in boxes:
            self.fields[box.name] = forms.BooleanField(required=False)

    def clean_email(self) -> str:
        address = addresses.normal(str(self.cleaned_data["email"]))
        if address is None:
            raise forms.ValidationError(
                _("This does not look like an email address. One looks like name@example.org.")
            )
        return address

    def clean_zone(self) -> str:
        return zone_key(str(self.cleaned_data["zone"]))

    def clean_pace(self) -> int:
        return chosen_days(str(self.cleaned_data["pace"]))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(name.startswith(FIELD) and name not in self.fields for name in self.data):
            self.add_error(
                None, _("The form has changed since it was opened. Please look at it once more.")
            )
        if self.needs_a_box and self.boxes and not self.ticked(given):
            self.add_error(None, _("Please tick what you would like to get."))
        return given

    def ticked(self, given: dict[str, Any]) -> dict[str, str]:
        """The words of each ticked box, by its purpose."""
        return {box.purpose: box.words for box in self.boxes if given.get(box.name)}

    def answers(self) -> dict[str, str]:
        """What was answered, by the key of the field."""
        said = {
            field.key: " ".join(str(self.cleaned_data[_name(field)]).split())
            for field in self.body.fields
            if field.sort in OWN_FIELDS
        }
        return {key: value for key, value in said.items() if value}

    def questions(self) -> Iterator[tuple[AskedField, BoundField]]:
        """Each question with its box, in the author's order."""
        for field in self.body.fields:
            yield field, self[_name(field)]

    def shown_boxes(self) -> Iterator[tuple[ConsentBox, BoundField]]:
        for box in self.boxes:
            yield box, self[box.name]


def _name(field: AskedField) -> str:
    return "first_name" if field.sort is AskedSort.NAME else f"{FIELD}{field.key}"


def _field(field: AskedField) -> forms.Field:
    common: dict[str, Any] = {
        "label": field.label,
        "required": field.required,
        "error_messages": {
            "required": gettext_lazy("Please answer this one."),
            "max_length": gettext_lazy("Please keep it a little shorter."),
            "invalid_choice": gettext_lazy("Please choose one of these."),
        },
    }
    if field.sort is AskedSort.CHOICE:
        few = len(field.choices) <= MOST_RADIOS
        choices = [(choice, choice) for choice in field.choices]
        if not few:
            choices = [("", ""), *choices]
        widget = forms.RadioSelect if few else forms.Select
        return forms.ChoiceField(choices=choices, widget=widget, **common)
    if field.sort is AskedSort.YES_NO:
        return forms.ChoiceField(
            choices=[*YES_NO_WORDS.items()], widget=forms.RadioSelect, **common
        )
    longest = 80 if field.sort is AskedSort.NAME else LONGEST_ANSWER
    return forms.CharField(max_length=longest, **common)
