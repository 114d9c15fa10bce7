"""A one-off letter's draft: checked when saved, so that letting it go never surprises."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mail import actions
from mail.models import Mailing
from writing import audience
from writing.faults import Refused
from writing.forms import RuleBoxes


class MailingForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = Mailing
        fields = ("name", "subject", "preheader", "body", "audience", "send_on", "hour")
        widgets: ClassVar = {"audience": RuleBoxes}
        help_texts: ClassVar = {
            "audience": _(
                "Nothing ticked: everybody who agreed to letters. Ticks in one line mean “or”; "
                "lines together mean “and”. A rule about answers reaches only people who let you "
                "see theirs; for everybody else, write versions inside the letter."
            )
        }

    def clean_audience(self) -> str:
        rule: str = self.cleaned_data["audience"]
        try:
            audience.read(rule)
        except Refused as refused:
            raise forms.ValidationError([str(fault) for fault in refused.faults]) from refused
        return rule

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.fields:
            return cleaned
        texts = ("name", "subject", "preheader", "body")
        mailing = Mailing(**{name: cleaned.get(name, "") for name in texts})
        try:
            actions.check_mailing(mailing=mailing)
        except Refused as refused:
            for fault in refused.faults:
                self.add_error("body", str(fault))
        return cleaned
