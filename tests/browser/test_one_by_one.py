"""The questions one by one: a tap leads on, nothing is lost, everything can be taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import Tab, tab_of
from tests.browser.steps import (
    ANSWERS,
    KEYS,
    PAGES,
    READING,
    begin,
    choose,
    chosen,
    number_of,
    onward,
    pass_pause,
    saved,
    screen,
    shown,
    tap,
    to_page,
)

FOCUSED = "document.activeElement"
OUT_OF_SIGHT = """() => {
  const asked = document.querySelector("fieldset.question:not([hidden])");
  const seen = [asked, ...asked.querySelectorAll(".choice")];
  const boxes = seen.map((one) => one.getBoundingClientRect());
  return scrollY || boxes.some((box) => box.top < 0 || box.bottom > innerHeight) ? asked.id : "";
}"""


ASKS_ON = """
from assessments import files
from assessments.models import Assessment
from assessments.schema import AssessmentBody
from tests.offers import HOME, like_home
from publishing import actions
from publishing.files import from_plain, plain
from health.clock import now
body = plain(files.read_file(HOME / files.ASSESSMENT).body)
body["title"] = "It asks on"
at, field = next((n, q) for n, q in enumerate(body["questions"]) if q["key"] == "field")
more = {"id": "hours", "key": "hours", "text": "How many hours?", "when": 'field == "coaching"'}
body["questions"].insert(at + 1, field | more)
draft = Assessment(slug="asks-on", offer=like_home("asks-on"))
actions.publish(
    actions.create(draft, body=from_plain(AssessmentBody, body), now=now()), now=now())
