"""The starter's own words are marked as hers to change, until she has changed them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Passage
from courses.models import Lesson
from desk.actions import starters
from desk.actions.checks import texts
from desk.actions.findings import CheckMoment
from guides.models import Guide
from mail.models import SystemLetter
from tests.assessments.rewriting import rewrite_item
from tests.documents import reword, write_passage
from tests.sections import section, write

pytestmark = pytest.mark.slow

MARK = "still the starter's own words"


def test_everything_loaded_is_the_starters(house: None) -> None:
    for model in (Lesson, Guide, SystemLetter, Passage, Assessment):
        label = model._meta.label_lower
        assert starters.untouched(label) == {row.pk for row in model._default_manager.all()}


def test_changed_section_makes_the_guide_hers(house: None, moment: datetime) -> None:
    guide = Guide.objects.get()

    write(guide, "mirror", text=f"{section(guide, 'mirror').text} And my own words.", now=moment)

    assert guide.pk not in starters.untouched("guides.guide")


def test_changed_lesson_is_hers(house: None) -> None:
    row, other = Lesson.objects.all()[:2]
    reword(row, text="My own words.")

    found = starters.untouched("courses.lesson")

    assert row.pk not in found
    assert other.pk in found


def test_changed_letter_is_hers(house: None, moment: datetime) -> None:
    row = SystemLetter.objects.get(key="guide", offer=None)
    reword(row, text="My own words.", now=moment)

    assert row.pk not in starters.untouched("mail.systemletter")


def test_changed_cell_makes_a_passage_hers(house: None, moment: datetime) -> None:
    row = Passage.objects.get(key="result_toll")
    write_passage(passage=row, cells={"everyone": "My own words."}, now=moment)

    assert row.pk not in starters.untouched("assessments.passage")


def test_changed_question_makes_the_assessment_hers(house: None) -> None:
    draft = Assessment.objects.exclude(published=None).get()
    rewrite_item(draft, "questions", "i01", text="My own words.")

    assert draft.pk not in starters.untouched("assessments.assessment")


def test_lists_and_editors_show_the_mark(author: Client, house: None) -> None:
    mine, theirs = Lesson.objects.all()[:2]
    reword(mine, text="My own words.")

    listed = author.get(reverse("admin:courses_lesson_changelist")).text
    pages = [
        author.get(reverse("admin:courses_lesson_change", args=[row.pk])).text
        for row in (mine, theirs)
    ]

    assert listed.count("yours to change") == Lesson.objects.count() - 1
    assert [MARK in page for page in pages] == [False, True]


def test_checklist_counts_them(house: None, moment: datetime) -> None:
    before = starters.count()
    reword(Lesson.objects.get(position=1), text="My own words.")

    line = texts.starter(CheckMoment(moment, moment))

    assert line.words.startswith(f"{before - 1} texts still say")
