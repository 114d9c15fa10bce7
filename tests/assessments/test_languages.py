"""No interface string was missed: in a made-up language every word of ours carries its marks.

The author's own words are replaced by signs without letters, so only ours are left.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.functional import Promise

from assessments import actions
from assessments.admin.parts import PARTS
from assessments.models import Assessment, Attempt, Edition
from practice.models import Practice
from tests.pseudo import missed, pseudo

START = "/assessment/0/"
STAYS = {"key", "kind", "when", "scale", "group", "of", "mode", "value", "questions"}
LAST = 11


def wordless(value: Any, name: str = "") -> Any:
    """The same body without a letter in what readers see."""
    if isinstance(value, dict):
        return {key: wordless(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [wordless(part, "key" if name in STAYS and _keys(value) else "") for part in value]
    return "–" if isinstance(value, str) and name not in STAYS else value


def _keys(value: list[Any]) -> bool:
    return all(isinstance(part, str) for part in value)


@pytest.fixture
def silent(
    db: None, body: dict[str, Any], at: Callable[[datetime], None], moment: datetime
) -> Assessment:
    """The starter assessment, published without a word in it, by a practice without a name."""
    at(moment)
    practice = Practice.objects.the()
    for field in Practice._meta.fields:
        if field.get_internal_type() in ("CharField", "TextField", "EmailField"):
            keeps = field.name in ("zone", "accent")
            setattr(practice, field.name, getattr(practice, field.name) if keeps else "0")
    practice.save()
    body["pages"][0]["questions"] += ["note", "days"]
    body["questions"] += [
        {"key": "note", "kind": "text", "text": "–"},
        {"key": "days", "kind": "several", "text": "–", "choices": [{"key": "mon", "label": "–"}]},
    ]
    plain = wordless(body) | {"passages": {}, "slug": "0"}
    assessment = Assessment.objects.create(slug="0", title="–", promise="–")
    assessment.edition = Edition.objects.create(
        assessment=assessment, number=1, body=plain, published_at=moment
    )
    assessment.save()
    return assessment


def finished(assessment: Assessment, moment: datetime, previous: Attempt | None = None) -> Attempt:
    attempt = actions.start(assessment=assessment, source={}, previous=previous, now=moment)
    answers = {
        key: question.options[-1].value
        for key, question in attempt.definition.questions.items()
        if question.options and not question.kind.many
    }
    actions.answer(attempt=attempt, answers=answers, page=LAST, now=moment)
    return actions.finish(attempt=attempt, now=moment)


def test_marks_are_looked_for_everywhere() -> None:
    page = '<meta name="description" content="Missed"><p title="⟦a⟧">⟦b {c}⟧ <b>d</b></p>'

    assert missed(page) == ["Missed", "d"]


@pytest.mark.parametrize("path", ["/", START, "/privacy/", "/nowhere/"])
def test_open_pages(client: Client, silent: Assessment, path: str) -> None:
    with pseudo():
        page = client.get(path).content.decode()

    assert "⟦" in page
    assert missed(page) == []


def test_page_before_anything_is_published(client: Client, silent: Assessment) -> None:
    Assessment.objects.update(edition=None)

    with pseudo():
        assert missed(client.get("/").content.decode()) == []


@pytest.mark.parametrize("number", [1, 2, LAST])
def test_pages_of_questions(
    client: Client, silent: Assessment, moment: datetime, number: int
) -> None:
    attempt = actions.start(assessment=silent, source={}, now=moment)
    actions.answer(attempt=attempt, answers={}, page=LAST, now=moment)
    path = f"{START}{attempt.key}/{number}/"

    with pseudo():
        pages = [client.get(path), client.post(path, {"way": "next", "note": "0" * 600})]

    assert [missed(page.content.decode()) for page in pages] == [[], []]


@pytest.mark.parametrize("say", ["", "ended", "order", "more", "saved", "deleted"])
def test_results(client: Client, silent: Assessment, moment: datetime, say: str) -> None:
    first = finished(silent, moment)
    second = finished(silent, moment, previous=first)
    few = actions.start(assessment=silent, source={}, now=moment)
    few = actions.finish(attempt=few, now=moment)

    with pseudo():
        pages = [
            client.get(f"{START}{attempt.key}/{rest}?say={say}").content.decode()
            for attempt in (first, second, few)
            for rest in ("", "delete/")
        ]

    assert [missed(page) for page in pages] == [[]] * 6


def test_result_that_waits(client: Client, silent: Assessment, moment: datetime) -> None:
    Edition.objects.update(body=silent.edition.body | {"mode": "gated"})

    with pseudo():
        page = client.get(f"{START}{finished(silent, moment).key}/").content.decode()

    assert missed(page) == []


@pytest.mark.parametrize("inline", [inline for part in PARTS for inline in part.inlines])
def test_author_reads_every_column_in_her_language(inline: Any) -> None:
    rows = (row if isinstance(row, tuple) else (row,) for row in inline.fields)
    names = {name for row in rows for name in row} - {*inline.readonly_fields}
    words = [inline.model._meta.get_field(name).verbose_name for name in names]
    words += [getattr(inline, name).short_description for name in inline.readonly_fields]

    assert [word for word in words if not isinstance(word, Promise)] == []
