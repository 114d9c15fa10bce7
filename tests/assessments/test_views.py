"""The visitor's way: first page, questions, result, and what happens when something is amiss."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client

from assessments import actions
from assessments.models import Assessment, Attempt
from assessments.route import Route
from assessments.schema.questions import Choice, Question
from offers.models import Offer
from practice.models import Practice
from tests.assessments import starter
from tests.assessments.rewriting import add_items, published_as, rewrite_item

START = "/assessment/resistance-reframe/"
LAST = 9


@pytest.fixture(autouse=True)
def stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def published(db: None, body: dict[str, Any], moment: datetime) -> Assessment:
    return published_as(body, now=moment)


@pytest.fixture
def attempt(published: Assessment, moment: datetime) -> Attempt:
    return actions.start(assessment=published, now=moment)


def path(attempt: Attempt, rest: str = "") -> str:
    return f"{START}{attempt.key}/{rest}"


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def sheet(content: Path, name: str) -> dict[str, object]:
    return json.loads((content / "samples" / f"{name}.json").read_text())["answers"]


def done(attempt: Attempt, content: Path, name: str) -> Attempt:
    """The attempt, finished with the answers of a sample person."""
    moment = attempt.started_at
    answers = sheet(content, name)
    actions.answer(attempt=attempt, answers=answers, page=LAST, now=moment)
    return actions.finish(attempt=attempt, now=moment)


@pytest.fixture
def finished(attempt: Attempt, content: Path) -> Callable[[str], Attempt]:
    return lambda name: done(attempt, content, name)


# First page and start


@pytest.mark.parametrize("query", ["", "?first"])
def test_what_to_do_in_danger_is_read_before_the_button_that_begins(
    client: Client, published: Assessment, query: str
) -> None:
    page = text(client.get(START + query))

    safety = html.escape(published.definition.body["safety"].strip().split(",")[0])
    assert page.count(safety) == 1
    assert page.index(safety) < page.index("<button")


def test_start_of_an_unknown_assessment_is_not_found(client: Client, published: Assessment) -> None:
    assert client.get("/assessment/another/").status_code == 404
    assert client.post("/assessment/another/").status_code == 404


def test_address_it_had_before_leads_to_the_one_it_has(
    client: Client, attempt: Attempt, published: Assessment
) -> None:
    before = path(attempt)
    Assessment.objects.update(slug="another-name")

    old = f"/assessment/{published.slug}/?utm_source=card"

    assert client.get(old)["Location"] == "/assessment/another-name/?utm_source=card"
    assert client.post(old).status_code == 302
    assert client.get(f"{before}1/").status_code == 200
    assert client.get(f"/assessment/another-name/{attempt.key}/1/").status_code == 200
    assert client.get(f"/assessment/a-third/{attempt.key}/1/").status_code == 404


def test_source_travels_from_the_first_page_into_the_attempt(
    client: Client, published: Assessment
) -> None:
    first = client.get("/?utm_source=letter", headers={"referer": "https://example.net/a"})
    hidden = dict(
        re.findall(
            r'type="hidden" name="(\w+)" value="([^"]*)"',
            text(client.get(first["Location"])),
        )
    )

    client.post(START, hidden)

    source = Attempt.objects.get().source
    assert source
    assert source.carried == {"utm_source": "letter", "referrer": "example.net"}


@pytest.mark.parametrize("referer", ["http://[", "http://testserver/x", "nonsense"])
def test_referrer_that_is_no_other_site_is_left_out(
    client: Client, published: Assessment, referer: str
) -> None:
    client.post(START, headers={"referer": referer})

    source = Attempt.objects.get().source
    assert source
    assert source.is_direct


def test_taking_the_assessment_sets_no_cookie(client: Client, published: Assessment) -> None:
    client.get("/")
    client.get(START)
    client.post(START, follow=True)

    assert not client.cookies


def test_post_needs_no_token(published: Assessment) -> None:
    response = Client(enforce_csrf_checks=True).post(START)

    assert response.status_code == 302


# The questions


def test_start_leads_to_the_first_page_with_fieldsets_and_legends(
    client: Client, published: Assessment
) -> None:
    page = text(client.post(START, follow=True))

    assert page.count('<fieldset class="question"') == 2
    assert "What is your field?" in page
    assert "8 pages left" in page


def test_next_saves_and_goes_on(client: Client, attempt: Attempt) -> None:
    given = {"field": "nutrition", "stuck_with": "quarter", "way": "next"}

    response = client.post(path(attempt, "1/"), given)

    assert response.headers["Location"] == path(attempt, "2/")
    attempt.refresh_from_db()
    assert attempt.answers == {"field": "nutrition", "stuck_with": "quarter"}
    assert attempt.page == 2


def test_stem_speaks_of_another_time_to_those_stuck_with_nobody_now(
    client: Client, attempt: Attempt
) -> None:
    given = {"field": "other", "stuck_with": "none_now", "way": "next"}

    page = text(client.post(path(attempt, "1/"), given, follow=True))

    assert "in the meetings I am thinking back to" in page


def test_open_question_is_named_beside_it_and_the_others_are_saved(
    client: Client, attempt: Attempt
) -> None:
    response = client.post(path(attempt, "1/"), {"field": "coaching", "way": "next"})

    page = text(response)
    assert response.status_code == 422
    assert page.count("This one is still open") == 1
    assert 'value="coaching" checked' in page
    attempt.refresh_from_db()
    assert attempt.answers == {"field": "coaching"}


def test_question_may_stay_open(client: Client, attempt: Attempt) -> None:
    response = client.post(path(attempt, "1/"), {"way": "open"})

    assert response.headers["Location"] == path(attempt, "2/")


def test_does_not_apply_is_kept_as_such(client: Client, attempt: Attempt, moment: datetime) -> None:
    actions.answer(attempt=attempt, answers={}, page=2, now=moment)
    given = {"i01": "not_applicable", "i02": "3", "i03": "0", "way": "next"}

    client.post(path(attempt, "2/"), given)

    attempt.refresh_from_db()
    assert attempt.answers == {"i01": None, "i02": 3, "i03": 0}
    assert 'value="not_applicable" checked' in text(client.get(path(attempt, "2/")))


def test_back_saves_too_and_shows_what_was_chosen(
    client: Client, attempt: Attempt, moment: datetime
) -> None:
    actions.answer(attempt=attempt, answers={"field": "fitness"}, page=2, now=moment)

    page = client.post(path(attempt, "2/"), {"i02": "4", "way": "back"}, follow=True)

    assert page.redirect_chain == [(path(attempt, "1/"), 302)]
    assert 'value="fitness" checked' in text(page)
    attempt.refresh_from_db()
    assert attempt.answers["i02"] == 4


@pytest.mark.parametrize("value", ["5", "-1", "often", "", "9" * 5000, "<script>"])
def test_answer_outside_the_choices_gets_a_sentence(
    client: Client, attempt: Attempt, moment: datetime, value: str
) -> None:
    actions.answer(attempt=attempt, answers={}, page=2, now=moment)

    response = client.post(path(attempt, "2/"), {"i01": value, "i02": "3", "i03": "1"})

    assert response.status_code == 422
    assert 'id="i01-error"' in text(response)
    assert "<script>" not in text(response).split("</head>")[1]
    attempt.refresh_from_db()
    assert attempt.answers == {"i02": 3, "i03": 1}


def test_two_answers_to_one_question_get_a_sentence(client: Client, attempt: Attempt) -> None:
    response = client.post(path(attempt, "1/"), {"field": ["coaching", "fitness"]})

    assert 'id="field-error"' in text(response)


@pytest.mark.parametrize("number", [5, 11, 12, 999, 10**20])
@pytest.mark.parametrize("method", ["get", "post"])
def test_step_too_far_leads_to_the_right_page(
    client: Client, attempt: Attempt, number: int, method: str
) -> None:
    response = getattr(client, method)(path(attempt, f"{number}/"), follow=True)

    assert response.redirect_chain[-1][0].startswith(path(attempt, "1/"))
    assert "One page at a time" in text(response)


def test_interrupted_visitor_comes_back_to_where_they_were(
    client: Client, attempt: Attempt, moment: datetime
) -> None:
    actions.answer(attempt=attempt, answers={}, page=4, now=moment)

    response = client.get(path(attempt), follow=True)

    assert response.redirect_chain[-1][0].startswith(path(attempt, "4/"))


def test_reading_a_page_changes_nothing(client: Client, attempt: Attempt) -> None:
    before = Attempt.objects.values().get()

    for rest in ("", "1/", "2/", "delete/"):
        client.get(path(attempt, rest))

    assert Attempt.objects.values().get() == before


def test_last_page_finishes_and_shows_the_result(
    client: Client, attempt: Attempt, content: Path, moment: datetime
) -> None:
    actions.answer(attempt=attempt, answers=sheet(content, "push"), page=LAST, now=moment)

    given = {"workload": "yes", "fit": "no", "format": "no", "way": "next"}
    page = text(client.post(path(attempt, f"{LAST}/"), given, follow=True))

    assert "Carrying the Hope" in page


def test_whole_assessment_through_the_pages_gives_the_samples_result(
    client: Client, published: Assessment, content: Path
) -> None:
    answers = sheet(content, "pendulum")
    client.post(START)
    attempt = Attempt.objects.get()

    for stop in Route.of(attempt.definition, {}).stops:
        given = {q.key: answers.get(q.key) for q in stop.questions}
        sent = {key: "not_applicable" if value is None else value for key, value in given.items()}
        client.post(path(attempt, f"{stop.number}/"), sent | {"way": "next"})

    attempt.refresh_from_db()
    assert attempt.outcome is not None
    assert attempt.outcome.profile == "pendulum"


def test_answer_after_the_end_changes_nothing_and_leads_to_the_result(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    attempt = finished("push")

    response = client.post(path(attempt, "2/"), {"i01": "0", "way": "next"}, follow=True)

    assert "stay as they are" in text(response)
    assert Attempt.objects.get().answers == attempt.answers


@pytest.fixture
def wider(draft: Assessment, moment: datetime) -> Attempt:
    """An attempt on a version that also asks for words, for several, and one more of some."""
    days = [Choice(key="mon", label="Monday"), Choice(key="tue", label="Tuesday")]
    which = {"text": "Which field?", "when": 'field == "other"'}
    add_items(
        draft,
        "questions",
        Question(key="note", kind="text", text="In a few words?", page="context"),
        Question(key="days", kind="several", text="Which days?", page="context", choices=days),
        Question(key="which", kind="text", page="context", **which),
    )
    starter.publish(now=moment)
    draft.refresh_from_db()
    return actions.start(assessment=draft, now=moment)


CONTEXT = {"field": "other", "stuck_with": "quarter", "way": "next"}


def test_words_and_several_choices_are_kept_and_shown_again(client: Client, wider: Attempt) -> None:
    given = CONTEXT | {"note": " <b>Long</b> days ", "days": ["tue", "mon"]}

    response = client.post(path(wider, "1/"), given, follow=True)

    wider.refresh_from_db()
    assert wider.answers["note"] == "<b>Long</b> days"
    assert wider.answers["days"] == ["mon", "tue"]
    assert "&lt;b&gt;Long&lt;/b&gt; days</textarea>" in response.content.decode()
    assert text(response).count("checked") == 4


def test_too_long_text_gets_a_sentence_and_what_was_typed_stays(
    client: Client, wider: Attempt
) -> None:
    response = client.post(path(wider, "1/"), CONTEXT | {"note": "long " * 200})

    assert response.status_code == 422
    assert "under 500 characters" in text(response)
    assert "long long long" in text(response)


def test_answer_that_brings_up_another_question_shows_the_page_once_more(
    client: Client, wider: Attempt
) -> None:
    before = text(client.get(path(wider, "1/")))

    after = client.post(path(wider, "1/"), CONTEXT, follow=True)

    assert "Which field?" not in before
    assert "Which field?" in text(after)
    assert "brings up another question" in text(after)
    assert client.post(path(wider, "1/"), CONTEXT).headers["Location"] == path(wider, "2/")


def test_huge_form_gets_a_sentence(client: Client, attempt: Attempt) -> None:
    response = client.post(path(attempt, "1/"), {"field": "x" * 2_000_000})

    assert response.status_code == 400
    assert "We could not read what was sent" in text(response)


def test_page_for_our_own_mistakes_needs_nothing_from_the_database() -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")


# The result


def test_result_says_reading_leaning_and_step(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    page = text(client.get(path(finished("push"))))

    for words in (
        "It looks like a large part of it",
        "Carrying the Hope",
        "What it may look after",
        "Find out what the no is for",
        "Delete my answers",
    ):
        assert words in page
    assert page.count('<svg class="bars') == 3
    assert "style=" not in page


def test_promise_1_result_answers_first_then_the_leaning_then_one_practice(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    page = text(client.get(path(finished("push"))))
    parts = ("<h1", 'id="leaning"', 'id="step"', 'id="closer"', 'class="bars', 'id="conditions"')

    at = [page.index(part) for part in parts]

    assert at == sorted(at)
    between = page[page.index("<h1") : page.index('id="closer"')]
    assert 'class="note"' not in between


def test_result_with_scope_begins_with_its_box(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    page = text(client.get(path(finished("wider-view"))))

    assert page.index("Please look at this first") < page.index("<h1")


def test_result_without_enough_has_no_leaning_and_names_the_open_questions(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    page = text(client.get(path(finished("not-enough"))))

    assert "There is not enough here to say" in page
    assert "What it may look after" not in page
    assert "Answer them now" in page


def test_result_is_private(client: Client, finished: Callable[[str], Attempt]) -> None:
    response = client.get(path(finished("ally")))

    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_result_has_the_date_that_it_is_where_the_practice_is(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    attempt = finished("ally")  # a Monday, nine o'clock UTC
    Practice.objects.update_or_create(pk=1, defaults={"zone": "Pacific/Pago_Pago"})

    assert "November 22, 2026" in text(client.get(path(attempt)))


def test_gated_result_waits_for_the_guide_to_be_asked_for(
    client: Client, db: None, body: dict[str, Any], content: Path, moment: datetime
) -> None:
    assessment = published_as(body | {"mode": "gated"}, now=moment)
    attempt = done(actions.start(assessment=assessment, now=moment), content, "push")

    waiting = text(client.get(path(attempt)))
    actions.unlock(attempt=attempt, now=moment)

    assert "Carrying the Hope" not in waiting
    assert "Carrying the Hope" in text(client.get(path(attempt)))


def test_taking_it_again_keeps_the_earlier_result(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    attempt = finished("push")

    client.post(path(attempt, "again/"), {"about": "same"})

    retake = Attempt.objects.get(finished_at=None)
    assert retake.previous == attempt
    assert retake.answers == {}
    assert not retake.for_another


def test_result_asks_whether_it_is_taken_again_for_the_same_client_or_another(
    client: Client, finished: Callable[[str], Attempt], content: Path
) -> None:
    first = finished("push")
    page = text(client.get(path(first)))
    client.post(path(first, "again/"), {"about": "another"})
    second = done(Attempt.objects.get(finished_at=None), content, "step-back")
    after = text(client.get(path(second)))

    assert "Take it again for the same client" in page
    assert "Take it for another client" in page
    assert "Is it this pair, or is it your week?" in page
    assert "What both have in common" in after
    assert "How much no there is: often, both times" in after
    assert "Your workload: marked both times" in after
    assert not re.search(r"Leaning in: \w+, both times", after)
    assert "Then and now" not in after
    assert "Last time" not in after
    assert 'class="bars__previous"' not in after


def test_looking_again_at_a_retake_stays_about_the_same_person(
    client: Client, finished: Callable[[str], Attempt], content: Path
) -> None:
    client.post(path(finished("push"), "again/"), {"about": "another"})
    second = done(Attempt.objects.get(finished_at=None), content, "step-back")

    client.post(path(second, "look-again/"))

    assert Attempt.objects.get(finished_at=None).for_another


def test_closed_offer_takes_nobody_again(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    attempt = finished("push")
    Offer.objects.update(state=Offer.State.CLOSED)

    response = client.post(path(attempt, "again/"))

    assert response.headers["Location"] == START
    assert Attempt.objects.get() == attempt


def test_retake_shows_the_scores_of_last_time(
    client: Client, finished: Callable[[str], Attempt], content: Path
) -> None:
    client.post(path(finished("push"), "again/"))
    retake = done(Attempt.objects.get(finished_at=None), content, "ally")

    page = text(client.get(path(retake)))

    assert "Set beside your answers of November 23, 2026" in page
    assert re.search(r"Leaning in</th><td>\d+</td><td>\d+</td><td>less</td>", page)
    assert "<dt>Less</dt><dd>Leaning in</dd>" in page
    assert 'class="bars__previous"' in page


def test_retake_does_not_compare_a_scale_that_was_asked_otherwise(
    client: Client, draft: Assessment, content: Path, moment: datetime
) -> None:
    starter.publish(now=moment)
    draft.refresh_from_db()
    first = done(actions.start(assessment=draft, now=moment), content, "push")
    rewrite_item(draft, "questions", "i02", text="I added one more reason.")
    starter.publish(now=moment)
    client.post(path(first, "again/"))
    retake = done(Attempt.objects.get(finished_at=None), content, "ally")

    page = text(client.get(path(retake)))

    assert "the questions have changed since: Leaning in." in page


def test_looking_again_opens_the_page_of_the_question(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    attempt = finished("not-enough")

    response = client.post(path(attempt, "look-again/"), {"question": "i09"})

    copy = Attempt.objects.get(finished_at=None)
    assert response.headers["Location"] == path(copy, "4/")
    assert copy.answers == attempt.answers


def test_deleting_asks_first_and_then_deletes(
    client: Client, finished: Callable[[str], Attempt]
) -> None:
    attempt = finished("push")
    asked = client.get(path(attempt, "delete/"))

    response = client.post(path(attempt, "delete/"), follow=True)

    assert "Delete your answers?" in text(asked)
    assert "are deleted" in text(response)
    assert not Attempt.objects.exists()
    assert client.get(path(attempt)).status_code == 404


@pytest.mark.parametrize("key", ["x" * 22, "short", "x" * 21 + "/"])
def test_unknown_key_is_a_kind_404(client: Client, published: Assessment, key: str) -> None:
    response = client.get(f"{START}{key}/")

    assert response.status_code == 404
    assert "nothing under this address" in text(response)


@pytest.mark.parametrize("rest", ["again/", "look-again/"])
def test_links_that_act_refuse_to_be_read(client: Client, attempt: Attempt, rest: str) -> None:
    assert client.get(path(attempt, rest)).status_code == 405


def test_search_engines_find_the_open_pages_and_no_key(client: Client, attempt: Attempt) -> None:
    sitemap = text(client.get("/sitemap.xml"))

    assert f"<loc>http://testserver{START}</loc>" in sitemap
    assert attempt.key not in sitemap
    assert "sitemap.xml" in text(client.get("/robots.txt"))
