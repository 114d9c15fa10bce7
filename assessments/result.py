"""What a result page and a guide show of one result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.definition import Definition
from assessments.frozen import Answers
from assessments.parser import entries
from assessments.scoring import Result
from writing.facts import Facts

NONE = "none"
ALWAYS: Mapping[str, Mapping[str, Any]] = {
    "profile": {NONE: _("too little to say")},
    "toll": {
        "low": _("it has cost them little"),
        "middle": _("it has cost them something"),
        "high": _("it has cost them a lot"),
        NONE: _("too little to say"),
    },
}
"""The names of keys that no draft brings."""


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


def _name(rows: list[Mapping[str, object]], key: str) -> str:
    return next((str(row.get("name", "")) for row in rows if row.get("key") == key), "")
