"""What a visitor does on the pages of the assessment, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page

START = "/assessment/resistance-reframe/"
PAGES = 9
SHEET = Path(__file__).resolve().parents[2] / "content/resistance-reframe/samples/push.json"
ANSWERS: Mapping[str, Any] = json.loads(SHEET.read_text())["answers"]
READING, LEANING = "It looks like a large part of it", "Carrying the Hope"


def begin(page: Page, site: str) -> None:
    """From the start page to the first questions."""
    page.goto(site + START)
    page.get_by_role("button", name="Begin with the first question").click()
    page.wait_for_url("**/1/")


def choose(page: Page | Frame) -> None:
    """Answer what this page asks as the sample person did."""
    for question in page.locator("fieldset.question").all():
        key = question.get_attribute("id") or ""
        given = ANSWERS.get(key)
        value = "not_applicable" if given is None else str(given)
        question.locator(f'input[value="{value}"]').check()


def onward(page: Page | Frame, way: str = "next") -> None:
    page.locator(f'button[value="{way}"]').click()


def leaving(number: int) -> Callable[[str], bool]:
    """Whether an address is past the page `number` (the pages' policy forbids `eval`)."""
    return lambda url: not url.split("?")[0].endswith(f"/{number}/")


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
    """What is chosen on this page, by question."""
    found = page.locator("fieldset.question input:checked").all()
    return {str(one.get_attribute("name")): str(one.get_attribute("value")) for one in found}


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()
