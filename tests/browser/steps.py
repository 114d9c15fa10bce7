"""What a visitor does on the pages of the assessment, step by step."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Frame, Locator, Page, expect

START = "/assessment/resistance-reframe/"
PAGES = 9
SHEET = Path(__file__).resolve().parents[2] / "content/resistance-reframe/samples/push.json"
ANSWERS: Mapping[str, Any] = json.loads(SHEET.read_text())["answers"]
BODY = yaml.safe_load((SHEET.parents[1] / "assessment.yaml").read_text())
KEYS = {
    number: [asked["key"] for asked in BODY["questions"] if asked["page"] == page["key"]]
    for number, page in enumerate(BODY["pages"], start=1)
}
READING, LEANING = "It looks like a large part of it", "Carrying the Hope"


def begin(page: Page, site: str) -> None:
    """From the start page to the first questions."""
    page.goto(site + START)
    page.get_by_role("button", name="Begin with the first question").click()
    page.wait_for_url("**/1/**")


def is_one_by_one(page: Page | Frame) -> bool:
    """Whether a script asks one question at a time here; without one the page is a form."""
    page.wait_for_load_state("domcontentloaded")
    return page.locator("main[data-screen]").count() > 0


def screen(page: Page | Frame) -> str:
    """What is seen one by one: a question, a pause, the list of all answers."""
    return page.locator("main").get_attribute("data-screen") or ""


def shown(page: Page | Frame) -> Locator:
    """The question that is asked now."""
    return page.locator("fieldset.question:not([hidden])")


def number_of(page: Page | Frame) -> int:
    """The number of the page of questions in the address."""
    return int(page.url.partition("#")[0].rstrip("/").rpartition("/")[2])


def value_for(key: str) -> str:
    given = ANSWERS.get(key)
    return "not_applicable" if given is None else str(given)


def tap(page: Page | Frame) -> str:
    """Answer the question that is asked now as the sample person did; its key."""
    key = shown(page).get_attribute("id") or ""
    shown(page).locator(f'label:has(input[value="{value_for(key)}"])').click()
    return key


def choose(page: Page | Frame) -> None:
    """Answer what this page asks as the sample person did. One by one that leads to the next."""
    if not is_one_by_one(page):
        for question in page.locator("fieldset.question").all():
            key = question.get_attribute("id") or ""
            question.locator(f'input[value="{value_for(key)}"]').check()
        return
    pass_pause(page)
    here = number_of(page)
    while number_of(page) == here and screen(page) == "question":
        key = tap(page)
        expect(page.locator(f"fieldset#{key}")).to_be_hidden()


def pass_pause(page: Page | Frame) -> None:
    if screen(page) == "pause":
        page.get_by_role("button", name="Go on").click()


def onward(page: Page | Frame, way: str = "next") -> None:
    """On from a page whose questions are answered, or back from the first of them."""
    if not is_one_by_one(page):
        page.locator(f'button[value="{way}"]').click()
    elif way == "back":
        page.get_by_role("button", name="Back").click()
    elif screen(page) == "look-over":
        page.get_by_role("button", name="See my result").click()
    else:
        pass_pause(page)


def leaving(number: int) -> Callable[[str], bool]:
    """Whether an address is past the page `number` (the pages' policy forbids `eval`)."""
    return lambda url: not re.search(rf"/{number}/?([?#].*)?$", url)


def to_page(page: Page, site: str, number: int) -> None:
    """Begin, and answer every page before `number`."""
    begin(page, site)
    for here in range(1, number):
        choose(page)
        onward(page)
        page.wait_for_url(leaving(here))


def to_result(page: Page, site: str) -> str:
    """The whole way; the address of the result."""
    to_page(page, site, PAGES)
    choose(page)
    onward(page)
    page.wait_for_url(leaving(PAGES))
    return page.url


def chosen(page: Page) -> dict[str, str]:
    """What is chosen on the page of this address, by question."""
    found = page.locator("fieldset.question input:checked").all()
    given = {str(one.get_attribute("name")): str(one.get_attribute("value")) for one in found}
    return {key: value for key, value in given.items() if key in KEYS[number_of(page)]}


def saved(page: Page | Frame) -> None:
    """Wait until no answer is on its way any more."""
    expect(page.locator("main:not([data-waiting])")).to_be_attached()


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Walk by keyboard until the focus is there."""
    for _step in range(250):
        if page.locator(f":focus:is({selector})").count():
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard never reaches {selector}")


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
