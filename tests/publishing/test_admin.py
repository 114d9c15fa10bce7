"""A kind's own page, versions, publication and copy come with `DocumentAdmin`."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from publishing import actions
from publishing.forms import BASE, box
from publishing.items import ADD, COPY
from tests.publishing.test_documents import soup
from tests.publishing.toy.models import Heat, Recipe, Spice, SpiceBody, Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy_desk"), pytest.mark.slow]


@pytest.fixture
def recipe(moment: datetime) -> Recipe:
    return actions.create(Recipe(slug="soup"), body=soup(), now=moment)


@pytest.fixture
def owner(admin_client: Client) -> Client:
    return admin_client


def page(recipe: Recipe, word: str = "change") -> str:
    return reverse(f"toys:toy_recipe_{word}", args=[recipe.pk])


def posted(owner: Client, recipe: Recipe, **changed: str) -> dict[str, str]:
    """What a browser would send from the open page."""
    form = owner.get(page(recipe)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    sent = {name: str(value) for name, value in data.items() if value not in (None, False)}
    return sent | {box(name.replace("__", "/")): value for name, value in changed.items()}


def test_the_form_saves_what_was_typed_as_a_revision(owner: Client, recipe: Recipe) -> None:
    answer = owner.post(page(recipe), posted(owner, recipe, title="Stew", steps__a__text="Chop"))

    assert answer.status_code == 302
    recipe.refresh_from_db()
    assert (recipe.read().title, recipe.read().steps[0].text) == ("Stew", "Chop")
    assert recipe.revisions.first().made_by.is_superuser


def test_a_new_text_is_begun_from_an_empty_page(owner: Client) -> None:
    answer = owner.post(reverse("toys:toy_recipe_add"), {"slug": "tea", box("title"): "Tea"})

    assert answer.status_code == 302
    assert Recipe.objects.get(slug="tea").read().title == "Tea"


def test_items_are_added_moved_and_removed_without_javascript(
    owner: Client, recipe: Recipe
) -> None:
    owner.post(page(recipe), posted(owner, recipe) | {ADD: "steps/c3"})
    owner.post(
        page(recipe),
        posted(owner, recipe, steps__c3__title="Last")
        | {f"{box('steps/c3')}-place": "0", f"{box('steps/a')}-remove": "on"},
    )

    recipe.refresh_from_db()
    assert [(step.id, step.title) for step in recipe.read().steps] == [
        ("c3", "Last"),
        ("b", "Then"),
    ]


def test_a_new_item_has_an_address_on_the_page_and_its_defaults(
    owner: Client, recipe: Recipe
) -> None:
    answer = owner.post(page(recipe), posted(owner, recipe) | {ADD: "steps/c3"})
    opened = owner.get(page(recipe)).text

    assert answer.url == f"{page(recipe)}#{box('steps/c3')}"
    assert f'id="{box("steps/c3")}"' in opened
    recipe.refresh_from_db()
    assert recipe.read().steps[-1] == Step(id="c3")


def test_an_item_is_copied_behind_the_one_it_says_the_same_as(
    owner: Client, recipe: Recipe
) -> None:
    sent = posted(owner, recipe, steps__a__text="Chop @onion") | {COPY: "steps/a/a2"}

    answer = owner.post(page(recipe), sent)

    recipe.refresh_from_db()
    steps = recipe.read().steps
    assert [step.id for step in steps] == ["a", "a2", "b"]
    assert steps[1] == Step(id="a2", title="Copy of First", text="Chop @onion")
    assert answer.url == f"{page(recipe)}#{box('steps/a2')}"


def test_what_may_stand_once_only_is_not_copied(owner: Client, recipe: Recipe) -> None:
    owner.post(page(recipe), posted(owner, recipe, steps__a__label="cut") | {COPY: "steps/a/a2"})

    recipe.refresh_from_db()
    assert [step.label for step in recipe.read().steps] == ["cut", "", ""]


def test_a_folded_item_is_told_by_its_name_its_choice_and_its_rule(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    steps = [Step(id="a", title="First", heat=Heat.HIGH, rule="has_name")]
    actions.save(recipe, body=soup(steps=steps), now=moment)

    opened = owner.get(page(recipe)).text

    assert "Step “First” · high · only when" in opened


def test_enter_saves_and_presses_no_other_button(owner: Client, recipe: Recipe) -> None:
    opened = owner.get(page(recipe)).text
    form = opened[opened.index('id="recipe_form"') :]

    assert form.index('name="_save"') < form.index(f'name="{COPY}"')


def test_a_save_from_an_older_page_is_joined_with_what_was_saved_since(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    older = posted(owner, recipe, title="Stew")
    actions.save(recipe, body=soup(opening="Warm."), now=moment)

    owner.post(page(recipe), older)

    recipe.refresh_from_db()
    assert (recipe.read().title, recipe.read().opening) == ("Stew", "Warm.")


def test_a_box_somebody_else_changed_is_shown_with_both_words(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    older = posted(owner, recipe, title="Stew")
    other = User.objects.create(username="bo", first_name="Bo")
    actions.save(recipe, body=soup(title="Broth"), by=other, now=moment)

    answer = owner.post(page(recipe), older)

    form = answer.context["adminform"].form
    assert "Bo saved other words here" in form.errors[box("title")][0]
    assert "Broth" in form.errors[box("title")][0]
    assert form[box("title")].value() == "Stew"
    assert form[BASE].value() == str(recipe.head)
    recipe.refresh_from_db()
    assert recipe.read().title == "Broth"


def test_saving_again_after_the_warning_puts_ones_own_words_there(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    older = posted(owner, recipe, title="Stew")
    actions.save(recipe, body=soup(title="Broth"), now=moment)
    owner.post(page(recipe), older)

    owner.post(page(recipe), older | {BASE: str(recipe.head)})

    recipe.refresh_from_db()
    assert recipe.read().title == "Stew"


def test_saving_again_after_the_warning_keeps_what_only_the_other_changed(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    older = posted(owner, recipe, title="Stew")
    theirs = soup(title="Broth", opening="Warm.")
    theirs.steps[0].text, theirs.steps[0].optional = "Peel", False
    theirs.steps.append(Step(id="z9", title="Serve", text="Hot"))
    actions.save(recipe, body=theirs, now=moment)

    form = owner.post(page(recipe), older).context["adminform"].form
    again = {name: form[name].value() for name in form.fields}
    sent = {name: str(value) for name, value in again.items() if value not in (None, False)}
    owner.post(page(recipe), sent)

    recipe.refresh_from_db()
    body = recipe.read()
    assert (body.title, body.opening) == ("Stew", "Warm.")
    assert (body.steps[0].text, body.steps[0].optional) == ("Peel", False)
    assert (body.steps[-1].title, body.steps[-1].text) == ("Serve", "Hot")


def test_what_does_not_fit_is_said_at_its_box_and_kept(owner: Client, recipe: Recipe) -> None:
    answer = owner.post(page(recipe), posted(owner, recipe, steps__b__title="x" * 81))

    form = answer.context["adminform"].form
    assert list(form.errors) == [box("steps/b/title")]
    assert form[box("steps/b/title")].value() == "x" * 81


def test_a_version_is_set_beside_the_draft_and_brought_back(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    actions.save(recipe, body=soup(title="Stew"), now=moment)

    looked = owner.get(page(recipe, "versions"), {"version": "1"})
    owner.post(page(recipe, "versions"), {"version": "1"})

    assert "<del>Soup</del>" in looked.text
    recipe.refresh_from_db()
    assert recipe.read().title == "Soup"


def test_publishing_asks_first_and_names_what_is_missing(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    actions.save(recipe, body=soup(title=""), now=moment)
    assert "A recipe needs a title." in owner.get(page(recipe, "publish")).text
    owner.post(page(recipe, "publish"))
    recipe.refresh_from_db()
    assert recipe.published is None

    actions.save(recipe, body=soup(), now=moment)
    assert "Everybody cooks it." in owner.get(page(recipe, "publish")).text
    owner.post(page(recipe, "publish"))

    recipe.refresh_from_db()
    assert recipe.published is not None


def test_save_and_publish_publishes_what_was_typed(owner: Client, recipe: Recipe) -> None:
    button = {"toy_recipe_publish_it": "1"}

    owner.post(page(recipe), posted(owner, recipe, title="Stew") | button)

    recipe.refresh_from_db()
    assert recipe.published.read().title == "Stew"


def test_save_and_publish_saves_what_is_not_ready_and_says_why(
    owner: Client, recipe: Recipe
) -> None:
    sent = posted(owner, recipe, title="") | {"toy_recipe_publish_it": "1"}

    answer = owner.post(page(recipe), sent, follow=True)

    assert "Saved, and not published: Title: A recipe needs a title." in answer.text
    assert answer.redirect_chain == [(page(recipe), 302)]
    recipe.refresh_from_db()
    assert (recipe.read().title, recipe.published) == ("", None)


def test_a_save_writes_no_column_that_the_page_does_not_show(
    owner: Client, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = posted(owner, recipe, title="Stew")
    joined = actions.joined

    def meanwhile(row: Recipe, *args: object, **fields: object) -> object:
        Recipe.objects.update(served=7)
        return joined(row, *args, **fields)

    monkeypatch.setattr(actions, "joined", meanwhile)
    owner.post(page(recipe), sent)

    recipe.refresh_from_db()
    assert recipe.served == 7


def test_a_copy_is_told_by_its_title(owner: Client, recipe: Recipe) -> None:
    owner.post(page(recipe, "copy"))

    assert Recipe.objects.get(slug="soup_copy").read().title == "Copy of Soup"


def test_a_copy_is_asked_for_and_opened(owner: Client, recipe: Recipe) -> None:
    answer = owner.post(page(recipe, "copy"))

    made = Recipe.objects.get(slug="soup_copy")
    assert answer.url == page(made)


@pytest.mark.parametrize("word", ["versions", "publish", "copy"])
def test_who_may_only_look_changes_nothing(client: Client, recipe: Recipe, word: str) -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_recipe"))
    client.force_login(looker)

    assert client.post(page(recipe, word)).status_code == 403
    assert Recipe.objects.count() == 1
    assert recipe.revisions.count() == 1


def test_publishing_says_which_texts_follow_and_which_keep_their_words(
    owner: Client, recipe: Recipe, moment: datetime
) -> None:
    onion = actions.create(Spice(key="onion"), body=SpiceBody(text="red"), now=moment)
    other = actions.create(Recipe(slug="stew"), body=soup(), now=moment)
    actions.publish_together([recipe, other], now=moment)
    broken = other.published
    broken.body["title"] = ""  # as if a check had become stricter since
    broken.save()
    actions.save(onion, body=SpiceBody(text="white"), now=moment)

    answer = owner.post(reverse("toys:toy_spice_publish", args=[onion.pk]), follow=True)

    assert "went out again with it: “soup”." in answer.text
    assert "“stew” keeps the words it had: Title: A recipe needs a title." in answer.text


def shown(owner: Client, recipe: Recipe | None, **words: str) -> dict[str, object]:
    data = {box(name): text for name, text in words.items()}
    data |= {"preview_document": str(recipe.pk) if recipe else "", "preview_reader": "bo"}
    answer = owner.post(
        reverse("toys:toy_recipe_unsaved"), data | {"preview_place": box("opening")}
    )
    return answer.json()


def test_unsaved_words_are_shown_to_the_chosen_reader_and_not_stored(
    owner: Client, recipe: Recipe
) -> None:
    seen = shown(owner, recipe, title="Stew")

    assert seen["html"] == '<head><base target="_blank"></head>Stew for Bo'
    assert shown(owner, None, title="Tea")["subject"] == "Tea"
    recipe.refresh_from_db()
    assert (recipe.read().title, recipe.revisions.count()) == ("Soup", 1)


def test_what_stands_against_unsaved_words_is_said_at_its_box(
    owner: Client, recipe: Recipe
) -> None:
    assert shown(owner, recipe, title="")["lines"] == {box("title"): "A recipe needs a title."}
