"""The pages of each offer that has a folder before axe, and on a narrow phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from demo.house import DemoHouse
from demo.offer_walk import OfferWalk
from demo.pages import Visitor
from tests.browser.conftest import running_house, tab_of
from tests.browser.test_axe import DESK, OPEN_ALL, PHONE, SEEN, faults
from tests.browser.test_pages import SIDEWAYS
from tests.offers import EVERY_OFFER, FOLDERS

EVERY = """
from health.clock import now
from tests.offers import start_every
start_every(now())
"""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    """A house with every offer in it."""
    with running_house(tmp_path_factory.mktemp("offers")) as house:
        house.manage("shell", "-v", "0", "-c", EVERY)
        house.patience = 90.0  # the worker that sets guides first draws the pictures of all offers
        yield house


@pytest.mark.parametrize("slug", EVERY_OFFER)
def test_axe_finds_nothing_on_the_pages_of_an_offer(
    slug: str, chromium: Browser, furnished: DemoHouse
) -> None:
    walk = OfferWalk(furnished, Visitor(furnished.site), FOLDERS[slug])
    ready = walk.guide()
    places = {
        "front page": walk.front().url,
        "start": walk.start().url,
        "questions": walk.questions().url,
        "result": walk.result().url,
        "guide": ready.url,
        "guide to read": ready.link_to("/read/"),
    }
    context = chromium.new_context(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    tab = tab_of(context, furnished)
    found: list[str] = []
    for name, path in places.items():
        page = tab.open(path)
        page.evaluate(OPEN_ALL)
        found += faults(page, f"{name}, phone, light")
        found += [f"{name} scrolls sideways"] if page.evaluate(SIDEWAYS) > 0 else []
        page.emulate_media(color_scheme="dark")
        found += faults(page, f"{name}, phone, dark", SEEN)
        page.set_viewport_size(DESK)
        found += faults(page, f"{name}, desk, dark", SEEN)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
    context.close()

    assert found == []
    assert tab.foreign == []
    assert tab.errors == []
