"""The blank page shared by all visitors: each finds their own answers in it, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.safestring import mark_safe

from assessments import actions
from assessments.models import Assessment, Attempt
from assessments.page_cache import Holes
from assessments.route import Route
from assessments.views.question_page import CommonPage, form_of
from practice.models import Practice
from tests.assessments.rewriting import published_as

pytestmark = pytest.mark.slow

HOSTILE = '</textarea><script>alert("1")</script> & {{ practice.name }}'


@pytest.fixture
def wide(
    db: None, body: dict[str, Any], at: Callable[[datetime], None], moment: datetime
) -> Assessment:
    """The starter with every kind of question, the first page with words and several choices."""
    at(moment)
    choices = [{"key": "mon", "label": "Monday"}, {"key": "tue", "label": "Tuesday"}]
    body["questions"] += [
        {"key": "note", "kind": "text", "text": "In a few words?", "page": "context"},
        {
            "key": "days",
            "kind": "several",
            "text": "Which days?",
            "choices": choices,
            "page": "context",
        },
    ]
    return published_as(body, now=moment)


@pytest.fixture
def visitor(wide: Assessment, moment: datetime) -> Callable[..., Attempt]:
    def begin(**answers: Any) -> Attempt:
        attempt = actions.start(assessment=wide, now=moment)
        return actions.answer(attempt=attempt, answers=answers, page=11, now=moment)

    return begin


def shown(attempt: Attempt, number: int = 1) -> str:
    response = Client().get(f"/assessment/{attempt.definition.slug}/{attempt.key}/{number}/")
    assert response.status_code == 200
    return response.content.decode()


def afresh(attempt: Attempt, number: int) -> str:
    """The page rendered for one visitor alone, without a blank."""
    route = Route.of(attempt.definition, attempt.answers)
    stop = route.at(number)
    assert stop is not None
    common = CommonPage.of(attempt, route, stop, "")
    context: Mapping[str, Any] = common.context(form_of(attempt, stop), attempt.key)
    around = {"practice": Practice.objects.the(), "site_url": "http://testserver"}
    return render_to_string("assessments/page.html", {**context, **around})


def test_filled_page_is_the_page_rendered_for_this_visitor(
    visitor: Callable[..., Attempt], settings: Any
) -> None:
    settings.SITE_URL = "http://testserver"
    given = {"field": "other", "note": HOSTILE, "days": ["tue"], "presence_1": 4, "pushing_1": None}
    attempt = visitor(**given)

    pages = range(1, len(attempt.definition.pages) + 1)

    assert [shown(attempt, page) for page in pages] == [afresh(attempt, page) for page in pages]


def test_nothing_of_one_visitor_reaches_the_next(visitor: Callable[..., Attempt]) -> None:
    first = visitor(field="coaching", note="Mine alone", days=["mon"])
    second = visitor(field="other")

    mine, other = shown(first), shown(second)

    assert "Mine alone" in mine
    assert mine.count(" checked") == 2
    assert 'value="other" checked' in other
    assert other.count(" checked") == 1
    for secret in ("Mine alone", first.key):
        assert secret not in other


def test_words_of_a_visitor_are_escaped_and_never_filled_in_again(
    visitor: Callable[..., Attempt],
) -> None:
    page = shown(visitor(note=HOSTILE))

    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
    assert "{{ practice.name }}</textarea>" in page


def test_change_of_the_practice_shows_at_once(visitor: Callable[..., Attempt]) -> None:
    attempt = visitor()
    before = shown(attempt)
    Practice.objects.the()
    new = {"name": "The New Name", "legal_name": "New & Partners", "contact_email": "new@b.example"}
    Practice.objects.update(**new, accent="#123456")

    after = shown(attempt)

    assert "The Resistance Reframe" in before
    for words in ("The New Name", "New &amp; Partners", "mailto:new@b.example", "123456"):
        assert words in after


def test_page_of_questions_takes_two_queries(
    visitor: Callable[..., Attempt], django_assert_num_queries: Any
) -> None:
    attempt = visitor()
    shown(attempt)

    with django_assert_num_queries(2):
        shown(attempt, 2)


def test_hole_takes_only_its_own_value() -> None:
    holes = Holes()
    page = f"<a href='/{holes.hole('key')}/'>{holes.hole('words')}</a>{holes.hole('key')}"

    blank = holes.cut(page)

    word = mark_safe(next(iter(holes.names)))
    assert blank.filled({"key": mark_safe("k"), "words": word}) == f"<a href='/k/'>{word}</a>k"
    assert blank.filled({}) == "<a href='//'></a>"


def test_page_without_holes_stays_as_it_is() -> None:
    assert Holes().cut("<p>Plain</p>").filled({}) == "<p>Plain</p>"
