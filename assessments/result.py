"""What a result page and a guide show of one result."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.definition import Definition
from assessments.parts import Answers
from assessments.reader import entries
from assessments.scoring import Result
from writing.facts import Facts

NONE = "none"


def facts(result: Result | None, answers: Answers) -> Facts:
    """The enumerated facts of a result, for texts. Without one, only the field is known."""
    field = answers.get("field")
    known = Facts(field=field if isinstance(field, str) else Facts.field)
    if result is None:
        return known
    step = "deeper" if result.deeper else result.step
    return Facts(
        profile=result.profile or NONE,
        field=known.field,
        reading=result.reading,
        step=step or Facts.step,
        conditions=result.conditions,
        toll=result.toll,
        flags=frozenset(result.notices),
    )


def names(definition: Definition, known: Facts) -> Mapping[str, str]:
    """The readable names of facts, for printing; empty where there is none."""
    body, field = definition.body, definition.parts.questions.get("field")
    return {
        "profile_name": _name(entries(body, "profiles"), known.profile),
        "field_name": field.words(known.field) if field else "",
        "reading_name": _name(entries(body, "readings"), known.reading),
        "step_name": _name(entries(body, "steps"), known.step),
    }


def named_axes(definition: Definition) -> dict[str, dict[str, str]]:
    """What passages may vary by: the keys of each axis with the names the author knows them by."""
    body, field = definition.body, definition.parts.questions.get("field")
    lists = {"profile": "profiles", "reading": "readings", "step": "steps"}
    named = {axis: _names(entries(body, rows)) for axis, rows in lists.items()}
    named["profile"][NONE] = _("too little to say")
    named["field"] = {str(o.value): o.label for o in field.options} if field else {}
    named["condition"] = _names(entries(body, "conditions"))
    named["toll"] = {
        "low": _("it has cost them little"),
        "middle": _("it has cost them something"),
        "high": _("it has cost them a lot"),
        NONE: _("too little to say"),
    }
    return {
        axis: {key: named[axis].get(key) or key for key in keys}
        for axis, keys in definition.axes().items()
    }


def _names(rows: list[Mapping[str, object]]) -> dict[str, str]:
    return {str(row.get("key")): str(row.get("name", "")) for row in rows}


def _name(rows: list[Mapping[str, object]], key: str) -> str:
    return next((str(row.get("name", "")) for row in rows if row.get("key") == key), "")
