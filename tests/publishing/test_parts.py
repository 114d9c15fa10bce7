"""A large document is edited part by part, and item by item; each page saves only what it shows."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from publishing import actions
from publishing.forms import BASE, box
from publishing.items import ADD
from tests.publishing.test_documents import soup
from tests.publishing.toy.models import Recipe

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("toy_desk")]


@pytest.fixture
def recipe(moment: datetime) -> Recipe:
    return actions.create(Recipe(slug="soup"), body=soup(), now=moment)


def page(recipe: Recipe, query: str = "") -> str:
    return reverse("parted:toy_recipe_change", args=[recipe.pk]) + query


def posted(client: Client, recipe: Recipe, query: str = "", **changed: str) -> dict[str, str]:
    form = client.get(page(recipe, query)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    sent = {name: str(value) for name, value in data.items() if value not in (None, False)}
    return sent | {box(name.replace("__", "/")): value for name, value in changed.items()}


def test_a_part_has_boxes_for_its_own_places_only(admin_client: Client, recipe: Recipe) -> None:
    texts, steps, one = (
        set(posted(admin_client, recipe, query)) for query in ("", "?part=steps", "?item=steps/b")
    )

    assert {"slug", box("title"), box("opening")} <= texts
    assert box("steps") not in texts
    assert {box("steps"), box("steps/a/title"), BASE} <= steps
    assert not steps & {"slug", box("title"), box("steps/a/text")}
    assert {BASE, box("steps/b/title"), box("steps/b/text")} <= one
    assert all(name.startswith(box("steps/b/")) for name in one - {BASE})


@pytest.mark.parametrize("place", ["opening", "steps/b/title", "steps/b/text"])
def test_page_asked_for_by_a_place_has_its_box(
    admin_client: Client, recipe: Recipe, place: str
) -> None:
    assert box(place) in posted(admin_client, recipe, f"?place={place}")


@pytest.mark.parametrize("query", ["", "?part=steps", "?item=steps/b"])
def test_saving_an_untouched_part_changes_nothing(
    admin_client: Client, recipe: Recipe, query: str
) -> None:
    answer = admin_client.post(page(recipe, query), posted(admin_client, recipe, query))

    assert answer.status_code == 302
    assert recipe.revisions.count() == 1


def test_two_tabs_with_two_items_revert_nothing_of_each_other(
    admin_client: Client, recipe: Recipe
) -> None:
    first = posted(admin_client, recipe, "?item=steps/a", steps__a__text="Chop")
    second = posted(admin_client, recipe, "?item=steps/b", steps__b__text="Simmer")

    admin_client.post(page(recipe, "?item=steps/a"), first)
    answer = admin_client.post(page(recipe, "?item=steps/b"), second)

    assert answer.url == page(recipe, "?part=steps")
    recipe.refresh_from_db()
    assert [step.text for step in recipe.read().steps] == ["Chop", "Simmer"]


def test_an_item_removed_meanwhile_is_told_and_its_words_stay(
    admin_client: Client, recipe: Recipe, moment: datetime
) -> None:
    mine = posted(admin_client, recipe, "?item=steps/b", steps__b__text="Simmer")
    actions.save(recipe, body=soup(steps=soup().steps[:1]), now=moment)

    answer = admin_client.post(page(recipe, "?item=steps/b"), mine)

    assert "saved other words here" in answer.text
    assert "Simmer" in answer.text


def test_a_new_item_of_a_brief_list_opens_by_itself(admin_client: Client, recipe: Recipe) -> None:
    data = posted(admin_client, recipe, "?part=steps")

    answer = admin_client.post(page(recipe, "?part=steps"), data | {ADD: "steps/c3"})

    assert answer.url == page(recipe, "?item=steps/c3")
    recipe.refresh_from_db()
    assert [step.id for step in recipe.read().steps] == ["a", "b", "c3"]


def test_an_item_that_is_not_there_has_no_page(admin_client: Client, recipe: Recipe) -> None:
    assert admin_client.get(page(recipe, "?item=steps/z")).status_code == 404
