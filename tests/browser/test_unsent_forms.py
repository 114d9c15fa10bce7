"""What is typed into any form of the desk outlives a login, and is put back where it stood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import Tab, log_in, tab_of

PAGE = "/admin/practice/practice/1/change/"
WORDS = "A garden behind the mill, and nobody in a hurry."
BOX = "#id_about"
END = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def desk(chromium: Browser, author: DemoHouse, request: pytest.FixtureRequest) -> Iterator[Tab]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=request.param
    )
    tab = tab_of(context, author)
    log_in(tab)
    yield tab
    context.close()
    assert tab.foreign == []


def save(page: Page) -> None:
    page.locator("button[name=_save]:visible, input[name=_save]:visible").first.click()


def test_form_sent_after_the_login_ended_is_put_back(desk: Tab, author: DemoHouse) -> None:
    page = desk.open(PAGE)
    page.fill(BOX, WORDS)
    author.manage("shell", "-v", "0", "-c", END)

    save(page)
    page.fill("#id_username", "writer")
    page.fill("#id_password", "not-a-secret-to-keep")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desk.site}{PAGE}")

    assert page.locator(BOX).input_value() != WORDS
    back = page.get_by_role("button", name="Put it back")
    if back.is_visible():
        back.click()
        expect(page.locator(BOX)).to_have_value(WORDS)
        save(page)
    else:
        page.get_by_role("link", name="Look at it").click()
        page.get_by_role("button", name="Send it now").click()
    page = desk.open(PAGE)
    expect(page.locator(BOX)).to_have_value(WORDS)
    expect(page.get_by_text("We kept")).to_have_count(0)
    page.fill(BOX, "")
    save(page)


def test_words_of_a_page_that_was_left_are_offered_again(
    chromium: Browser, author: DemoHouse
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    tab = tab_of(context, author)
    log_in(tab)
    page = tab.open(PAGE)
    with page.expect_response("**/admin/unsent/keep/"):
        page.locator(BOX).press_sequentially(WORDS)

    page = tab.open(PAGE)

    expect(page.locator(BOX)).not_to_have_value(WORDS)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(BOX)).to_have_value(WORDS)
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_text("We kept")).to_have_count(0)
    context.close()
