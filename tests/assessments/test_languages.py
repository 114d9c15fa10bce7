"""No interface string was missed: in a made-up language every word of ours carries its marks.

The author's own words are replaced by signs without letters, so only ours are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.functional import Promise

from assessments import actions
from assessments.models import Assessment, Attempt
from assessments.schema import AssessmentBody
from publishing import actions as publishing
from publishing.schema import Body, columns
from tests.assessments.rewriting import published_as, rewrite
from tests.pseudo import missed, pseudo, wordless_practice

pytestmark = pytest.mark.slow

START = "/assessment/0/"
STAYS = {
    *("key", "kind", "when", "scale", "group", "of", "mode", "page", "scoring"),
    *("beside", "stem_none_when", "unanswered", "borders", "only_just", "slight_when"),
    *("profile_none_when", "step_otherwise", "effect"),
}
LAST = 9


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
    wordless_practice()
    body["questions"] += [
        {"key": "note", "kind": "text", "text": "–", "page": "context"},
        {
            "key": "days",
            "kind": "several",
            "text": "–",
            "page": "context",
            "choices": [{"key": "mon", "label": "–"}],
        },
    ]
    return published_as(wordless(body) | {"slug": "0", "language": "de"}, now=moment)


def finished(assessment: Assessment, moment: datetime, previous: Attempt | None = None) -> Attempt:
    attempt = actions.start(assessment=assessment, previous=previous, now=moment)
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


@pytest.mark.parametrize("path", [START, "/privacy/", "/nowhere/"])
def test_open_pages(client: Client, silent: Assessment, path: str) -> None:
    with pseudo():
        page = client.get(path).content.decode()

    assert "⟦" in page
    assert missed(page) == []


def test_page_before_anything_is_published(client: Client, silent: Assessment) -> None:
    Assessment.objects.update(published=None)

    with pseudo():
        assert missed(client.get("/").content.decode()) == []


@pytest.mark.parametrize("number", [1, 2, LAST])
def test_pages_of_questions(
    client: Client, silent: Assessment, moment: datetime, number: int
) -> None:
    attempt = actions.start(assessment=silent, now=moment)
    actions.answer(attempt=attempt, answers={}, page=LAST, now=moment)
    path = f"{START}{attempt.key}/{number}/"

    with pseudo():
        pages = [client.get(path), client.post(path, {"way": "next", "note": "0" * 600})]

    assert [missed(page.content.decode()) for page in pages] == [[], []]


@pytest.mark.parametrize("say", ["", "ended", "order", "more", "saved", "deleted"])
def test_results(client: Client, silent: Assessment, moment: datetime, say: str) -> None:
    first = finished(silent, moment)
    second = finished(silent, moment, previous=first)
    few = actions.start(assessment=silent, now=moment)
    few = actions.finish(attempt=few, now=moment)

    with pseudo():
        pages = [
            client.get(f"{START}{attempt.key}/{rest}?say={say}").content.decode()
            for attempt in (first, second, few)
            for rest in ("", "delete/")
        ]

    assert [missed(page) for page in pages] == [[]] * 6


def test_result_that_waits(client: Client, silent: Assessment, moment: datetime) -> None:
    rewrite(silent, mode="gated")
    publishing.freeze(silent, now=moment)

    with pseudo():
        page = client.get(f"{START}{finished(silent, moment).key}/").content.decode()

    assert missed(page) == []


def test_author_reads_every_field_in_her_language() -> None:
    assert [word for word in labels(AssessmentBody) if not isinstance(word, Promise)] == []


def labels(schema: type[Body]) -> Iterator[Any]:
    for column in columns(schema):
        yield column.words.label
        inside = column.item or column.group
        yield from labels(inside) if inside else ()
