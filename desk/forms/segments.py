"""A saved segment as the author makes one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextInputWidget

from contacts.field_keys import key_of_tag
from contacts.models import Segment
from mail.actions.person_facts import field_axes
from mail.sample_readers import reader_axes
from publishing import announce
from writing import segments
from writing.forms import RuleBoxes
from writing.segments import Axes


def own_axes() -> Axes:
    """What the rule of a segment may ask: anything but another segment, answers last."""
    return field_axes().joined(reader_axes()).disclosable


class SegmentForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A name, and a rule that can be read."""

    enter_saves = True

    class Meta:
        model = Segment
        fields = ("name", "rule")
        widgets: ClassVar = {"name": UnfoldAdminTextInputWidget()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rule" in self.fields:  # not on the page of whoever may only look
            self.axes = own_axes()
            self.fields["rule"].widget = RuleBoxes(self.axes, is_counted=True)
            self.fields["rule"].help_text = _(
                "Ticks in one line mean “or”; lines together mean “and”. Nothing ticked: everybody."
            )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        key = key_of_tag(name)
        if Segment.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another segment has this name."))
        return name

    def clean_rule(self) -> str:
        rule = str(self.cleaned_data["rule"])
        if faults := segments.check(rule, self.axes):
            raise forms.ValidationError([str(fault) for fault in faults])
        row = self.instance
        begins_to_ask = row.pk and segments.asks_answers(rule) and not row.asks_answers
        if begins_to_ask and announce.naming(row.reference):
            raise forms.ValidationError(
                _(
                    "Letters or lessons use this segment, and were written for people of whom no "
                    "answer is asked. Make another segment for answers."
                )
            )
        return rule

    def save(self, commit: bool = True) -> Segment:
        """With a key for rules; it stays, whatever the segment is called later."""
        self.instance.key = self.instance.key or key_of_tag(self.instance.name)
        saved: Segment = super().save(commit)
        return saved
