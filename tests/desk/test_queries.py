"""No page of the desk asks the database more than fifteen times, however many rows it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.admin.parts import PARTS
from assessments.models import Assessment, Choice, Profile, Question
from contacts.models import Contact

LIMIT = 15
# Pages that show one thing with all that hangs on it: a query for each kind of row, never for
# each row. The draft of an assessment has thirteen tables, a person has traces in every room.
MORE = {
    "contacts.contact": 24,
    "courses.enrollment": 20,
    "erase": 16,
    "everything": 20,
}


def lists() -> Iterator[tuple[str, str]]:
    yield "home", reverse("admin:index")
    for name in ("checkup", "set_up", "renew", "people_in", "second_step_settings"):
        yield name, reverse(f"desk:{name}")
    for model in admin.site._registry:
        meta = model._meta
        page = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        yield f"list of {meta.label_lower}", page


def changes() -> Iterator[tuple[str, str]]:
    for model in admin.site._registry:
        meta, row = model._meta, model._default_manager.first()
        if row is not None:
            page = f"admin:{meta.app_label}_{meta.model_name}_change"
            yield meta.label_lower, reverse(page, args=[row.pk])


def of_person() -> Iterator[tuple[str, str]]:
    person = Contact.objects.get()
    for name in ("merge", "erase", "everything"):
        yield name, reverse(f"desk:{name}", args=[person.pk])


@pytest.mark.parametrize("pages", [lists, changes, of_person])
def test_page_asks_fifteen_times_at_most(author: Client, robin: Contact, pages: object) -> None:
    over = {}
    for name, page in pages():  # type: ignore[operator]
        with CaptureQueriesContext(connection) as asked:
            assert author.get(page).status_code in (200, 302), page
        if len(asked) > MORE.get(name, LIMIT):
            over[name] = len(asked)

    assert over == {}


@pytest.mark.parametrize("part", [part.key for part in PARTS])
def test_part_of_an_assessment_asks_no_more_for_more_rows(
    author: Client, house: None, part: str
) -> None:
    draft = Assessment.objects.filter(scales__isnull=False).first()
    assert draft
    for number in range(20):
        place = {"assessment": draft, "key": f"more{number}", "position": 900 + number}
        question = Question.objects.create(**place, kind="single", text="More?")
        Choice.objects.create(question=question, key="a", label="A")
        Profile.objects.create(**place, name="More", when="shown == 0")

    with CaptureQueriesContext(connection) as asked:
        page = author.get(
            reverse("admin:assessments_assessment_change", args=[draft.pk]), {"part": part}
        )

    assert page.status_code == 200
    assert len(asked) <= LIMIT
