"""“Only for” as an author answers it: boxes to tick by name; what boxes cannot say, as a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from writing import audience
from writing.audience import ABOUT, AXIS_OF, NAMES, Names
from writing.errors import Refused
from writing.rule_form import NO, YES, choices, picked, rule_text
from writing.rules import spelled

SHOWN = "-shown"


def names() -> Names:
    """By axis, what the author calls each key (settings.AXIS_NAMES says who knows)."""
    found: Names = import_string(settings.AXIS_NAMES)()
    return found


def in_words(rule: str) -> str:
    """The rule by names; as it was typed where it cannot be read."""
    try:
        return audience.said(rule, names()) if rule.strip() else ""
    except Refused:
        return rule


class RuleBoxes(forms.Widget):
    """A rule of `writing.audience`. Beside the boxes stands the rule itself, to be written by hand:
    what is changed there counts before the boxes.
    """

    template_name = "writing/rule_boxes.html"
    use_fieldset = True

    def id_for_label(self, id_: str | None) -> str:
        return ""  # a group of boxes has no one box to name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        rule = str(value or "")
        ticked = _ticked(rule)
        shown = [] if ticked is None else _groups(name, ticked, names())
        said = "" if (words := in_words(rule)) == rule else words
        known = {"rule": rule, "groups": shown, "said": said, "asks": spelled(NAMES)}
        return super().get_context(name, value, attrs) | known

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """From our own templates, which Django's renderer of forms does not read."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        typed = " ".join(str(data.get(name, "")).split())
        was = " ".join(str(data.get(name + SHOWN, typed)).split())
        before = _ticked(was)
        if typed != was or name + SHOWN not in data or before is None:
            return typed
        many = data.getlist if hasattr(data, "getlist") else lambda key: data.get(key, [])
        after = {one: list(many(f"{name}-{one}")) for one in NAMES}
        wanted = rule_text(after, NAMES)
        return was if wanted == rule_text(before, NAMES) else wanted

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


def _ticked(rule: str) -> dict[str, list[str]] | None:
    try:
        return picked(audience.read(rule))
    except Refused:
        return None


def _groups(name: str, ticked: Mapping[str, list[str]], known: Names) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{name}-{one}",
            "about": ABOUT[one],
            "boxes": [
                {"key": key, "name": _called(one, key, known), "on": key in ticked.get(one, ())}
                for key in choices(kind)
            ],
            "on": [_called(one, key, known) for key in choices(kind) if key in ticked.get(one, ())],
        }
        for one, kind in NAMES.items()
    ]


def _called(name: str, key: str, known: Names) -> str:
    flags = {YES: _("yes"), NO: _("no")}
    axis = known.get(AXIS_OF.get(name, name), {})
    return flags[key] if NAMES[name].sort == "flag" else axis.get(key, key)
