"""The texts of the assessment on the page that shows them: result, start page, first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from assessments import actions as assessments
from assessments import checks, files, result
from assessments.definition import Definition
from assessments.models import Assessment
from assessments.result_page import ResultPage
from assessments.schema import AssessmentBody
from assessments.scoring import Result
from desk import texts
from desk.actions.preview.outcome import EditedText, PreviewOutcome
from desk.actions.preview.samples import Person, person
from mail.actions import sample_values
from practice.models import constants
from publishing import places
from publishing.forms import place_of
from writing.errors import Fault, Refused
from writing.facts import Facts
from writing.passages import PassageText
from writing.render import Scope
from writing.variables import RESULT

KEY = "sample-of-this-preview"


@dataclass(frozen=True)
class Finished:
    """What the result page asks of a finished attempt."""

    key: str
    finished_at: datetime


def look(asked: EditedText, *, now: datetime) -> PreviewOutcome:
    faults = faults_of(asked)
    draft = Assessment.objects.filter(pk=asked.pk or 0).first()
    if faults or draft is None:
        return PreviewOutcome(faults=tuple(faults))
    text = texts.text_of(asked.label, asked.name)
    body, rows, key = _with_text(draft, asked)
    if text is not None and text.page == "start":
        context: dict[str, Any] = {"body": body, "slug": draft.slug, "source": {}}
        return PreviewOutcome(template="assessments/start.html", context=context)
    if text is not None and text.page == "first":
        return _first(body)
    try:
        definition = Definition.from_body(body)
        reader = person(asked.person, definition)
    except (Refused, LookupError):
        return PreviewOutcome()
    return shown(definition, _reading(reader, rows, key), now=now)


def faults_of(asked: EditedText) -> list[Fault]:
    """What stands against the text, by the rules of its place."""
    text = texts.text_of(asked.label, asked.name)
    if text is not None and not text.blocks:
        return checks.plain_faults(asked.text)
    return assessments.text_faults({"text": asked.text}).get("text", [])


def _with_text(draft: Assessment, asked: EditedText) -> tuple[dict[str, Any], str, str]:
    """The body with the text in its place; the list and the key of the item it stands in."""
    place, body = place_of(asked.name), draft.body
    flattened = places.flat(body) | {place: asked.text}
    with_text = AssessmentBody.model_validate(places.nested(AssessmentBody, flattened))
    said = files.plain(with_text, **assessments.frozen_with(draft))
    item = place.rpartition("/")[0]
    return said, item.partition("/")[0], str(flattened.get(f"{item}/key", ""))


def _first(body: Mapping[str, Any]) -> PreviewOutcome:
    context = {
        "landing": body.get("landing") or {"title": body["title"]},
        **{name: body.get(name, "") for name in ("title", "promise", "mirror", "safety")},
        "minutes": body.get("minutes", 5),
        "start_url": "/",
    }
    return PreviewOutcome(template="assessments/landing.html", context=context)


def _reading(reader: Person, rows: str, key: str) -> Person:
    """Somebody whose result shows the row that is being written."""
    told, facts = reader.result, reader.facts
    if not key:
        return reader
    changed: dict[str, Result] = {
        "profiles": replace(told, profile=key),
        "readings": replace(told, reading=key),
        "conditions": replace(told, conditions=tuple(dict.fromkeys((key, *told.conditions)))),
        "notices": replace(told, notices=tuple(dict.fromkeys((*told.notices, key)))),
        "steps": replace(told, step=key, deeper=key == reader.definition.deeper),
    }
    told = changed.get(rows, told)
    known = replace(result.facts(told, reader.answers), has_name=facts.has_name)
    names = result.names(reader.definition, known)
    return replace(reader, result=told, facts=known, names=names)


def shown(
    definition: Definition,
    reader: Person,
    *,
    now: datetime,
    passages: Mapping[str, PassageText] | None = None,
) -> PreviewOutcome:
    """The whole result page; `passages` in place of those of the draft."""
    known = assessments.passages() if passages is None else passages
    values = sample_values(set(RESULT.bare)) | {"date": date_format(now, "DATE_FORMAT")}
    facts: Facts = reader.facts
    scope = Scope(facts, reader.names, known, constants(), values)
    context = {
        "attempt": Finished(KEY, now),
        "body": definition.body,
        "slug": definition.slug,
        "shown": ResultPage(definition, reader.result, reader.answers, scope),
        "ends": _ends(definition),
        "request_form": "assessments/_request.html",
        "site_url": settings.SITE_URL,
    }
    return PreviewOutcome(template="assessments/result.html", context=context)


def _ends(definition: Definition) -> tuple[str, str]:
    rated = (q for q in definition.parts.questions.values() if q.scale and q.options)
    options = next((question.options for question in rated), ())
    return (options[0].label, options[-1].label) if options else ("", "")
