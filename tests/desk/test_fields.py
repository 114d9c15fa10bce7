"""The author's fields on a person: filled in by hand, asked in segments, erased, given out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from contacts import erase
from contacts.actions import ensure_field
from contacts.models import Contact, ContactField, FieldValue
from desk.actions import export
from mail.actions.rule_counts import count_rule
from tests.conftest import person
from tests.desk.conftest import ROBIN

pytestmark = pytest.mark.slow

Fill = Callable[..., str]


@pytest.fixture
def robin(house: None) -> Contact:
    return person(ROBIN)


@pytest.fixture
def fields(house: None) -> dict[str, ContactField]:
    return {
        "town": ensure_field(key="town", label="Town", sort="text"),
        "work": ensure_field(
            key="work", label="Your work", sort="choice", choices=("Coaching", "Therapy")
        ),
        "vegan": ensure_field(key="vegan", label="Vegan", sort="yes_no"),
    }


@pytest.fixture
def fill(author: Client, robin: Contact, fields: dict[str, ContactField]) -> Fill:
    def post(key: str, **data: Any) -> str:
        act = reverse("desk:act", args=[robin.pk, "field"])
        return author.post(act, {"place": fields[key].pk, **data}, follow=True).content.decode()

    return post


def said(contact: Contact) -> dict[str, str]:
    return dict(contact.field_values.values_list("field__key", "value"))


def test_author_fills_in_a_field_changes_it_and_empties_it(fill: Fill, robin: Contact) -> None:
    page = fill("town", value="  Ghent \u0000\n and   around ")

    assert "“Town” is kept." in page
    assert 'value="Ghent and around"' in page
    assert said(robin) == {"town": "Ghent and around"}
    fill("town", value="Bruges")
    assert said(robin) == {"town": "Bruges"}
    assert "“Town” is empty now." in fill("town", value=" ")
    assert said(robin) == {}


def test_field_by_hand_is_as_long_as_a_form_would_keep_it(fill: Fill, robin: Contact) -> None:
    fill("town", value="a" * 5_000)

    assert said(robin) == {"town": "a" * 300}


@pytest.mark.parametrize(("key", "value"), [("work", "Therapy"), ("vegan", "no")])
def test_answer_that_a_field_offers_is_kept(
    fill: Fill, robin: Contact, key: str, value: str
) -> None:
    fill(key, value=value)

    assert said(robin) == {key: value}


@pytest.mark.parametrize(("key", "value"), [("work", "Plumbing"), ("vegan", "maybe")])
def test_answer_that_a_field_does_not_offer_leaves_it_as_it_was(
    fill: Fill, robin: Contact, key: str, value: str
) -> None:
    fill(key, value="Coaching" if key == "work" else "yes")
    before = said(robin)

    assert "as it was: please choose one of its answers" in fill(key, value=value)
    assert said(robin) == before


def test_answer_no_longer_offered_still_shows(
    fill: Fill, robin: Contact, fields: dict[str, ContactField]
) -> None:
    fill("work", value="Coaching")
    ContactField.objects.filter(key="work").update(choices=["Therapy"])

    page = fill("town", value="Ghent")

    assert '<option value="Coaching" selected>' in page
    assert "as it was" in fill("work", value="Coaching")
    assert said(robin)["work"] == "Coaching"


def test_note_of_a_field_names_it_and_not_what_was_typed(fill: Fill, robin: Contact) -> None:
    fill("town", value="Ghent")

    entry = LogEntry.objects.latest("pk")
    assert entry.object_id == str(robin.pk)
    assert "Town" in entry.change_message
    assert "Ghent" not in entry.change_message


def test_field_by_hand_puts_a_person_into_a_segment(fill: Fill) -> None:
    rule = 'person.work == "therapy" and person.vegan'
    assert count_rule(rule).people == 0

    fill("work", value="Therapy")
    fill("vegan", value="yes")

    assert count_rule(rule).people == 1


def test_field_by_hand_is_given_out_and_erased(fill: Fill, robin: Contact, moment: Any) -> None:
    fill("town", value="Ghent")

    assert [row["value"] for row in export.for_author(robin)["fields"]] == ["Ghent"]
    erase.forget(contact=robin, now=moment)
    assert not FieldValue.objects.exists()


def test_field_that_is_not_there_is_not_found(author: Client, robin: Contact) -> None:
    for place in ("99", "x", ""):
        answer = author.post(
            reverse("desk:act", args=[robin.pk, "field"]), {"place": place, "value": "Ghent"}
        )
        assert answer.status_code == 404
