"""Every public page in a real browser: nothing for axe to find, nothing to scroll sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from demo.house import DemoHouse
from tests.browser.conftest import Tab, launch, tab_of
from tests.browser.steps import (
    PAGES,
    START,
    begin,
    choose,
    leaving,
    onward,
    screen,
    to_page,
    to_result,
)

OPEN = ("/", START, "/privacy/", "/book/", "/nowhere/")
OPEN_FORMS = (
    "/join/letters-now-and-then/",
    "/letters/",
    "/preferences/",
    "/handout/resistance-reframe/",
)
WIDTHS = (320, 390, 600, 768, 950, 1280, 1440, 1920, 2560)
KINDS = """
from assessments import files
from assessments.models import Assessment
from assessments.schema import AssessmentBody
from tests.offers import HOME, like_home
from publishing import actions
from publishing.files import from_plain, plain
from health.clock import now
body = plain(files.read_file(HOME / files.ASSESSMENT).body)
body["title"] = "Every kind"
asked = [
    {"key": "agree", "kind": "agreement", "text": "I agree.", "help": "A line of help."},
    {"key": "days", "kind": "several", "text": "Which days?", "choices": [
        {"key": "mon", "label": "Monday"}, {"key": "tue", "label": "Tuesday"}]},
    {"key": "note", "kind": "text", "text": "In a few words?", "help": "If you like."},
]
body["questions"] += [one | {"page": "kinds"} for one in asked]
body["pages"].insert(0, {"key": "kinds", "title": "Kinds"})
body["answers"]["agreement"] = [
    {"key": "0", "label": "Not at all"}, {"key": "1", "label": "A little"},
    {"key": "2", "label": "Rather"}, {"key": "3", "label": "Fully"}]
draft = Assessment(slug="every-kind", offer=like_home("every-kind"))
actions.publish(
    actions.create(draft, body=from_plain(AssessmentBody, body), now=now()), now=now())
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """[...document.querySelectorAll('.choice, .button, summary, .link-button, .line, .habit')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .filter((one) => !one.closest('p'))
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def every_kind(house: DemoHouse) -> str:
    """The start of an assessment that asks a question of each kind."""
    house.manage("shell", "-c", KINDS)
    return "/assessment/every-kind/"


@pytest.fixture(params=["light", "dark"])
def eyes(request: pytest.FixtureRequest, chromium: Browser, house: DemoHouse) -> Iterator[Tab]:
    """A phone in each colour scheme."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=request.param
    )
    found = tab_of(context, house)
    yield found
    context.close()
    assert found.foreign == []


@pytest.fixture(params=[(320, 640, 1), (320, 256, 4)], ids=["320 px", "400 %"])
def narrow(request: pytest.FixtureRequest, chromium: Browser, house: DemoHouse) -> Iterator[Tab]:
    """A very small phone; a desktop of 1280 by 1024 at 400 %."""
    width, height, scale = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale
    )
    yield tab_of(context, house)
    context.close()


def faults(page: Page) -> list[str]:
    """What axe finds here, each as rule and place, once nothing fades in any more."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url} {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]
    ]


def test_axe_finds_nothing_on_questions_and_result(eyes: Tab) -> None:
    page = eyes.page
    begin(page, eyes.site)
    found = []
    for number in range(1, PAGES + 1):
        if number in (1, 2) or screen(page) == "pause":
            found += faults(page)
        if number in (1, 2):
            page.evaluate("document.querySelector('form.form').submit()")
            page.wait_for_selector("#faults")
            found += faults(page)
        choose(page)
        if number in (1, 2, PAGES):
            found += faults(page)
        onward(page)
        page.wait_for_url(leaving(number))
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found += faults(page)
    page.get_by_role("link", name="Delete my answers").click()
    found += faults(page)

    assert found == []


def test_axe_finds_nothing_on_any_kind_of_question(eyes: Tab, every_kind: str) -> None:
    page = eyes.open(every_kind)
    page.get_by_role("button", name="Begin with the first question").click()
    page.wait_for_url("**/1/**")
    found = faults(page)
    page.get_by_text("Rather").click()
    page.get_by_text("Tuesday").click()
    found += faults(page)
    page.get_by_role("button", name="Next").click()
    found += faults(page)
    page.locator("textarea").evaluate("(one) => one.removeAttribute('maxlength')")
    page.locator("textarea").fill("long " * 200)
    page.get_by_role("button", name="Next").click()
    page.wait_for_selector("#faults")
    found += faults(page)

    assert found == []


def test_nothing_scrolls_sideways(narrow: Tab, every_kind: str) -> None:
    page, wide = narrow.page, []
    for path in (*OPEN, every_kind):
        narrow.open(path)
        wide += [path] if page.evaluate(SIDEWAYS) > 0 else []
    page.get_by_role("button", name="Begin with the first question").click()
    page.wait_for_url("**/1/**")
    wide += ["every kind"] if page.evaluate(SIDEWAYS) > 0 else []
    to_page(page, narrow.site, 2)
    wide += ["statements"] if page.evaluate(SIDEWAYS) > 0 else []
    result = to_result(page, narrow.site)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    wide += [result] if page.evaluate(SIDEWAYS) > 0 else []

    assert wide == []


@pytest.fixture(scope="module")
def with_scrollbars(playwright: Playwright) -> Iterator[Browser]:
    """Chromium whose scrollbars take 15 px of the window, as on Windows."""
    browser = launch(playwright, ignore_default_args=["--hide-scrollbars"])
    yield browser
    browser.close()


def too_wide(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{page.url} at {width}"] if page.evaluate(SIDEWAYS) > 0 else []
    return found


@pytest.mark.parametrize("letters", [16, 32])
def test_no_page_is_wider_than_the_window_beside_a_scrollbar(
    with_scrollbars: Browser, house: DemoHouse, letters: int
) -> None:
    """Also where somebody has set letters twice as large."""
    context = with_scrollbars.new_context(viewport={"width": 1280, "height": 800})
    tab = tab_of(context, house)
    page, wide = tab.page, []
    context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}}
    )
    for path in (*OPEN, *OPEN_FORMS):
        tab.open(path)
        wide += too_wide(page)
    assert page.evaluate("innerWidth - document.documentElement.clientWidth") == 15
    to_page(page, tab.site, 2)
    wide += too_wide(page)
    to_result(page, tab.site)
    wide += too_wide(page)
    page.fill("#guide-email", f"wide{letters}@example.net")
    page.get_by_role("button", name="Send me my guide").click()
    page.wait_for_url("**/asked/**")
    wide += too_wide(page)
    context.close()

    assert wide == []


def test_everything_to_press_is_large_enough_for_a_thumb(tab: Tab) -> None:
    page, small = tab.open("/"), []
    small += page.evaluate(SMALL)
    to_page(page, tab.site, 2)
    small += page.evaluate(SMALL)
    to_page(page, tab.site, PAGES)
    choose(page)
    assert screen(page) == "look-over"
    small += page.evaluate(SMALL)
    to_result(page, tab.site)
    small += page.evaluate(SMALL)

    assert small == []


def test_printed_result_keeps_the_words_and_leaves_the_forms(tab: Tab) -> None:
    page = tab.page
    to_result(page, tab.site)

    page.emulate_media(media="print")

    assert page.locator("#leaning").is_visible()
    assert page.locator("figure.bars").first.is_visible()
    assert page.locator(".guide-offer").is_hidden()
    assert page.locator(".keeping").is_hidden()
