"""A list whose items are of several sorts: each is added by its name and has its own boxes."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from publishing import actions, places, sorts
from publishing.forms import box
from publishing.items import ADD_SORT
from tests.publishing.test_admin import page, posted
from tests.publishing.test_documents import soup
from tests.publishing.toy.models import Note, NoteSort, Recipe, RecipeBody, Spice, SpiceBody

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("toy_desk")]


@pytest.fixture
def recipe(moment: datetime) -> Recipe:
    notes = [Note(id="t1", title="Rest it"), Note(id="s1", sort=NoteSort.SWAP, title="No cream")]
    return actions.create(Recipe(slug="soup"), body=soup(notes=notes), now=moment)


def test_an_item_has_the_boxes_of_its_sort(recipe: Recipe) -> None:
    flattened = places.flat(recipe.read())

    has = {at for at in flattened if sorts.has_box(RecipeBody, flattened, at)}

    assert {"notes/t1/title", "notes/s1/title", "notes/s1/instead", "steps/a/title"} <= has
    assert "notes/t1/instead" not in has


def test_an_item_is_added_as_one_of_a_sort(admin_client: Client, recipe: Recipe) -> None:
    opened = admin_client.get(page(recipe)).text
    admin_client.post(page(recipe), posted(admin_client, recipe) | {ADD_SORT: "notes/swap/n9"})

    recipe.refresh_from_db()
    assert f'name="{ADD_SORT}" value="notes/swap/' in opened
    assert recipe.read().notes[-1] == Note(id="n9", sort=NoteSort.SWAP)


def test_saving_an_untouched_page_changes_no_sort(admin_client: Client, recipe: Recipe) -> None:
    admin_client.post(page(recipe), posted(admin_client, recipe, notes__s1__instead="Oats"))

    recipe.refresh_from_db()
    assert [note.sort for note in recipe.read().notes] == [NoteSort.TIP, NoteSort.SWAP]
    assert recipe.read().notes[1].instead == "Oats"


def test_a_page_with_a_fault_keeps_the_sort_of_what_was_added(
    admin_client: Client, recipe: Recipe
) -> None:
    sent = posted(admin_client, recipe, title="x" * 121) | {ADD_SORT: "notes/swap/n9"}

    shown = admin_client.post(page(recipe), sent)

    form = shown.context["adminform"].form
    assert form[box("notes/n9/sort")].value() == "swap"
    assert box("notes/n9/instead") in form.fields


def test_a_choice_among_rows_keeps_what_is_there_no_more(
    admin_client: Client, recipe: Recipe, moment: datetime
) -> None:
    actions.create(Spice(key="thyme"), body=SpiceBody(), now=moment)
    notes = [Note(id="s1", sort=NoteSort.SWAP, spice="saffron")]
    actions.save(recipe, body=soup(notes=notes), now=moment)

    form = admin_client.get(page(recipe)).context["adminform"].form

    offered = [value for value, _words in form.fields[box("notes/s1/spice")].choices]
    assert offered == ["saffron", "", "thyme"]


def test_the_page_of_a_new_text_offers_each_sort(admin_client: Client) -> None:
    opened = admin_client.get(reverse("toys:toy_recipe_add")).text

    assert all(f'name="{ADD_SORT}" value="notes/{sort}/' in opened for sort in NoteSort)
