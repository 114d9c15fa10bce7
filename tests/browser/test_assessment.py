"""Taking the assessment in a real browser: by keyboard, without JavaScript, interrupted, twice."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import Browser, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import Tab, tab_of
from tests.browser.steps import (
    ANSWERS,
    KEYS,
    LEANING,
    PAGES,
    READING,
    begin,
    choose,
    chosen,
    heading,
    is_one_by_one,
    number_of,
    onward,
    press,
    reach,
    saved,
    screen,
    shown,
    tap,
    to_page,
    to_result,
    value_for,
)

FOCUSED = "document.activeElement"


def press_until(page: Page, selector: str, most: int = 40) -> None:
    """Tab, as somebody without a mouse does, until the thing has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches({selector!r})"):
            return
    raise AssertionError(f"{most} tabs did not lead to {selector}")


def test_from_the_first_page_to_a_confirmed_hour_by_keyboard_alone(
    tab: Tab, house: DemoHouse
) -> None:
    page = tab.open("/")
    press_until(page, "a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/assessment/**")
    press_until(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1/**")
    page.locator("#field legend").focus()

    while screen(page) != "look-over":
        if screen(page) == "pause":
            expect(page.get_by_role("button", name="Go on")).to_be_focused()
            page.keyboard.press("Enter")
            continue
        key = shown(page).get_attribute("id") or ""
        press_until(page, f"#{key} input", most=1)
        values = [one.get_attribute("value") for one in shown(page).locator("input").all()]
        for _press in range(values.index(value_for(key))):
            page.keyboard.press("ArrowDown")
            expect(page.locator(f"#{key}")).to_be_visible()
        page.keyboard.press("Space" if number_of(page) % 2 else "Enter")
        expect(page.locator(f"#{key}")).to_be_hidden()
    press_until(page, '[data-do="result"]')
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(READING)
    expect(page.locator("#leaning")).to_have_text(LEANING)
    address = book(page)
    _file, letter = house.next_mail(address, "the letter that asks whose booking it is")
    body = letter.get_body(("plain",))
    assert body is not None
    page.goto(re.findall(r"http\S+/booking/\S+", body.get_content())[0])
    press(page, "form.note button")
    expect(page.locator("h1")).to_have_text("You are booked")


def book(page: Page) -> str:
    """From the result to a time that is held, by keyboard alone; for which address."""
    address = f"walks.{secrets.token_hex(4)}@example.org"  # one letter a day to each
    press(page, 'a[href*="/book/for/"]')
    expect(page.locator("#start")).to_be_visible()
    page.wait_for_load_state("networkidle")
    reach(page, "input[name=start]")
    page.keyboard.press("Space")
    reach(page, "#email")
    page.keyboard.type(address)
    press(page, ".details button.button")
    expect(page.locator("h1")).to_have_text("One step is left")
    return address


def test_each_question_is_one_tab_stop_with_visible_focus(tab: Tab, plain_tab: Tab) -> None:
    assert ringed_stops(plain_tab) == ["i01", "i02", "i03", "i04"]
    assert ringed_stops(tab) == ["i01", "i02", "i03", "i04"]


def ringed_stops(tab: Tab) -> list[str]:
    """The questions that Tab leads to, each with a ring around the answer that has the focus."""
    page, stops = tab.page, []
    to_page(page, tab.site, 2)
    page.locator("h1").click()
    for _press in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(f"{FOCUSED}.name"))
        ring = page.evaluate(f"getComputedStyle({FOCUSED}.closest('.choice')).outlineStyle")
        assert ring == "solid"
        if is_one_by_one(page):
            page.keyboard.press("Space")
    return stops


def test_number_keys_answer_and_go_to_the_next_question(tab: Tab) -> None:
    to_page(tab.page, tab.site, 2)
    tab.page.locator("input[name=i01]").first.focus()

    for key in ("4", "5", "3", "2"):
        tab.page.keyboard.press(key)

    tab.page.wait_for_url("**/3/**")
    onward(tab.page, "back")
    tab.page.wait_for_url("**/2/**")
    assert chosen(tab.page) == {"i01": "3", "i02": "4", "i03": "2", "i04": "1"}


def test_whole_assessment_without_javascript(plain_tab: Tab) -> None:
    page = plain_tab.page
    begin(page, plain_tab.site)
    for _number in range(PAGES):
        choose(page)
        onward(page)

    expect(page.locator("h1")).to_have_text(READING)
    expect(page.locator("figure.bars svg")).to_have_count(3)


def test_interrupted_and_resumed_on_another_device(
    tab: Tab, chromium: Browser, house: DemoHouse
) -> None:
    to_page(tab.page, tab.site, 4)
    saved(tab.page)
    tab.page.reload()
    assert heading(tab.page) == "During the meeting, and after it"

    link = tab.page.url.rsplit("/", 2)[0] + "/"
    context = chromium.new_context()
    other = tab_of(context, house)
    page = other.open(link)

    expect(page.locator("main")).to_contain_text("Your answers are saved.")
    assert heading(page) == "During the meeting, and after it"
    onward(page, "back")
    page.wait_for_url("**/3/**")
    assert set(chosen(page)) == set(KEYS[3])
    context.close()
    assert other.foreign == other.errors == []


def test_back_and_forth_loses_nothing(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 3)
    shown(page).locator("input").first.check()
    expect(page.locator("#i06")).to_be_visible()
    for _step in range(4 + 1):
        onward(page, "back")
    expect(page.locator("#i01")).to_be_visible()
    before = chosen(page)
    page.locator('#i01 input[value="0"]').check()
    expect(page.locator("#i02")).to_be_visible()
    for _step in range(3):
        page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/3/**")

    assert chosen(page) == {"i05": "0"}
    saved(page)
    page.go_back()
    page.wait_for_url("**/2/**")
    page.reload()
    assert chosen(page) == before | {"i01": "0"}


def test_open_question_gets_the_focus_and_a_sentence(plain_tab: Tab) -> None:
    page = plain_tab.page
    to_page(page, plain_tab.site, 2)
    page.locator("#i01 input").first.check()

    onward(page)

    expect(page.locator("#faults")).to_be_focused()
    expect(page.locator("#faults")).to_contain_text("3 questions are still open")
    assert chosen(page) == {"i01": "0"}


def test_double_click_goes_one_statement_on(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 2)

    page.locator("#i01 label").first.dblclick()

    expect(page.locator("#i02")).to_be_visible()
    assert chosen(page) == {"i01": "0"}


def test_double_click_on_the_last_page_gives_one_result(plain_tab: Tab) -> None:
    page = plain_tab.page
    to_page(page, plain_tab.site, PAGES)
    choose(page)

    page.locator('button[value="next"]').dblclick()

    expect(page.locator("h1")).to_have_text(READING)


def test_two_tabs_lose_no_answer(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, 2)
    second = page.context.new_page()
    saved(page)
    second.goto(page.url)

    page.locator("#i01 input").first.check()
    onward(page, "back")
    saved(page)
    choose(second)
    second.wait_for_url("**/3/**")
    saved(second)

    second.goto(second.url.split("#")[0].replace("/3/", "/1/"))
    assert set(chosen(second)) == set(KEYS[1])
    second.goto(second.url.split("#")[0].replace("/1/", "/2/"))
    assert chosen(second) == {key: str(ANSWERS[key]) for key in ("i01", "i02", "i03", "i04")}


def test_tab_left_open_finds_the_result_after_the_end(tab: Tab) -> None:
    page = tab.page
    to_page(page, tab.site, PAGES)
    saved(page)
    late = page.context.new_page()
    late.goto(page.url)
    choose(page)
    onward(page)
    expect(page.locator("h1")).to_have_text(READING)

    tap(late)

    expect(late.locator("main")).to_contain_text("These answers are finished")
    expect(late.locator("h1")).to_have_text(READING)


def test_result_can_be_taken_again_and_deleted(tab: Tab) -> None:
    page = tab.page
    first = to_result(page, tab.site)
    page.get_by_role("button", name="Take it again for the same client").click()
    page.wait_for_url("**/1/**")
    for number in range(PAGES):
        choose(page)
        onward(page)
        if number < PAGES - 1:
            page.wait_for_url(f"**/{number + 2}/**")
    expect(page.locator("table th", has_text="Last time")).to_have_count(1)

    page.get_by_role("link", name="Delete my answers").click()
    page.get_by_role("button", name="Yes, delete them").click()
    expect(page.locator("main")).to_contain_text("are deleted")
    assert page.goto(first).status == 200


def test_digits_answer_only_from_within_the_answers(tab: Tab) -> None:
    """WCAG 2.1.4: from anywhere else a digit chooses nothing."""
    page = tab.open("/assessment/resistance-reframe/")
    page.click("main form button")
    page.wait_for_url("**/1/**")
    checked = page.locator("fieldset.question input:checked")

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")
    page.locator("#field legend").focus()
    page.keyboard.press("2")
    expect(checked).to_have_count(0)

    page.locator("#field input").first.focus()
    page.keyboard.press("2")
    expect(page.locator("#field input").nth(1)).to_be_checked()
