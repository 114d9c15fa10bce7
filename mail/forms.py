"""A system letter's draft: checked when saved, so that publishing never surprises."""

from __future__ import annotations

from typing import Any

from django import forms

from mail import actions
from mail.models import SystemLetter
from mail.words import words


class SystemLetterForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = SystemLetter
        fields = ("name", "subject", "preheader", "body")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        faults = actions.check(
            subject=cleaned.get("subject", ""),
            preheader=cleaned.get("preheader", ""),
            source=cleaned.get("body", ""),
            passages={},
            vocabulary=words(self.instance.key).vocabulary,
        )
        for fault in faults:
            self.add_error("body", str(fault))
        return cleaned
