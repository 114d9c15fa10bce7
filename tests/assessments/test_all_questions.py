"""What the script that asks one by one gets and sends: all questions, answers as they come."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from assessments import actions
from assessments.models import Assessment, Attempt
from tests.assessments.rewriting import published_as

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def branching(db: None, body: dict[str, Any], moment: datetime) -> Assessment:
    """The starter, where therapists are asked one question more, and a few words."""
    more = {
        "key": "school",
        "kind": "single",
        "text": "Which school?",
        "page": "context",
        "when": 'field == "therapy"',
        "choices": [{"key": "one", "label": "One"}, {"key": "other", "label": "Another"}],
    }
    note = {"key": "note", "kind": "text", "text": "In a few words?", "page": "context"}
    body["questions"] += [more, note]
    return published_as(body, now=moment)


@pytest.fixture
def attempt(branching: Assessment, moment: datetime) -> Attempt:
    return actions.start(assessment=branching, now=moment)


def path(attempt: Attempt, rest: str = "questions/") -> str:
    return f"/assessment/{attempt.definition.slug}/{attempt.key}/{rest}"


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def test_all_questions_come_at_once_with_what_was_chosen(
    client: Client, attempt: Attempt, moment: datetime
) -> None:
    actions.answer(attempt=attempt, answers={"field": "fitness", "i02": 3}, now=moment)

    page = text(client.get(path(attempt)))

    assert page.count("<section ") == 9
    assert page.count("<fieldset ") == 2 + 24 + 7 + 1
    assert page.count(" checked") == 2
    assert 'name="field" value="fitness" checked' in page
    assert f'data-url="{path(attempt, "2/")}"' in page
    assert "With this client" in page


def test_nothing_of_one_visitor_reaches_the_next(
    client: Client, branching: Assessment, moment: datetime
) -> None:
    first, second = (actions.start(assessment=branching, now=moment) for _ in range(2))
    actions.answer(attempt=first, answers={"note": "Mine alone"}, now=moment)

    mine, other = text(client.get(path(first))), text(client.get(path(second)))

    assert "Mine alone" in mine
    assert "Mine alone" not in other
    assert first.key not in other


def test_answer_is_saved_without_a_page_and_without_a_cookie(
    client: Client, attempt: Attempt
) -> None:
    response = client.post(path(attempt), {"field": "fitness"})

    attempt.refresh_from_db()
    assert (response.status_code, response.content) == (204, b"")
    assert attempt.answers == {"field": "fitness"}
    assert not client.cookies


def test_post_needs_no_token(attempt: Attempt) -> None:
    response = Client(enforce_csrf_checks=True).post(path(attempt), {"field": "fitness"})

    assert response.status_code == 204


def test_same_answer_sent_twice_is_kept_once(client: Client, attempt: Attempt) -> None:
    for _time in range(2):
        client.post(path(attempt), {"i01": "not_applicable", "field": "other"})

    attempt.refresh_from_db()
    assert attempt.answers == {"i01": None, "field": "other"}


@pytest.mark.parametrize(
    ("given", "page"),
    [
        ({"field": "fitness"}, 1),
        ({"field": "fitness", "stuck_with": "few", "note": "x"}, 2),
        ({"i02": "1"}, 2),
        ({"i04": "1"}, 3),
        ({"field": "other", "i05": "2"}, 3),
        ({"format": ""}, 9),
    ],
)
def test_last_answer_of_a_page_leads_to_the_next(
    client: Client, attempt: Attempt, given: dict[str, str], page: int
) -> None:
    client.post(path(attempt), given)

    attempt.refresh_from_db()
    assert attempt.page == page
    assert client.get(path(attempt, f"{page}/")).status_code == 200


def test_answer_left_empty_is_taken_back(client: Client, attempt: Attempt) -> None:
    client.post(path(attempt), {"i01": "4", "i02": "not_applicable", "note": "words"})

    response = client.post(path(attempt), {"i01": "", "i02": "", "note": ""})

    attempt.refresh_from_db()
    assert response.status_code == 204
    assert attempt.answers == {}


def test_answer_that_brings_up_a_question_is_answered_with_all_of_them(
    client: Client, attempt: Attempt
) -> None:
    assert 'data-deciding="field"' in text(client.get(path(attempt, "1/")))

    opened = client.post(path(attempt), {"field": "therapy"})
    closed = client.post(path(attempt), {"field": "fitness"})

    assert "Which school?" in text(opened)
    assert closed.status_code == 200
    assert "Which school?" not in text(closed)


def test_answer_that_changes_the_stem_brings_the_other_words(
    client: Client, attempt: Attempt
) -> None:
    response = client.post(path(attempt), {"stuck_with": "none_now"})

    assert "in the meetings I am thinking back to" in text(response)


def test_answer_that_is_none_is_refused_and_the_others_are_saved(
    client: Client, attempt: Attempt
) -> None:
    response = client.post(path(attempt), {"i01": "9", "i02": "3"})

    attempt.refresh_from_db()
    assert response.status_code == 422
    assert attempt.answers == {"i02": 3}


def test_nothing_is_saved_after_the_end(client: Client, attempt: Attempt, moment: datetime) -> None:
    actions.finish(attempt=attempt, now=moment)

    response = client.post(path(attempt), {"i01": "4"})

    attempt.refresh_from_db()
    assert response.status_code == 409
    assert attempt.answers == {}


def test_nothing_of_the_result_is_told_before_the_end(client: Client, attempt: Attempt) -> None:
    page = text(client.get(path(attempt)))

    names = [one["name"] for one in attempt.definition.body["profiles"]]
    assert [name for name in names if name in page] == []


def test_all_questions_take_one_query(
    client: Client, attempt: Attempt, django_assert_num_queries: Any
) -> None:
    client.get(path(attempt))

    with django_assert_num_queries(1):
        client.get(path(attempt))
