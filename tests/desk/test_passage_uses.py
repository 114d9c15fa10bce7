"""Where the words of a passage appear, on the author's page of that passage."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Passage
from assessments.schema import PassageBody
from courses.models import Lesson
from guides.models import Guide
from publishing.actions import create
from publishing.announce import TextUse, uses_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),  # Unfold's
]


def uses(key: str) -> list[TextUse]:
    return uses_of(Passage.objects.get(key=key), site="admin")


def test_every_shipped_passage_appears_somewhere(house: None) -> None:
    assert [row.key for row in Passage.objects.all() if not uses(row.key)] == []


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("guide_profile", ["guide"]),
        ("lesson_two_leaning", ["lesson"]),
        ("result_field", ["assessment"]),
    ],
)
def test_place_names_the_text_that_uses_it(house: None, key: str, kinds: list[str]) -> None:
    assert [kind for kind, _title, _url in uses(key)] == kinds


def test_page_of_a_passage_links_to_each_place(house: None, author: Client) -> None:
    row = Passage.objects.get(key="lesson_two_leaning")
    call = "passage.lesson_two_leaning"
    lesson = next(one for one in Lesson.objects.all() if call in one.body.text)

    page = author.get(reverse("admin:assessments_passage_change", args=[row.pk])).text

    assert reverse("admin:courses_lesson_change", args=[lesson.pk]) in page
    assert "press “Save and publish”" in page


def test_unused_passage_says_how_to_use_it(house: None, author: Client, moment: datetime) -> None:
    row = create(Passage(key="fresh"), body=PassageBody(title="Fresh"), now=moment)

    page = author.get(reverse("admin:assessments_passage_change", args=[row.pk])).text

    assert "Nowhere yet" in page
    assert "passage.fresh" in page


def test_link_to_a_section_opens_it_on_the_page_of_its_guide(house: None, author: Client) -> None:
    row, guide = Passage.objects.get(key="guide_profile"), Guide.objects.get()

    page = author.get(reverse("admin:assessments_passage_change", args=[row.pk])).text

    section = next(one for one in guide.body.sections if "passage.guide_profile" in one.text)
    address = reverse("admin:guides_guide_change", args=[guide.pk])
    assert f'href="{address}?place=sections/{section.id}#body-sections:{section.id}"' in page
    assert f"Section “{section.title}”" in page
