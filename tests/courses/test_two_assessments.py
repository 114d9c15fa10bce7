"""Two assessments side by side: what may be known of the readers of one is nothing of the other."""

from __future__ import annotations

import pytest

from assessments import actions as assessments
from assessments import files, scoring
from assessments import result as results
from assessments.models import Assessment, Passage
from assessments.schema import Cell, PassageBody
from courses.models import Course
from mail import render
from mail.models import Letter
from practice.models import Practice
from publishing import actions as publishing
from tests.assessments import starter
from tests.assessments.rewriting import published_as, rewrite_item
from tests.documents import MADE
from tests.offers import HOME
from writing import segments
from writing.segments import Facts

from .conftest import make_lesson

pytestmark = pytest.mark.slow

SLEEP = """
slug: sleep
title: How you sleep
answers:
  frequency: [{key: "0", label: Never}, {key: "4", label: Always}]
pages: [{key: first, title: First}]
questions:
  - key: nights
    kind: single
    page: first
    text: When do you lie awake?
    choices: [{key: early, label: Early on}, {key: late, label: Toward morning}]
  - {key: s1, kind: frequency, page: first, text: I lie awake., scale: waking}
scales:
  - {key: waking, name: Waking, minimum: 1, low: Rarely., middle: Sometimes., high: Often.}
readings: [{key: all, name: As it is, when: "true", text: So it is.}]
profiles:
  - {key: owl, name: The Owl, when: "waking >= 50"}
  - {key: lark, name: The Lark, when: "true"}
steps: [{key: rest, name: Rest, title: Rest, text: Rest.}]
"""


@pytest.fixture(autouse=True)
def starter_axes() -> None:
    """Here the axes are those of the assessments in the database."""


@pytest.fixture
def first(db: None) -> Assessment:
    starter.load(HOME, now=MADE)
    starter.publish(now=MADE)
    return Assessment.objects.get(slug="resistance-reframe")


@pytest.fixture
def second(first: Assessment) -> Assessment:
    text = files.read_text("sleep.yaml", SLEEP)
    return published_as(files.plain(text.body, slug=text.key), now=MADE)


@pytest.fixture
def course(second: Assessment) -> Course:
    return Course.objects.create(slug="sleep", title="Sleep", offer=second.offer)


@pytest.fixture
def other_course(first: Assessment) -> Course:
    return Course.objects.create(slug="no", title="The no", offer=first.offer)


def facts_of(assessment: Assessment, **answers: str | int) -> Facts:
    definition = assessment.definition
    return results.facts(definition, scoring.score(definition, answers), answers)


def text_of(letter: Letter | None, assessment: Assessment, facts: Facts) -> str:
    assert letter is not None
    names = results.names(assessment.definition, facts)
    compiled = render.compiled(letter, Practice.objects.the().identity, facts, names)
    return compiled.fill(dict.fromkeys(compiled.names, "https://example.org/")).text


def test_each_declares_its_own(first: Assessment, second: Assessment) -> None:
    own, starters = second.definition.axes.with_keys, first.definition.axes.with_keys

    assert list(own) == ["profile", "reading", "step", "nights", "band.waking"]
    assert list(own["profile"].keys) == ["owl", "lark", "none"]
    assert "nights" not in starters
    assert "owl" not in starters["profile"].keys
    assert starters["band.toll"].private


