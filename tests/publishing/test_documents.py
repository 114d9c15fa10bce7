"""The copy-a-class test: what a toy kind gets by being declared, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from publishing import actions, diff, files, places
from publishing.models import Reference, Revision
from tests.publishing.toy.models import Oven, Recipe, RecipeBody, Spice, SpiceBody, Step

pytestmark = pytest.mark.django_db


def soup(**fields: object) -> RecipeBody:
    steps = [
        Step(id="a", title="First", text="Cut @onion"),
        Step(id="b", title="Then", text="Boil"),
    ]
    return RecipeBody(**{"title": "Soup", "steps": steps, **fields})


@pytest.fixture
def recipe(moment: datetime) -> Recipe:
    return actions.create(Recipe(slug="soup"), body=soup(), now=moment)


def test_saving_makes_a_revision_each_time_something_changed(
    recipe: Recipe, moment: datetime
) -> None:
    somebody = User.objects.create(username="ada")
    actions.save(recipe, body=soup(title="Stew"), by=somebody, now=moment)
    actions.save(recipe, body=soup(title="Stew"), now=moment)

    found = [
        (revision.number, revision.read().title, revision.made_by) for revision in recipe.revisions
    ]
    assert found == [(2, "Stew", somebody), (1, "Soup", None)]


def test_a_half_built_draft_is_saved_and_not_published(recipe: Recipe, moment: datetime) -> None:
    actions.save(recipe, body=RecipeBody(steps=[Step(id="a")]), now=moment)

    with pytest.raises(actions.NotReady) as refused:
        actions.publish(recipe, now=moment)

    assert [one.place for _row, one in refused.value.findings] == ["title", "steps/a/text"]
    assert recipe.published is None


def test_a_published_revision_stays_when_the_draft_goes_on(
    recipe: Recipe, moment: datetime
) -> None:
    published = actions.publish(recipe, now=moment)
    actions.save(recipe, body=soup(title="Stew"), now=moment)

    recipe.refresh_from_db()
    assert recipe.published == published
    assert published.read().title == "Soup"
    assert recipe.has_changed


@pytest.fixture
def onion(moment: datetime) -> Spice:
    return actions.create(Spice(key="onion"), body=SpiceBody(text="red"), now=moment)


def test_a_text_nobody_published_goes_out_with_the_first_that_uses_it(
    recipe: Recipe, onion: Spice, moment: datetime
) -> None:
    published = actions.publish(recipe, now=moment)

    onion.refresh_from_db()
    assert onion.published is not None
    assert published.closure == {"spices": {"onion": "red"}}


def test_publishing_freezes_what_readers_get_of_the_text_it_uses(
    recipe: Recipe, onion: Spice, moment: datetime
) -> None:
    actions.publish(onion, now=moment)
    actions.save(onion, body=SpiceBody(text="half a thought"), now=moment)

    published = actions.publish(recipe, now=moment)

    assert published.closure == {"spices": {"onion": "red"}}
    assert actions.to_publish() == [onion]


def test_published_texts_go_out_again_with_a_text_they_use_and_keep_their_draft(
    recipe: Recipe, onion: Spice, moment: datetime
) -> None:
    actions.publish(recipe, now=moment)
    actions.save(recipe, body=soup(title="Half-written"), now=moment)
    actions.save(onion, body=SpiceBody(text="white"), now=moment)

    outcome = actions.publish_ready([onion], now=moment)

    recipe.refresh_from_db()
    assert (outcome.published, outcome.renewed, outcome.left) == ([onion], [recipe], [])
    assert recipe.published.closure == {"spices": {"onion": "white"}}
    assert recipe.published.read().title == "Soup"
    assert recipe.read().title == "Half-written"
    assert actions.to_publish() == [recipe]


def test_a_text_uses_what_its_readers_get_though_its_draft_no_longer_does(
    recipe: Recipe, onion: Spice, moment: datetime
) -> None:
    actions.publish(recipe, now=moment)
    actions.save(recipe, body=soup(steps=[]), now=moment)
    actions.save(onion, body=SpiceBody(text="white"), now=moment)

    assert actions.publish_ready([onion], now=moment).renewed == [recipe]


def test_texts_that_only_draft_another_do_not_go_out_with_it(
    recipe: Recipe, onion: Spice, moment: datetime
) -> None:
    outcome = actions.publish_ready([onion], now=moment)

    recipe.refresh_from_db()
    assert (outcome.renewed, recipe.published) == ([], None)


def test_of_many_those_that_are_ready_go_out_and_the_rest_is_said_with_its_reason(
    recipe: Recipe, onion: Spice, moment: datetime
) -> None:
    empty = actions.create(Recipe(slug="empty"), body=RecipeBody(), now=moment)

    outcome = actions.publish_ready([empty, recipe, onion], now=moment)

    assert outcome.published == [onion, recipe]
    assert [(row.slug, one.message) for row, one in outcome.left] == [
        ("empty", "A recipe needs a title.")
    ]


def test_a_text_is_not_ready_while_what_it_uses_for_the_first_time_is_not(
    recipe: Recipe, onion: Spice, moment: datetime
) -> None:
    actions.save(onion, body=SpiceBody(), now=moment)

    with pytest.raises(actions.NotReady) as refused:
        actions.publish(recipe, now=moment)

    assert [one.message for _row, one in refused.value.findings] == ["How does it taste?"]
    assert not Revision.objects.published().exists()


def test_publishing_the_same_again_gives_the_same_revision(
    recipe: Recipe, moment: datetime
) -> None:
    once, again = (actions.publish(recipe, now=moment) for _ in range(2))

    assert once == again
    assert recipe.revisions.published().count() == 1


def test_together_all_are_published_or_none(recipe: Recipe, moment: datetime) -> None:
    empty = actions.create(Recipe(slug="empty"), body=RecipeBody(), now=moment)

    with pytest.raises(actions.NotReady) as refused:
        actions.publish_together([recipe, empty], now=moment)

    assert [row.slug for row, _one in refused.value.findings] == ["empty"]
    assert not Revision.objects.published().exists()


def test_what_changed_since_it_was_published_is_listed(recipe: Recipe, moment: datetime) -> None:
    actions.publish(recipe, now=moment)
    assert actions.to_publish() == []

    actions.save(recipe, body=soup(title="Stew"), now=moment)

    assert actions.to_publish() == [recipe]


def test_what_is_switched_off_waits_for_no_publication(recipe: Recipe, moment: datetime) -> None:
    actions.publish(recipe, now=moment)
    actions.save(recipe, body=soup(title="Stew"), now=moment)
    Recipe.objects.update(retired=True)

    assert actions.to_publish() == []


def test_what_else_publishing_does_is_done_though_the_words_are_the_same(
    recipe: Recipe, moment: datetime
) -> None:
    for hours in (0, 1):
        actions.publish(recipe, now=moment + timedelta(hours=hours))

    assert recipe.fresh_at == moment + timedelta(hours=1)


def test_an_older_tab_does_not_undo_what_was_saved_since(recipe: Recipe, moment: datetime) -> None:
    began = recipe.head
    actions.save(recipe, body=soup(title="Stew"), base=began, now=moment)

    actions.save(recipe, body=soup(opening="Warm."), base=began, now=moment)

    assert (recipe.read().title, recipe.read().opening) == ("Stew", "Warm.")


def test_a_box_two_tabs_changed_is_refused_with_both_words(
    recipe: Recipe, moment: datetime
) -> None:
    began = recipe.head
    actions.save(recipe, body=soup(title="Stew"), base=began, now=moment)

    with pytest.raises(actions.Conflicted) as refused:
        actions.save(recipe, body=soup(title="Broth"), base=began, now=moment)

    (conflict,) = refused.value.conflicts
    assert (conflict.place, conflict.mine, conflict.theirs) == ("title", "Broth", "Stew")
    recipe.refresh_from_db()
    assert recipe.read().title == "Stew"


def test_an_earlier_version_comes_back_and_nothing_is_lost(
    recipe: Recipe, moment: datetime
) -> None:
    first = recipe.revisions.get()
    actions.save(recipe, body=soup(title="Stew"), now=moment)

    actions.revert(recipe, revision=first, now=moment)

    assert recipe.read().title == "Soup"
    assert [revision.read().title for revision in recipe.revisions] == ["Soup", "Stew", "Soup"]


def test_a_version_of_another_text_is_refused(recipe: Recipe, moment: datetime) -> None:
    other = actions.create(Recipe(slug="tea"), body=soup(title="Tea"), now=moment)

    with pytest.raises(ValueError, match="another text"):
        actions.revert(recipe, revision=other.revisions.get(), now=moment)


def test_a_copy_says_the_same_and_is_a_draft(recipe: Recipe, moment: datetime) -> None:
    actions.publish(recipe, now=moment)

    copy = actions.copy(recipe, now=moment, slug="soup-2")

    assert (copy.slug, copy.read(), copy.published) == ("soup-2", recipe.read(), None)


def test_texts_that_use_another_are_found(recipe: Recipe, moment: datetime) -> None:
    onion = actions.create(Spice(key="onion"), body=SpiceBody(text="red"), now=moment)
    assert list(actions.users_of(onion)) == [recipe]

    actions.save(recipe, body=soup(steps=[]), now=moment)

    assert list(actions.users_of(onion)) == []
    assert not Reference.objects.exists()


def test_starter_words_are_known_until_they_change(recipe: Recipe, moment: datetime) -> None:
    actions.mark_starter(recipe)
    assert actions.is_starter(recipe)

    actions.save(recipe, body=soup(title="Mine"), now=moment)

    assert not actions.is_starter(recipe)


def test_old_saved_states_go_and_published_ones_stay(recipe: Recipe, moment: datetime) -> None:
    published = actions.publish(recipe, now=moment)
    for number in range(30):
        actions.save(recipe, body=soup(title=f"Soup {number}"), now=moment)

    assert actions.forget_old(now=moment) == 0, "a tab may still be open"
    actions.forget_old(now=moment + timedelta(days=3))

    revisions = recipe.revisions
    assert revisions.exclude(state=Revision.State.PUBLISHED).count() == 20
    assert published in revisions
    assert revisions.first().read() == recipe.read()


def test_a_body_of_an_earlier_schema_is_read(recipe: Recipe) -> None:
    Recipe.objects.filter(pk=recipe.pk).update(draft={"name": "Soup"}, schema_version=1)

    recipe.refresh_from_db()

    assert recipe.read().title == "Soup"


def test_two_revisions_of_one_number_cannot_stand(recipe: Recipe) -> None:
    revision = recipe.revisions.get()
    revision.pk = None

    with pytest.raises(IntegrityError):
        revision.save()


def test_differences_are_told_in_the_authors_words() -> None:
    old, new = soup(), soup(title="Stew", oven=Oven(degrees=90))
    new.steps[1].text = "Simmer"
    new.steps.reverse()

    changed = [change.place for change in diff.changes(old, new)]

    assert changed == ["Title", "Oven: Degrees", "Step “Then”: Text", "Steps"]


def test_places_lead_there_and_back() -> None:
    body = soup(oven=Oven(degrees=90))

    again = RecipeBody.model_validate(places.nested(RecipeBody, places.flat(body)))

    assert again == body


def test_a_file_leads_there_and_back_and_keeps_the_items(recipe: Recipe) -> None:
    text = files.to_yaml(recipe.read())

    again = files.from_yaml(RecipeBody, text.replace("Boil", "Simmer"), beside=recipe.read())

    assert "id:" not in text
    assert [(step.id, step.text) for step in again.steps] == [("a", "Cut @onion"), ("b", "Simmer")]
