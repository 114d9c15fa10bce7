"""Every text for a profile or a reading names the questions it rests on, wherever it stands."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.documents import PASSAGE
from assessments.models import Passage
from courses.documents import LESSON
from courses.models import Lesson
from guides.documents import GUIDE
from guides.models import Guide
from guides.schema import Section
from writing.passages import EVERYONE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_text_for_a_profile_that_rests_on_nothing_is_refused(house: None) -> None:
    passage = Passage.objects.get(key="guide_profile_monday")
    ungrounded = [cell.model_copy(update={"rests_on": ""}) for cell in passage.body.cells]
    body = passage.body.model_copy(update={"cells": ungrounded})

    found = list(PASSAGE.checks(passage, body))

    profiles = {cell.id for cell in ungrounded} - {EVERYONE}
    assert {finding.place for finding in found} == {f"cells/{key}/rests_on" for key in profiles}
    assert all("which questions this text rests on" in finding.message for finding in found)


def test_text_for_a_field_rests_on_no_scored_question(house: None) -> None:
    passage = Passage.objects.get(key="guide_field_mirror")

    assert [cell.rests_on for cell in passage.body.cells if cell.rests_on] == []
    assert list(PASSAGE.checks(passage, passage.body)) == []


def test_text_for_a_profile_names_questions_of_its_own_offer(house: None) -> None:
    passage = Passage.objects.get(key="guide_profile_monday")
    astray = [cell.model_copy(update={"rests_on": "t01"}) for cell in passage.body.cells[:2]]

    found = PASSAGE.checks(passage, passage.body.model_copy(update={"cells": astray}))

    assert ["“t01” is no question" in finding.message for finding in found] == [True, True]


VERSIONS = '{% if profile == "push" %}You lean in.{% else %}You do not.{% endif %}'


@pytest.mark.parametrize(
    ("text", "condition"), [(VERSIONS, ""), ("For some.", 'reading == "largely"')]
)
def test_section_with_versions_by_answers_names_what_it_rests_on(
    house: None, text: str, condition: str
) -> None:
    guide = Guide.objects.get(offer__slug="resistance-reframe")

    def told(rests_on: str) -> list[str]:
        section = Section(title="New", text=text, condition=condition, rests_on=rests_on, id="new")
        found = GUIDE.checks(guide, guide.body.model_copy(update={"sections": [section]}))
        return [finding.place for finding in found]

    assert told("") == ["sections/new/rests_on"]
    assert told("i02, i08, i13, i21") == []


def test_lesson_with_versions_by_answers_names_what_it_rests_on(house: None) -> None:
    lesson = Lesson.objects.get(key="two-ways")

    def told(text: str, rests_on: str) -> list[str]:
        body = lesson.body.model_copy(update={"text": text, "rests_on": rests_on})
        return [finding.place for finding in LESSON.checks(lesson, body)]

    assert told(VERSIONS, "") == ["rests_on"]
    assert told(VERSIONS, "thought") == []
    assert told("The same to all.", "") == []


def test_editor_asks_what_a_text_rests_on_where_it_speaks_of_a_result(
    house: None, admin_client: Client
) -> None:
    def boxes(key: str) -> list[str]:
        passage = Passage.objects.get(key=key)
        page = admin_client.get(reverse("admin:assessments_passage_change", args=[passage.pk]))
        return re.findall(r'name="(body-cells:[a-z-]+:rests_on)" value="(.*?)"', page.text)

    assert ("body-cells:push:rests_on", "i02, i08, i13, i21") in boxes("guide_profile_monday")
    assert "everyone" not in str(boxes("guide_profile_monday"))
    assert boxes("guide_field_mirror") == []
