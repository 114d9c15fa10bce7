"""“Only for” as an author answers it: boxes to tick by name; what boxes cannot say, as a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from writing import segments
from writing.errors import Refused
from writing.rule_form import NO, YES, choices, picked, rule_text
from writing.rule_words import said
from writing.rules import spelled
from writing.segments import Axes, Axis

SHOWN = "-shown"


def in_words(rule: str, axes: Axes) -> str:
    """The rule by names; as it was typed where it cannot be read."""
    try:
        return said(rule, axes) if rule.strip() else ""
    except Refused:
        return rule


class RuleBoxes(forms.Widget):
    """A rule about readers of whom `axes` may be known. Beside the boxes stands the rule itself, to
    be written by hand: what is changed there counts before the boxes. `is_counted`: who sees people
    may ask how many the rule chooses now.
    """

    template_name = "writing/rule_boxes.html"
    use_fieldset = True

    class Media:
        js = (forms.Script("rule-count.js", type="module"),)

    def __init__(self, axes: Axes, *, is_counted: bool = False) -> None:
        super().__init__()
        self.axes, self.is_counted = axes, is_counted

    def id_for_label(self, id_: str | None) -> str:
        return ""  # a group of boxes has no one box to name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        rule = str(value or "")
        ticked = _ticked(rule, self.axes)
        shown = [] if ticked is None else _groups(name, ticked, self.axes)
        said = "" if (words := in_words(rule, self.axes)) == rule else words
        shown_in: dict[str, Any] = {"rule": rule, "groups": shown, "said": said}
        shown_in["is_counted"] = self.is_counted
        shown_in |= {"asks": spelled(self.axes.kinds), "example": _example(self.axes)}
        return super().get_context(name, value, attrs) | shown_in

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """From our own templates, which Django's renderer of forms does not read."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        typed = " ".join(str(data.get(name, "")).split())
        was = " ".join(str(data.get(name + SHOWN, typed)).split())
        before, kinds = _ticked(was, self.axes), self.axes.kinds
        if typed != was or name + SHOWN not in data or before is None:
            return typed
        many = data.getlist if hasattr(data, "getlist") else lambda key: data.get(key, [])
        after = {axis: list(many(f"{name}-{axis}")) for axis in kinds}
        wanted = rule_text(after, kinds)
        return was if wanted == rule_text(before, kinds) else wanted

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


def _example(axes: Axes) -> str:
    """A rule of two names and two words."""
    examples = [
        f'{axis.name} {"contains" if axis.sort == "keys" else "=="} "{next(iter(axis.keys))}"'
        for axis in axes.with_keys.values()
    ]
    return (
        f"{examples[0]} or (booked and not {examples[-1]})" if examples else "booked and has_name"
    )


def _ticked(rule: str, axes: Axes) -> dict[str, list[str]] | None:
    """What is ticked; None where boxes cannot say it, or would lose what the rule says."""
    try:
        ticked = picked(segments.read(rule))
    except Refused:
        return None
    return None if segments.check(rule, axes) else ticked


def _groups(name: str, ticked: Mapping[str, list[str]], axes: Axes) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{name}-{axis_name}",
            "about": axis.label,
            "boxes": [
                {"key": key, "name": _called(axis, key), "on": key in ticked.get(axis_name, ())}
                for key in choices(axis.kind)
            ],
            "on": [
                _called(axis, key) for key in choices(axis.kind) if key in ticked.get(axis_name, ())
            ],
        }
        for axis_name, axis in axes.by_name.items()
    ]


def _called(axis: Axis, key: str) -> str:
    return {YES: _("yes"), NO: _("no")}[key] if axis.sort == "flag" else axis.called(key)
