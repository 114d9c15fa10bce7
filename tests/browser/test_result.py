"""The result on a phone, what it passes on, and the page after asking for the guide."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import Tab, tab_of

TWO_SCREENS = 2 * 664
TWO_TALL_SCREENS = 2 * 844
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BEFORE_ALL = ("#you-first", "#scope")


def foot(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None, selector
    return box["y"] + box["height"]


def test_all_that_counts_stands_on_two_phone_screens(tab: Tab, people: dict[str, str]) -> None:
    page = tab.page
    page.set_viewport_size({"width": 390, "height": 664})
    shown = {0: 0, 1: 0, 2: 0}
    for path in people.values():
        tab.open(path)
        boxes = sum(page.locator(box).count() for box in BEFORE_ALL)
        order = [".note--care >> nth=-1", "h1", ".leaning", ".next", ".guide-cover", "#guide-email"]
        feet = [foot(page, part) for part in order if page.locator(part).count()]
        assert feet == sorted(feet)
        # What to do in danger is never cut short for the form's sake.
        assert feet[-1] <= (TWO_TALL_SCREENS if boxes else TWO_SCREENS)
        shown[boxes] += 1

    assert shown == {0: 4, 1: 2, 2: 1}


def test_whom_to_call_stands_in_a_box_before_it_is_opened(tab: Tab, people: dict[str, str]) -> None:
    page = tab.open(people["pendulum"])

    expect(page.get_by_text("call your local emergency or crisis number now").first).to_be_visible()
    expect(page.get_by_text("your local emergency and safeguarding steps").first).to_be_visible()
    rest = page.get_by_text("a supervisor, a doctor, a colleague who knows more")
    expect(rest).to_be_hidden()
    page.locator(".note--care:has(#scope) summary").click()
    expect(rest).to_be_visible()


def test_each_leaning_has_a_drawing_and_colour_of_its_own(tab: Tab, people: dict[str, str]) -> None:
    seen = {}
    for sample, path in people.items():
        page = tab.open(path)
        if page.locator(".figure").count():
            colour = page.locator(".leaning").evaluate("e => getComputedStyle(e).backgroundColor")
            seen[sample] = (page.locator(".figure").inner_html(), colour)

    assert len(seen) == 6
    assert len({drawing for drawing, _colour in seen.values()}) == 6
    assert len({colour for _drawing, colour in seen.values()}) == 6


@pytest.mark.parametrize("width", [320, 768, 1280, 1920, 2560])
def test_nothing_of_the_result_scrolls_sideways(
    tab: Tab, people: dict[str, str], width: int
) -> None:
    page = tab.page
    page.set_viewport_size({"width": width, "height": 900})
    tab.open(people["push"])

    box = page.locator(".figure").bounding_box()

    assert page.evaluate(SIDEWAYS) <= 0
    assert box is not None
    assert box["width"] == pytest.approx(3 * box["height"], abs=2)  # whole, and never cut


def test_no_link_that_is_passed_on_leads_to_the_result(tab: Tab, people: dict[str, str]) -> None:
    page = tab.open(people["push"])
    key = people["push"].split("/")[-2]

    passed = page.locator(".pass-on").inner_html()

    assert key not in passed
    assert "Carrying the Hope" not in passed
    fields = page.locator(".share__link")
    values = [fields.nth(number).input_value() for number in range(fields.count())]
    assert len(values) == 2
    assert values[1].endswith("/handout/resistance-reframe/")
    assert page.locator('.pass-on a[href^="mailto:?"]').count() == 2


def test_link_is_copied_and_shared_where_the_browser_can(
    chromium: Browser, house: DemoHouse, people: dict[str, str]
) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    tab = tab_of(context, house)
    page = tab.open(people["push"])
    link = page.locator("#share-front").input_value()

    page.locator(".pass-on button[data-copy]").first.click()
    expect(page.locator(".pass-on button[data-copy]").first).to_have_text("Copied")
    page.locator(".pass-on button[data-share]").first.click()

    assert page.evaluate("navigator.clipboard.readText()") == link
    assert page.evaluate("window.shared")["url"] == link
    context.close()
    assert tab.errors == []


def test_without_a_script_the_link_can_be_chosen_and_mailed(
    plain_tab: Tab, people: dict[str, str]
) -> None:
    page = plain_tab.open(people["push"])

    assert page.locator("#share-front").is_visible()
    assert page.locator('.pass-on a[href^="mailto:?"]').first.is_visible()
    assert page.locator(".pass-on button").first.is_hidden()


def ask(tab: Tab, path: str, email: str) -> Page:
    page = tab.open(path)
    page.fill("#guide-email", email)
    page.fill("#guide-name", "Robin")
    page.get_by_role("button", name="Send me my guide").click()
    page.wait_for_url("**/asked/**")
    return page


@pytest.mark.parametrize("kind", ["tab", "plain_tab"])
def test_page_after_asking_changes_by_itself(
    request: pytest.FixtureRequest, people: dict[str, str], kind: str
) -> None:
    tab: Tab = request.getfixturevalue(kind)
    page = ask(tab, people["ally" if kind == "tab" else "push"], f"{kind}@example.net".lower())

    assert page.locator(".guide-cover").is_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your guide is ready", timeout=90_000)
    page.get_by_role("link", name="Read the guide now").click()
    page.wait_for_url("**/guide/now/**")

    tab.open(people["ally" if kind == "tab" else "push"])
    assert page.locator("#guide-email").count() == 0
    tab.open(people["in-between"])
    assert page.locator("#guide-email").input_value() == f"{kind}@example.net"
    assert page.locator("#guide-name").input_value() == "Robin"