def test_lesson_of_the_second_speaks_of_its_axes(course: Course, second: Assessment) -> None:
    cells = [Cell(id="everyone", text="Sleep well."), Cell(id="late", text="Stay in bed.")]
    body = PassageBody(title="Nights", axis="nights", cells=cells)
    publishing.create(Passage(key="nights_tip", offer=course.offer), body=body, now=MADE)
    lesson = make_lesson(course, 1, is_published=False)
    words = (
        '{{ passage.nights_tip }}\n\n{% if profile == "owl" %}You are {{ profile_name }}.'
        '{% else %}Good morning.{% endif %} {% if band.waking == "high" %}Long nights.{% endif %}'
    )
    audience = 'profile == "owl" or nights == "early"'
    changed = lesson.body.model_copy(update={"text": words, "audience": audience})
    publishing.save(lesson, body=changed, now=MADE)
    publishing.publish(lesson, now=MADE)
    lesson.refresh_from_db()
    owl, lark = facts_of(second, nights="late", s1=4), facts_of(second, nights="late", s1=0)

    assert "Stay in bed.\n\nYou are The Owl. Long nights." in text_of(lesson.letter, second, owl)
    assert "Stay in bed.\n\nGood morning." in text_of(lesson.letter, second, lark)
    assert "Sleep well.\n\nGood morning." in text_of(lesson.letter, second, Facts())
    assert [segments.holds(audience, facts) for facts in (owl, lark)] == [True, False]
    assert lesson.card(course).meant_for == "profile “The Owl” or When do you lie awake? “Early on”"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('profile == "push"', "“push” is no key of profile. Allowed, in quotes: owl (The Owl), "
         "lark (The Lark), none (too little to say)."),
        ('field == "coaching"', "“field” is not known here. Allowed: profile, reading, "
         "step (next step), nights (When do you lie awake?), band.waking (Waking)"),
    ],
)  # fmt: skip
def test_rule_about_the_other_is_one_fault_that_names_what_is_allowed(
    course: Course, rule: str, said: str
) -> None:
    lesson = make_lesson(course, 1, is_published=False)
    changed = lesson.body.model_copy(update={"audience": rule, "rests_on": "thought"})

    (finding,) = lesson.kind().checks(lesson, changed)

    assert finding.place == "audience"
    assert said in finding.message


def test_lesson_of_the_first_stays_as_it_is(other_course: Course, second: Assessment) -> None:
    lesson = make_lesson(other_course, 1, is_published=False)

    def told(rule: str) -> list[str]:
        changed = lesson.body.model_copy(update={"audience": rule, "rests_on": "thought"})
        return [finding.message for finding in lesson.kind().checks(lesson, changed)]

    assert told('profile == "push" and field == "coaching"') == []
    assert "“owl” is no key of profile" in told('profile == "owl"')[0]
    assert "“nights” is not known here" in told('nights == "late"')[0]


def test_promise_18_no_audience_asks_what_is_theirs_alone(other_course: Course) -> None:
    lesson = make_lesson(other_course, 1, is_published=False)
    asking = lesson.body.model_copy(update={"audience": 'band.toll == "high"'})
    speaking = lesson.body.model_copy(
        update={"text": '{% if band.toll == "high" %}Rest first.{% endif %}'}
    )

    assert "“band.toll” is not known" in next(iter(lesson.kind().checks(lesson, asking))).message
    assert list(lesson.kind().checks(lesson, speaking)) == []


def test_renamed_profile_keeps_its_key(first: Assessment, other_course: Course) -> None:
    lesson = make_lesson(other_course, 1, is_published=False)
    changed = lesson.body.model_copy(
        update={"audience": 'profile == "push"', "rests_on": "thought"}
    )
    publishing.save(lesson, body=changed, now=MADE)
    publishing.publish(lesson, now=MADE)

    rewrite_item(first, "profiles", "push", name="The Open Hand")
    publishing.publish(first, now=MADE)

    lesson = other_course.lessons.get()
    assert list(lesson.kind().checks(lesson, lesson.body)) == []
    course = Course.objects.get(pk=other_course.pk)
    assert lesson.card(course).meant_for == "profile “The Open Hand”"


def test_text_of_no_assessment_knows_the_axes_of_both(
    first: Assessment, second: Assessment
) -> None:
    known = assessments.published_axes().with_keys

    assert {"push", "owl"} <= set(known["profile"].keys)
    assert {"nights", "field", "band.toll", "band.waking"} <= set(known)


def test_fact_that_is_not_there_is_simply_not_so() -> None:
    assert not segments.holds('nights == "late" or moods contains "low" or asleep', Facts())
