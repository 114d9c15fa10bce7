"""Every row of a draft, of thirteen tables, read in one query."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import CharField, Value
from django.db.models.functions import JSONObject

from assessments.models.questions import AnswerLabel, Choice, Page, Question
from assessments.models.rules import Group, Measure, Notice, Profile, Reading, Scale, Step
from assessments.models.texts import ConditionText, LandingItem

Rows = Mapping[str, list[Any]]
TABLES: Mapping[str, type[models.Model]] = {
    "answerlabels": AnswerLabel,
    "landingitems": LandingItem,
    "groups": Group,
    "scales": Scale,
    "measures": Measure,
    "readings": Reading,
    "profiles": Profile,
    "steps": Step,
    "notices": Notice,
    "conditiontexts": ConditionText,
    "pages": Page,
    "questions": Question,
    "choices": Choice,
}
"""The lists of a draft by the names it calls them; choices belong to its questions."""


def rows_of(draft_id: int | None) -> Rows:
    """The rows of each list in their order, each joined to its group, scale, page and choices."""
    parts = [_as_json(name, model, draft_id) for name, model in TABLES.items()]
    found: dict[str, list[Any]] = {name: [] for name in TABLES}
    for name, values in parts[0].union(*parts[1:], all=True).order_by():
        found[name].append(_made(TABLES[name], values))
    for name, model in TABLES.items():
        found[name].sort(key=attrgetter(*(str(column) for column in model._meta.ordering or ())))
    _join(found)
    return found


def _as_json(name: str, model: type[models.Model], draft_id: int | None) -> Any:
    """(name, the columns as JSON) of each row: what all tables have in common."""
    columns = {field.attname: field.attname for field in model._meta.concrete_fields}
    of_draft = "question__assessment" if model is Choice else "assessment"
    rows = model._default_manager.filter(**{of_draft: draft_id}).order_by()
    rows = rows.annotate(table=Value(name, CharField()), told=JSONObject(**columns))
    return rows.values_list("table", "told")


def _made(model: type[models.Model], values: Mapping[str, Any]) -> models.Model:
    """A row as if it had been read from its own table."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    return model.from_db("default", names, [f.to_python(values[f.attname]) for f in fields])


def _join(rows: Rows) -> None:
    groups, scales, pages = (
        {row.pk: row for row in rows[name]} for name in ("groups", "scales", "pages")
    )
    choices: dict[int, list[Choice]] = {}
    for choice in rows["choices"]:
        choices.setdefault(choice.question_id, []).append(choice)
    for scale in rows["scales"]:
        scale.group = groups.get(scale.group_id)
    for question in rows["questions"]:
        question.scale = scales.get(question.scale_id)
        question.page = pages.get(question.page_id)
        question.choices_at_hand = choices.get(question.pk, [])
