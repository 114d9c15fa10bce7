"""Documents as files of a content folder: compared, loaded, published, written, by any kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from publishing import actions
from publishing.actions import content
from tests.publishing.toy.models import RECIPE, SPICE, Recipe, Spice
from writing.errors import Refused

pytestmark = pytest.mark.django_db
SOUP = """---
slug: soup
spice: onion
title: Soup
steps:
- title: First
  text: Cut @onion
- title: Then
  text: Boil
---
Warm.
"""


@pytest.fixture
def folder(tmp_path: Path, moment: datetime) -> Path:
    """One recipe and one spice, as files; both are there as drafts, as the starter's."""
    for name, text in (("recipes/soup.md", SOUP), ("spices/onion.yaml", "key: onion\ntext: red\n")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    for kind in (SPICE, RECIPE):
        content.load(kind, tmp_path, as_starter=True, now=moment)
    return tmp_path


def test_files_become_drafts_and_the_same_files_again(folder: Path, tmp_path: Path) -> None:
    for kind in (RECIPE, SPICE):
        content.export(kind, tmp_path / "out")

    assert (tmp_path / "out/recipes/soup.md").read_text() == SOUP
    assert (tmp_path / "out/spices/onion.yaml").read_text() == "key: onion\ntext: red\n"
    assert Recipe.objects.get().spice == Spice.objects.get()
    assert Recipe.objects.get().published is None


def test_loading_says_what_it_would_change_and_keeps_the_items(
    folder: Path, moment: datetime
) -> None:
    before = [step.id for step in Recipe.objects.get().read().steps]
    assert content.differences(RECIPE, folder) == []

    (folder / "recipes/soup.md").write_text(SOUP.replace("Boil", "Simmer"))
    assert content.differences(RECIPE, folder) == ["recipe soup: Step “Then”: Text"]
    content.load(RECIPE, folder, now=moment)

    steps = Recipe.objects.get().read().steps
    assert [(one.id, one.text) for one in steps] == [
        (before[0], "Cut @onion"),
        (before[1], "Simmer"),
    ]


def test_own_words_brought_back_from_files_are_not_the_starters(
    folder: Path, tmp_path: Path, moment: datetime
) -> None:
    assert content.untouched(RECIPE) == {Recipe.objects.get().pk}
    (folder / "recipes/soup.md").write_text(SOUP.replace("Warm.", "Hot."))

    content.load(RECIPE, folder, now=moment)

    assert content.untouched(RECIPE) == set()


def test_the_starters_words_are_found_again_after_years(folder: Path, moment: datetime) -> None:
    recipe = Recipe.objects.get()
    for number in range(30):
        body = recipe.read().model_copy(update={"title": f"Soup {number}"})
        actions.save(recipe, body=body, now=moment)
    actions.forget_old(now=moment + timedelta(days=1000))

    revision = actions.starter_revision(recipe)

    assert revision is not None
    actions.revert(recipe, revision=revision, now=moment)
    assert actions.is_starter(recipe)


def test_a_new_version_adds_what_the_product_needs_and_nothing_else(
    folder: Path, moment: datetime
) -> None:
    (folder / "spices/salt.yaml").write_text("key: salt\ntext: white\n")
    (folder / "spices/onion.yaml").write_text("key: onion\ntext: blue\n")
    (folder / "recipes/tea.md").write_text(SOUP.replace("soup", "tea"))

    assert content.add_required(SPICE, folder, now=moment) == ["salt"]
    assert content.add_required(RECIPE, folder, now=moment) == []

    assert Spice.objects.get(key="salt").published is not None
    assert Spice.objects.get(key="onion").read().text == "red"
    assert not Recipe.objects.filter(slug="tea").exists()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("slug: soup", "slug: soup and more", "slug"),
        ("spice: onion", "spice: garlic", "nothing called “garlic”"),
        ("title: Soup", "titel: Soup", "titel"),
        ("---\nWarm", "Warm", "three dashes"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    folder: Path, moment: datetime, was: str, now: str, said: str
) -> None:
    (folder / "recipes/soup.md").write_text(SOUP.replace(was, now))

    with pytest.raises(Refused, match=said):
        content.load(RECIPE, folder, now=moment)

    assert Recipe.objects.get().slug == "soup"


def test_publishing_does_what_the_app_needs_besides(folder: Path, moment: datetime) -> None:
    recipe = Recipe.objects.get()

    revision = actions.publish(recipe, now=moment)

    assert recipe.served == revision.number
    assert recipe.revisions.published().get() == revision
