"""What all drafts hold together, read in one query each: keys with their names, and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from assessments.models.questions import Choice, Question
from assessments.models.rows import Row
from assessments.models.rules import Notice, Profile, Reading, Step
from assessments.models.texts import ConditionText

NAMED: tuple[tuple[str, type[Row]], ...] = (
    ("profile", Profile),
    ("reading", Reading),
    ("step", Step),
    ("condition name", ConditionText),
)
WITH_TEXTS: Mapping[str, type[Row]] = {
    "profiles": Profile,
    "readings": Reading,
    "steps": Step,
    "conditions": ConditionText,
    "notices": Notice,
}


def named_keys() -> dict[str, dict[str, str]]:
    """The keys that passages may vary by, each with the name the author gave it, by axis."""
    found: dict[str, dict[str, str]] = {}
    for *_place, axis, key, name in sorted(_one_query(_named())):
        found.setdefault(axis, {})[key] = name or key
    names = found.pop("condition name", {})
    if "condition" in found:
        found["condition"] = {key: names.get(key, key) for key in found["condition"]}
    return found


def result_texts(columns: Mapping[str, Iterable[str]]) -> dict[int, list[str]]:
    """The texts in these columns of each draft's lists, by the draft's id."""
    texts = [
        WITH_TEXTS[name]._default_manager.order_by().values_list("assessment_id", at)
        for name, wanted in columns.items()
        for at in wanted
    ]
    found: dict[int, list[str]] = {}
    for draft, text in _one_query(texts):
        found.setdefault(draft, []).append(text)
    return found


def _named() -> Iterator[Any]:
    for axis, model in NAMED:
        yield _row(axis, model._default_manager.all(), "name")
    yield _row("condition", Question.objects.filter(kind="condition"), "key")
    choices = Choice.objects.filter(question__key="field")
    yield _row("field", choices, "label", draft="question__assessment_id")


def _row(axis: str, rows: Any, name: str, *, draft: str = "assessment_id") -> Any:
    said = {"axis": Value(axis, CharField()), "said": Cast(name, TextField())}
    columns = (draft, "position", "pk", "axis", "key", "said")
    return rows.order_by().annotate(**said).values_list(*columns)


def _one_query(parts: Iterable[Any]) -> list[tuple[Any, ...]]:
    first, *others = parts
    return list(first.union(*others, all=True).order_by())