"""


@pytest.fixture
def small(chromium: Browser, house: DemoHouse) -> Iterator[Tab]:
    """A small phone, touched."""
    context = chromium.new_context(viewport={"width": 390, "height": 664}, has_touch=True)
    found = tab_of(context, house)
    yield found
    context.close()
    assert found.foreign == []
    assert found.errors == []


def is_asked(page: Page, key: str) -> None:
    expect(page.locator(f"fieldset#{key}")).to_be_visible()


def test_one_tap_a_statement_without_scrolling_to_the_result(small: Tab) -> None:
    page, asked, hidden = small.page, [], []
    begin(page, small.site)

    while screen(page) != "look-over":
        pass_pause(page)
        expect(shown(page)).to_have_count(1)
        hidden.append(page.evaluate(OUT_OF_SIGHT))
        key = tap(page)
        expect(page.locator(f"fieldset#{key}")).to_be_hidden()
        asked.append(key)

    assert asked == [key for keys in KEYS.values() for key in keys]
    assert [key for key in hidden if key] == []
    assert READING not in page.content()
    onward(page)
    expect(page.locator("h1")).to_have_text(READING)


def test_statement_that_comes_has_the_focus_and_the_browser_goes_back_to_the_last(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 2)

    tap(page)
    is_asked(page, "i02")
    assert page.evaluate(f"{FOCUSED}.matches('#i02 legend')")

    tap(page)
    is_asked(page, "i03")
    page.go_back()
    is_asked(page, "i02")
    page.go_back()
    is_asked(page, "i01")
    page.go_back()
    is_asked(page, "stuck_with")
    page.go_forward()
    is_asked(page, "i01")


def test_last_answer_can_be_undone(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 2)
    tap(page)
    is_asked(page, "i02")

    page.get_by_role("button", name="Undo").click()

    is_asked(page, "i01")
    assert chosen(page) == {}
    saved(page)
    page.reload()
    assert chosen(page) == {}


def test_arrow_keys_choose_and_never_lead_on(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 2)
    page.locator("#i01 input").first.focus()

    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)

    is_asked(page, "i01")
    assert chosen(page) == {"i01": "2"}
    page.keyboard.press("Space")
    is_asked(page, "i02")


def test_going_on_by_itself_can_be_switched_off_for_the_visit(tab: Tab) -> None:
    page = tab.page
    begin(page, tab.site)
    page.get_by_role("switch", name="Go on by itself").click()

    tap(page)
    is_asked(page, "field")
    page.get_by_role("button", name="Next").click()
    is_asked(page, "stuck_with")
    tap(page)
    is_asked(page, "stuck_with")

    saved(page)
    page.reload()
    expect(page.get_by_role("switch", name="Go on by itself")).not_to_be_checked()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.context.cookies() == []


def test_number_keys_can_be_switched_off(tab: Tab) -> None:
    page = tab.page
    begin(page, tab.site)
    page.get_by_role("switch", name="Number keys").click()

    page.locator("#field input").first.focus()
    page.keyboard.press("2")

    is_asked(page, "field")
    expect(page.locator("#field input:checked")).to_have_count(0)


def test_any_answer_can_be_changed_from_the_list(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, PAGES)
    choose(page)

    line = page.locator('[data-at="i05"]')
    line.click()
    is_asked(page, "i05")
    shown(page).locator("label").nth(4).click()

    expect(line).to_contain_text("Nearly always")
    assert number_of(page) == PAGES
    saved(page)
    page.goto(page.url.split("#")[0].replace(f"/{PAGES}/", "/3/"))
    assert chosen(page)["i05"] == "4"


def test_answers_wait_for_the_network_and_none_is_lost(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 2)
    saved(page)
    expect(page.locator("fieldset.question")).to_have_count(sum(map(len, KEYS.values())))
    page.context.set_offline(True)

    for _answer in range(2):
        tap(page)
    is_asked(page, "i03")
    expect(page.locator(".way__words")).to_have_text("2 answers are waiting for the network")
    for number in range(2, PAGES + 1):
        choose(page)
        assert screen(page) == "look-over" or number_of(page) == number + 1
    expect(page.locator(".line__waits")).to_have_count(31)
    onward(page)
    tab.errors.clear()
    page.context.set_offline(False)

    expect(page.locator("h1")).to_have_text(READING)
    tab.errors.clear()


def test_answers_sent_late_are_all_there(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 2)
    saved(page)
    page.context.set_offline(True)
    choose(page)
    page.context.set_offline(False)
    saved(page)

    page.reload()
    page.goto(page.url.split("#")[0].replace("/3/", "/2/"))
    assert chosen(page) == {key: str(ANSWERS[key]) for key in KEYS[2]}
    tab.errors.clear()


def test_progress_is_told_in_words(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 4)
    words = page.locator(".way__words")

    expect(words).to_have_text("A quarter is done")
    choose(page)
    expect(words).to_have_text("A third is done")
    expect(page.locator("main")).not_to_contain_text("left after this one")


def test_motion_is_reduced_for_those_who_wish_it(tab: Tab) -> None:
    page = tab.page
    page.emulate_media(reduced_motion="reduce")
    to_page(page, tab.site, 2)

    assert shown(page).evaluate("(one) => getComputedStyle(one).animationName") == "none"


def test_start_page_says_that_answers_lead_on(tab: Tab, plain_tab: Tab) -> None:
    words = "each answer leads on to the next by itself"

    expect(tab.open("/assessment/resistance-reframe/").get_by_text(words)).to_be_visible()
    expect(plain_tab.open("/assessment/resistance-reframe/").get_by_text(words)).to_be_hidden()


def test_question_with_a_rule_is_asked_only_after_the_answer_it_looks_at(
    tab: Tab, house: DemoHouse
) -> None:
    house.manage("shell", "-v", "0", "-c", ASKS_ON)
    page = tab.open("/assessment/asks-on/")
    page.get_by_role("button", name="Begin with the first question").click()
    page.wait_for_url("**/1/**")

    shown(page).locator('label:has(input[value="coaching"])').click()
    is_asked(page, "hours")

    page.get_by_role("button", name="Back").click()
    is_asked(page, "field")
    shown(page).locator('label:has(input[value="nutrition"])').click()
    is_asked(page, "stuck_with")
    expect(page.locator("fieldset#hours")).to_have_count(0)
