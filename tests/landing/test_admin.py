"""She composes the page in the editor of every text, and sees it beside as it would be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from landing.models import LandingPage
from landing.schema import BlockKind, LandingBody
from offers.models import Offer
from practice.models import Image
from publishing import actions as publishing
from publishing.forms import box
from publishing.items import ADD_SORT
from tests.offers import an_offer
from tests.previews import shown

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


def page(landing: LandingPage) -> str:
    return reverse("admin:landing_landingpage_change", args=[landing.pk])


def posted(author: Client, landing: LandingPage, **also: str) -> dict[str, str]:
    form = author.get(page(landing)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: str(value) for name, value in values.items() if value not in (None, False)}
    return sent | also


def block_of(landing: LandingPage, kind: BlockKind) -> str:
    return next(block.id for block in landing.body.blocks if block.kind is kind)


def test_a_block_has_the_boxes_of_its_kind(admin_client: Client, landing: LandingPage) -> None:
    fields = posted(admin_client, landing)

    opening, steps = block_of(landing, BlockKind.OPENING), block_of(landing, BlockKind.STEPS)
    assert box(f"blocks/{opening}/button") in fields
    assert box(f"blocks/{steps}/button") not in fields
    assert box(f"blocks/{steps}/heading") in fields


def test_saving_the_untouched_page_changes_nothing(
    admin_client: Client, landing: LandingPage
) -> None:
    answer = admin_client.post(page(landing), posted(admin_client, landing))

    assert answer.status_code == 302
    landing.refresh_from_db()
    assert not landing.has_changed


def test_blocks_are_added_moved_and_left_out(admin_client: Client, landing: LandingPage) -> None:
    letters, count = block_of(landing, BlockKind.LETTERS), len(landing.body.blocks)
    sent = posted(admin_client, landing)
    sent |= {ADD_SORT: "blocks/quote/n1", f"{box(f'blocks/{letters}')}-place": "0"}

    admin_client.post(page(landing), sent)

    landing.refresh_from_db()
    kinds = [block.kind for block in landing.body.blocks]
    assert (kinds[0], kinds[-1]) == (BlockKind.LETTERS, BlockKind.QUOTE)
    again = posted(admin_client, landing) | {f"{box('blocks/n1')}-remove": "on"}
    admin_client.post(page(landing), again)
    landing.refresh_from_db()
    assert len(landing.body.blocks) == count


def test_half_built_page_is_saved_and_says_what_is_missing(
    admin_client: Client, landing: LandingPage
) -> None:
    sent = posted(admin_client, landing) | {ADD_SORT: "blocks/quote/n1"}

    answer = admin_client.post(page(landing), sent, follow=True)

    assert "whose words these are" in answer.text
    landing.refresh_from_db()
    assert landing.body.blocks[-1].id == "n1"


def test_preview_is_the_true_page_and_turns_to_the_block(
    admin_client: Client, landing: LandingPage
) -> None:
    place = f"blocks/{block_of(landing, BlockKind.GET)}/text"

    seen = shown(admin_client, landing, place, "### Peace\n\nAnd quiet.")

    assert seen["html"].count("data-looked-at") == 1
    before, after = seen["html"].split("data-looked-at")
    assert "Peace" in after
    assert "<h1>" in before


def test_preview_shows_a_page_with_faults_elsewhere(
    admin_client: Client, landing: LandingPage
) -> None:
    place = f"blocks/{block_of(landing, BlockKind.GET)}/text"

    seen = shown(admin_client, landing, place, "### Peace\n\nQuiet.", also={"title": ""})

    assert "Peace" in seen["html"]
    assert "title" in str(seen["lines"])


def test_block_without_words_says_so_to_its_author_and_nothing_to_visitors(
    admin_client: Client, client: Client, landing: LandingPage, moment: datetime
) -> None:
    body = landing.body
    (last := next(block for block in body.blocks[::-1] if block.kind is BlockKind.WORDS)).text = ""
    publishing.save(landing, body=body, now=moment)
    publishing.publish(landing, now=moment)
    place, missing = f"blocks/{last.id}/text", "Your words are missing here"

    seen = shown(admin_client, landing, place, "")
    home = admin_client.get(reverse("admin:index")).text
    visited = client.get(landing.get_absolute_url(), follow=True).text

    assert missing in seen["html"]
    assert missing in str(seen["notes"])
    assert f"place={place}#id_{box(place)}" in home
    assert last.heading in seen["html"]
    assert last.heading not in visited
    assert missing not in visited


def test_a_new_page_is_begun_for_an_offer(admin_client: Client, landing: LandingPage) -> None:
    offer = an_offer("burnout", name="Burnout check", is_home=False)
    sent = {"offer": str(offer.pk), box("title"): "A check", box("blocks"): ""}

    answer = admin_client.post(reverse("admin:landing_landingpage_add"), sent)

    assert answer.status_code == 302
    made = LandingPage.objects.get(offer=offer)
    assert isinstance(made.body, LandingBody)
    assert made.body.title == "A check"
    assert made.published is None


def test_her_pictures_and_the_made_up_people_are_offered(
    admin_client: Client, landing: LandingPage
) -> None:
    Image.objects.create(file="images/gate.jpg", name="gate", alt="A gate")
    form = admin_client.get(page(landing)).context["adminform"].form

    opening, sample = block_of(landing, BlockKind.OPENING), block_of(landing, BlockKind.SAMPLE)
    pictures = form.fields[box(f"blocks/{opening}/picture")].choices
    readers = form.fields[box(f"blocks/{sample}/reader")].choices
    assert ("gate", "A gate") in pictures
    assert "push" in dict(readers)


def test_an_offer_keeps_one_landing_page(admin_client: Client, landing: LandingPage) -> None:
    sent = {"offer": str(Offer.objects.get().pk), box("title"): "Two", box("blocks"): ""}

    answer = admin_client.post(reverse("admin:landing_landingpage_add"), sent)

    assert answer.status_code == 200
    assert LandingPage.objects.count() == 1
