"""Bring people in: a file, which column is which, a look at what would happen, then it happens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from desk import csv
from desk.actions import import_contacts
from desk.views.two_factor import shown
from health.clock import now
from practice.permissions import needs
from writing.clean import cleaned

MOST_BYTES = 900_000


class FileForm(forms.Form):
    """The file, or its text once it was read."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"), required=False, widget=UnfoldAdminFileFieldWidget
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_BYTES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file"):
            data["text"] = self.read(data["file"])
        text = data.get("text") or ""
        if not self.errors and len(csv.columns(text)) < 2:
            raise forms.ValidationError(
                _("Choose a CSV file whose first line names its columns, at least two.")
            )
        if text.count("\n") > csv.MOST_ROWS:
            raise forms.ValidationError(_("At most 5,000 people at a time."))
        return data

    def read(self, file: Any) -> str:
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large: at most 900 kB at a time."))
        try:
            return cleaned(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("This is no CSV file in UTF-8. Save it as “CSV UTF-8” and try again.")
            ) from None


class ColumnsForm(forms.Form):
    """Which column is which."""

    email = forms.ChoiceField(label=gettext_lazy("Email address"))
    first_name = forms.ChoiceField(label=gettext_lazy("First name"), required=False)
    evidence = forms.ChoiceField(
        label=gettext_lazy("When, where and how they agreed"),
        help_text=gettext_lazy(
            "For example: “ticked the newsletter box at the workshop, 3 May 2026”. "
            "A row without it stays out."
        ),
    )

    tag = forms.CharField(
        label=gettext_lazy("A tag for all of them"),
        required=False,
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "Such as “workshop in May”. It also goes on those of the file who are here already."
        ),
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not isinstance(field, forms.ChoiceField):
                continue
            none = _("– none –") if name == "first_name" else _("– choose –")
            field.choices = [("", none), *((name, name) for name in names)]
        self.initial = csv.likely(names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("evidence") and data["evidence"] == data.get("email"):
            words = _("An address does not say how somebody agreed. Choose another column.")
            self.add_error("evidence", words)
        return data


@needs("contacts.add_contact")
class PeopleIn(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, file=FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        file = FileForm(request.POST, request.FILES)
        if not file.is_valid():
            return self.page(request, file=FileForm(), faults=file.errors)
        text = file.cleaned_data["text"]
        names = csv.columns(text)
        file_form = FileForm(initial={"text": text})
        if "email" not in request.POST:
            return self.page(request, file=file_form, columns=ColumnsForm(names=names), text=text)
        columns = ColumnsForm(request.POST, names=names)
        if not columns.is_valid():
            return self.page(request, file=file_form, columns=columns, text=text)
        rows = csv.incoming(text, columns.cleaned_data, sentences=sentences())
        if "bring" not in request.POST:
            outcome = import_contacts.weighed(rows)
            return self.page(request, file=file_form, columns=columns, text=text, outcome=outcome)
        tag = columns.cleaned_data["tag"]
        outcome = import_contacts.bring(rows, tag=tag, now=now())
        count = len(outcome["coming"])
        sentence = ngettext("%d person was brought in.", "%d people were brought in.", count)
        if tag and not outcome["coming"]:
            count = len(outcome["existing"])
            sentence = ngettext("%d person was tagged.", "%d people were tagged.", count)
        messages.success(request, sentence % count)
        return redirect("admin:contacts_contact_changelist")

    def page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        return shown(request, "desk/people_in.html", _("Bring people in"), **context)


def sentences() -> dict[str, str]:
    """What may be wrong with a row."""
    return {
        "email": _("no email address"),
        "twice": _("stands in the file twice"),
        "evidence": _("says nothing about when and how this person agreed"),
    }
