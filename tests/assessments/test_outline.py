"""An assessment made from its author's few decisions, and read back as them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assessments import actions, checks, files, outline
from assessments.definition import Definition
from assessments.outline import Clause, MeasureOutline, ResultOutline, Sense
from assessments.outline.keys import made_key
from assessments.schema import AssessmentBody
from assessments.scoring import score
from publishing.files import from_plain
from tests.offers import EVERY_OFFER, FOLDERS

with_measures = partial(outline.with_measures, language="en")
with_outcomes = partial(outline.with_outcomes, language="en")
ASKED = (
    "I am tired before the day begins.",
    "I have nothing left to give in the evening.",
    "I care less about the people I work with.",
    "I look forward to my clients.",
)


def burnout() -> AssessmentBody:
    """Four questions, two measures, three results."""
    body = outline.with_questions(outline.blank("Burnout check", "en"), ASKED)
    first, second, third, fourth = (question.id for question in body.questions)
    body = with_measures(
        body,
        [
            MeasureOutline("Exhaustion", {first: False, second: False}),
            MeasureOutline("Distance", {third: False, fourth: True}),
        ],
    )
    return with_outcomes(
        body,
        [
            ResultOutline("Burnt out", "Rest first.", (at_least(60), at_least(60, "distance"))),
            ResultOutline("Tired", "Sleep.", (at_least(60),)),
            ResultOutline("Well", "Go on."),
        ],
    )


def at_least(number: int, measure: str = "exhaustion") -> Clause:
    return Clause(measure, Sense.AT_LEAST, number)


def definition(body: AssessmentBody) -> Definition:
    return Definition.from_body(files.plain(body, slug="burnout", passages={}))


def test_burnout_check_may_be_published_as_made() -> None:
    assert checks.findings(burnout(), slug="burnout", passages={}) == []


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ((4, 4, 4, 0), "burnt_out"),
        ((4, 4, 0, 4), "tired"),
        ((0, 0, 4, 0), "well"),
        ((None, None, 4, 0), "too_little"),
    ],
)
def test_each_sheet_gets_the_result_its_sentences_say(
    answers: tuple[int | None, ...], name: str
) -> None:
    body = burnout()
    keys = [question.key for question in body.questions]

    assert score(definition(body), dict(zip(keys, answers, strict=True))).reading == name


def test_what_was_decided_is_read_back() -> None:
    body = burnout()

    assert tuple(outline.lines(body)) == ASKED
    assert [(measure.name, len(measure.counts)) for measure in outline.measures(body)] == [
        ("Exhaustion", 2),
        ("Distance", 2),
    ]
    assert outline.outcomes(body)[0].clauses == (at_least(60), at_least(60, "distance"))
    assert with_outcomes(body, outline.outcomes(body)) == body
    assert with_measures(body, outline.measures(body)) == body
    assert outline.with_questions(body, outline.lines(body)) == body


def test_starter_stays_as_it_is_where_nothing_is_decided_anew(body: dict[str, Any]) -> None:
    said = {name: body[name] for name in AssessmentBody.model_fields if name in body}
    starter = from_plain(AssessmentBody, said)

    assert outline.with_questions(starter, outline.lines(starter)) == starter
    assert with_measures(starter, outline.measures(starter)) == starter
    assert with_outcomes(starter, outline.outcomes(starter)) == starter


def test_question_in_other_words_keeps_what_it_counts_for() -> None:
    body = burnout()
    before = {question.id: question.scale for question in body.questions}

    changed = outline.with_questions(
        body, ["I have little left to give in the evening.", ASKED[0], "Quite new?", *ASKED[2:]]
    )

    assert [before.get(question.id) for question in changed.questions] == [
        *("exhaustion", "exhaustion", None),
        *("distance", "distance"),
    ]


def test_many_questions_stand_on_several_pages() -> None:
    body = outline.with_questions(
        outline.blank("Long", "en"), [f"Question number {n}" for n in range(20)]
    )

    assert len(body.pages) == 3
    assert {question.page for question in body.questions} == {page.key for page in body.pages}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Erschöpfung", "erschopfung"),
        ("Усталость", "measure"),
        ("Reading", "reading_2"),
        ("3 things", "things"),
        ("Distance from the people whom I work with", "distance_from_the_people_whom"),
        ("not", "not_2"),
        ("taken", "taken_2"),
    ],
)
def test_short_names_are_made_of_words(words: str, key: str) -> None:
    assert made_key(words, {"taken"}, otherwise="measure") == key


def test_answers_are_chosen_from_a_few_scales_in_the_language_of_the_offer() -> None:
    german = outline.with_questions(outline.blank("Müde?", "de"), ["Ich bin müde."])
    often, agree, _yes = outline.ANSWER_SCALES

    assert outline.answer_scale(german) is often
    assert german.answers.frequency[0].label == "nie"
    changed = outline.with_answer_scale(german, agree, language="de")
    assert outline.answer_scale(changed) is agree
    assert {question.kind for question in changed.questions} == {"agreement"}


@pytest.mark.parametrize("template", outline.TEMPLATES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_template_only_wants_questions_and_texts(template: str, language: str) -> None:
    body = outline.TEMPLATES[template]("Offer", language)
    wanted = outline.measures(body) or [MeasureOutline("Alone")]
    body = outline.with_questions(body, [f"Question number {n}" for n in range(6)])
    each = len(body.questions) // len(wanted)
    counted = [
        MeasureOutline(
            measured.name,
            {question.id: False for question in body.questions[at * each : (at + 1) * each]},
            measured.id,
        )
        for at, measured in enumerate(wanted)
    ]
    body = with_measures(body, counted)
    results = outline.outcomes(body) or [ResultOutline("For all", "")]
    written = [
        ResultOutline(result.name, "Words.", result.clauses, id=result.id) for result in results
    ]
    body = with_outcomes(body, written)

    assert checks.findings(body, slug="offer", passages={}) == []
    assert all(share.got for share in actions.shares(body) if share.key != "too_little")


def test_lead_is_how_far_one_is_ahead_of_the_highest_other() -> None:
    body = with_outcomes(
        burnout(),
        [
            ResultOutline("Tired first", "x", (Clause("exhaustion", Sense.AHEAD, 10),)),
            ResultOutline("Else", "x"),
        ],
    )
    keys = [question.key for question in body.questions]

    result = score(definition(body), dict(zip(keys, (4, 4, 2, 2), strict=True)))

    assert result.measures["exhaustion_ahead"] == Fraction(50)
    assert result.reading == "tired_first"


def test_measure_that_is_gone_leaves_a_gap_in_the_sentence() -> None:
    body = burnout()
    (exhaustion, _distance) = outline.measures(body)

    changed = with_measures(body, [exhaustion])

    assert outline.outcomes(changed)[0].clauses == (at_least(60), at_least(60, ""))


def test_shares_say_who_comes_before_a_result_that_nobody_gets() -> None:
    body = burnout()
    first, second, last = outline.outcomes(body)

    changed = with_outcomes(body, [second, first, last])

    shares = {share.key: share for share in actions.shares(changed)}
    assert shares["burnt_out"].got == 0
    assert shares["burnt_out"].fits > 0
    assert shares["burnt_out"].before == "tired"


def told(body: AssessmentBody) -> dict[str, str]:
    """What is missing, by the last part of its place."""
    shares = {share.key: share for share in actions.shares(body)}
    return {one.place.rpartition("/")[2]: one.message for one in outline.missing(body, shares)}


@pytest.mark.parametrize("folder", [FOLDERS[slug] for slug in EVERY_OFFER], ids=EVERY_OFFER)
def test_nothing_is_missing_in_what_is_shipped(folder: Path) -> None:
    body = files.read_file(folder / files.ASSESSMENT).body
    assert isinstance(body, AssessmentBody)

    assert told(body) == {}


def test_what_is_missing_is_told_where_it_is_made() -> None:
    empty = outline.blank("Burnout check", "en")
    unmeasured = outline.with_questions(empty, ASKED)
    named = with_measures(unmeasured, [MeasureOutline("Distance")])
    unwritten = with_outcomes(burnout(), [ResultOutline("Tired", ""), ResultOutline("", "Go on.")])

    assert set(told(empty)) == {"questions", "scales", "readings"}
    assert set(told(unmeasured)) == {"scales", "readings"}
    assert "No question counts for “Distance” yet. Tick at least one." in told(named).values()
    assert set(told(unwritten)) == {"text", "when", "name"}
    assert told(burnout()) == {}


def test_result_that_nobody_gets_is_named_with_what_stands_in_its_way() -> None:
    first, second, last = outline.outcomes(burnout())
    behind = with_outcomes(burnout(), [second, first, last])
    impossible = replace(second, clauses=(Clause("exhaustion", Sense.BELOW, 0),))

    assert "everybody it fits gets “Tired” first" in told(behind)["when"]
    assert "no answers lead here" in told(with_outcomes(burnout(), [impossible, last]))["when"]
