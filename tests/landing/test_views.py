"""The first page of the site and the front page of each offer, as visitors meet them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from landing.models import LandingPage
from landing.schema import BlockKind, LandingBlock
from offers.models import Offer
from practice.models import Image, Practice
from publishing import actions as publishing
from tests.pseudo import missed, pseudo

START = "/assessment/resistance-reframe/"


@pytest.fixture(autouse=True)
def stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


def publish(landing: LandingPage, now: datetime, *blocks: LandingBlock) -> None:
    """With these blocks behind its opening."""
    body = landing.body
    said = body.model_copy(update={"blocks": [body.blocks[0], *blocks]})
    publishing.save(landing, body=said, now=now)
    publishing.publish(landing, now=now)


def test_first_page_shows_the_blocks_in_their_order(client: Client, landing: LandingPage) -> None:
    page = text(client.get("/"))

    headings = [block.heading for block in landing.body.blocks if block.heading]
    places = [page.index(heading, page.index("<main")) for heading in headings]
    assert places == sorted(places)
    assert page.count("<h1") == 1
    assert f'href="{START}"' in page


def test_first_page_needs_no_script_and_no_other_site(client: Client, landing: LandingPage) -> None:
    answer = client.get("/")
    page = text(answer)

    assert re.findall(r'<script[^>]*src="(?!/static/site\.js)', page) == []
    assert "style=" not in page
    assert re.findall(r'(?:src|srcset)="https?://', page) == []
    assert not client.cookies


def test_title_and_description_are_those_of_the_page(client: Client, landing: LandingPage) -> None:
    page = text(client.get("/"))

    body = landing.body
    assert f"<title>{body.title}</title>" in page
    assert f'<meta name="description" content="{body.description}">' in page
    assert f'<meta property="og:title" content="{body.title}">' in page
    assert f'<meta property="og:description" content="{body.description}">' in page


def test_visitors_read_what_is_published_not_what_is_saved(
    client: Client, landing: LandingPage, moment: datetime
) -> None:
    body = landing.body
    opening = body.blocks[0].model_copy(update={"heading": "Half a thought"})
    publishing.save(
        landing, body=body.model_copy(update={"blocks": [opening, *body.blocks[1:]]}), now=moment
    )

    assert "Half a thought" not in text(client.get("/"))


def test_where_a_visitor_came_from_is_carried_along(client: Client, landing: LandingPage) -> None:
    page = text(client.get("/?utm_source=letter", headers={"referer": "https://example.net/a"}))

    assert f'href="{START}?utm_source=letter' in page
    assert "example.net" in page


def test_sample_of_the_result_is_what_the_published_assessment_says(
    client: Client, landing: LandingPage, moment: datetime
) -> None:
    publish(landing, moment, LandingBlock(kind=BlockKind.SAMPLE, heading="So", reader="step-back"))

    page = text(client.get("/"))

    assert "Guarding Your Limits" in page
    assert '<svg class="bars__picture"' in page


def test_quote_carries_its_name(client: Client, landing: LandingPage, moment: datetime) -> None:
    said = LandingBlock(kind=BlockKind.QUOTE, text="It helped.", name="Jo", role="Teacher")
    publish(landing, moment, said)

    page = text(client.get("/"))

    assert re.search(r"<blockquote><p>It helped\.</p>\s*</blockquote>", page)
    assert "Jo<span" in page


def test_her_portrait_and_words_say_who_it_is_by(
    client: Client, landing: LandingPage, moment: datetime
) -> None:
    portrait = Image.objects.create(file="images/me.jpg", alt="Me at the window")
    practice = Practice.objects.the()
    practice.portrait, practice.about, practice.author_name = portrait, "I am here.", "Anna"
    practice.save()
    publish(landing, moment, LandingBlock(kind=BlockKind.AUTHOR, heading="Who"))

    page = text(client.get("/"))

    assert 'alt="Me at the window"' in page
    assert "I am here." in page
    assert "Anna" in page


def test_page_is_shared_with_the_picture_of_its_opening(
    client: Client, landing: LandingPage, moment: datetime
) -> None:
    Image.objects.create(file="images/gate.jpg", name="gate", alt="A gate", width=1200, height=900)
    body = landing.body
    opening = body.blocks[0].model_copy(update={"picture": "gate"})
    publishing.save(landing, body=body.model_copy(update={"blocks": [opening]}), now=moment)
    publishing.publish(landing, now=moment)

    page = text(client.get("/"))

    assert re.search(r'og:image" content="[^"]*/pictures/gate"', page)
    assert page.count('alt="A gate"') == 1


def test_an_offer_that_is_not_home_has_its_own_address(
    client: Client, landing: LandingPage
) -> None:
    Offer.objects.update(is_home=False)

    page = text(client.get("/o/resistance-reframe/"))

    assert landing.body.blocks[0].heading in page
    assert 'rel="canonical" href="http://testserver/o/resistance-reframe/"' in page or (
        "/o/resistance-reframe/" in page
    )
    assert "not open yet" in text(client.get("/"))


def test_address_of_home_leads_to_the_first_page(client: Client, landing: LandingPage) -> None:
    answer = client.get("/o/resistance-reframe/?utm_source=card")

    assert answer["Location"] == "/?utm_source=card"


@pytest.mark.parametrize("state", [Offer.State.DRAFT, Offer.State.CLOSED])
def test_offer_that_is_not_open_takes_nobody(
    client: Client, landing: LandingPage, state: Offer.State
) -> None:
    Offer.objects.update(state=state)

    page = text(client.get("/"))

    assert START not in page
    assert landing.body.blocks[0].heading not in page


def test_draft_offer_has_no_address(client: Client, landing: LandingPage) -> None:
    Offer.objects.update(state=Offer.State.DRAFT, is_home=False)

    assert client.get("/o/resistance-reframe/").status_code == 404
    assert client.get("/o/another/").status_code == 404


def test_without_a_landing_page_the_assessment_begins(client: Client, landing: LandingPage) -> None:
    LandingPage.objects.update(published=None)

    assert client.get("/?utm_source=card")["Location"] == f"{START}?utm_source=card"


def test_interface_of_the_page_speaks_the_language_of_the_offer(
    client: Client, landing: LandingPage
) -> None:
    Offer.objects.update(language="de")

    with pseudo():
        page = text(client.get("/"))

    assert 'lang="de"' in page
    assert "⟦A sample, made up⟧" in page
    assert missed(page)  # her own sentences stay as she wrote them


def test_search_engines_find_the_pages_that_are_open(client: Client, landing: LandingPage) -> None:
    page = text(client.get("/sitemap.xml"))

    assert f"{START}</loc>" in page
    assert "Disallow: /admin/" in text(client.get("/robots.txt"))


def test_page_is_opened_from_the_desk(client: Client, landing: LandingPage) -> None:
    client.force_login(User.objects.create_superuser("author"))

    answer = client.get(f"/admin/landing/landingpage/{landing.pk}/see/")

    assert answer["Location"] == "/"
