"""What the editor is told of a kind that no app ships: previews, what may be put in, links."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.actions import link_check
from publishing import actions
from publishing.forms import box
from publishing.kinds import register_page
from tests.publishing.test_documents import soup
from tests.publishing.toy.models import Recipe, Spice, SpiceBody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_desk")]


@pytest.fixture
def spice(moment: datetime) -> Spice:
    return actions.create(Spice(key="onion"), body=SpiceBody(text="red"), now=moment)


@pytest.fixture
def recipe(spice: Spice, moment: datetime) -> Recipe:
    body = soup().model_copy(update={"opening": "With @onion"})
    return actions.create(Recipe(slug="soup"), body=body, now=moment)


def shown(client: Client, kind: str, pk: int, place: str, text: str, **more: str) -> Any:
    data = {box(place): text, "preview_document": pk, "preview_place": box(place)}
    return client.post(reverse(f"toys:toy_{kind}_unsaved"), data | more)


def test_text_is_shown_in_the_first_text_that_uses_it(
    admin_client: Client, spice: Spice, recipe: Recipe
) -> None:
    seen = shown(admin_client, "spice", spice.pk, "text", "white", preview_reader="bo").json()

    assert seen["html"] == '<head><base target="_blank"></head>Soup for Bo spice:onion: white'
    spice.refresh_from_db()
    assert spice.read().text == "red"


def test_text_that_nothing_uses_is_shown_as_its_kind_says(
    admin_client: Client, spice: Spice
) -> None:
    assert "in nothing yet" in shown(admin_client, "spice", spice.pk, "text", "white").text


def test_place_without_words_is_shown_as_missing(admin_client: Client, recipe: Recipe) -> None:
    answer = shown(admin_client, "recipe", recipe.pk, "title", "").json()

    assert answer["html"].endswith("Your words are missing here. for Ada")
    assert [fault["message"] for fault in answer["faults"]] == ["A recipe needs a title."]


def test_kind_that_prints_is_shown_on_paper_and_no_other(
    admin_client: Client, spice: Spice, recipe: Recipe
) -> None:
    paper = {box("title"): "Soup", "preview_medium": "paper"}

    printed = shown(admin_client, "recipe", recipe.pk, "opening", "Hot.", **paper)

    assert (printed.content, printed.headers["X-Frame-Options"]) == (b"%PDF", "SAMEORIGIN")
    assert "html" in shown(admin_client, "spice", spice.pk, "text", "white", **paper).json()


def test_page_tells_the_editor_who_reads_and_what_may_be_put_in(
    admin_client: Client, recipe: Recipe
) -> None:
    page = admin_client.get(reverse("toys:toy_recipe_change", args=[recipe.pk])).text
    said = re.search(r'id="writing-desk" type="application/json">(.*?)</script>', page)
    assert said
    data = json.loads(said[1])

    assert data["people"] == [{"key": "ada", "label": "Ada"}, {"key": "bo", "label": "Bo"}]
    assert data["doors"]["unsaved"] == reverse("toys:toy_recipe_unsaved")
    assert data["prints"]
    entries = {one["words"]: one["before"] for one in data["menus"]["recipe"]}
    assert (entries["onion"], entries["cook"]) == ("@onion", "{{ cook }}")


def test_page_of_a_text_says_where_it_is_used(
    admin_client: Client, spice: Spice, recipe: Recipe
) -> None:
    page = admin_client.get(reverse("toys:toy_spice_change", args=[spice.pk])).text

    address = reverse("toys:toy_recipe_change", args=[recipe.pk])
    assert f'href="{address}?place=opening#id_{box("opening")}">soup: Opening</a>' in page


def test_link_to_a_page_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.kinds._pages", {})
    register_page("assessment:start", lambda slug: slug == "known")

    text = "[a](/assessment/known/)\n\n[b](/assessment/gone/)"

    assert [fault.line for fault in link_check.broken(text)] == [3]
