"""The author writes: in a real browser, beside the true page, each test in a lesson of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import Tab, log_in, tab_of

PATIENCE = 20_000
"""A whole house and a browser share the machine."""


@pytest.fixture(scope="module")
def room(chromium: Browser, author: DemoHouse) -> Iterator[BrowserContext]:
    """The author, logged in."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    log_in(tab_of(context, author)).close()
    yield context
    context.close()


@pytest.fixture
def desk(room: BrowserContext, house: DemoHouse) -> Iterator[Tab]:
    expect.set_options(timeout=PATIENCE)
    found = tab_of(room, house)
    yield found
    found.page.close()
    expect.set_options(timeout=5_000)
    assert found.foreign == []


def write(desk: Tab, lesson: int) -> tuple[Locator, FrameLocator]:
    """A lesson's page opened: the box she writes in, the page beside it."""
    page = desk.open(f"/admin/courses/lesson/{lesson}/change/")
    page.wait_for_selector(".wd__tools")
    shown = page.frame_locator(".wd__frame:not([hidden])")
    expect(shown.locator("p").first).to_be_visible()
    page.locator("#id_body-text").press("Control+Home")
    return page.locator("#id_body-text"), shown


def test_tools_change_the_text_and_the_page_beside_it(desk: Tab) -> None:
    box, shown = write(desk, 1)
    tools = desk.page.get_by_role("toolbar")

    desk.page.keyboard.press("Control+b")
    desk.page.keyboard.type("Quite")
    desk.page.keyboard.press("Control+b")
    desk.page.keyboard.type(" new ")
    tools.get_by_role("button", name="Italic").focus()
    desk.page.keyboard.press("ArrowLeft")

    expect(shown.locator("strong", has_text="Quite")).to_be_visible()
    assert box.input_value().startswith("**Quite** new Hello")
    expect(tools.get_by_role("button", name="Bold")).to_be_focused()
    assert tools.locator("button[tabindex='0']").count() == 1


def test_variable_is_put_in_from_the_menu_by_keyboard(desk: Tab) -> None:
    box, shown = write(desk, 1)
    desk.page.get_by_label("As read by").select_option("in-between")

    desk.page.get_by_role("button", name="Put in …").press("Enter")
    desk.page.keyboard.type("name of their prof")
    desk.page.keyboard.press("Enter")

    assert box.input_value().startswith("{{ profile_name }}")
    expect(box).to_be_focused()
    expect(shown.locator("body")).to_contain_text("No Single PatternHello")


def test_page_beside_is_the_letter_of_the_chosen_reader(desk: Tab) -> None:
    _box, shown = write(desk, 2)

    desk.page.get_by_label("As read by").select_option("push")
    expect(shown.locator("body")).to_contain_text("Hello Robin,")
    before = shown.locator("body").inner_text()
    desk.page.get_by_label("As read by").select_option("pendulum")

    expect(shown.locator("body")).to_contain_text("Hello Alex,")
    assert before.replace("Robin", "Alex") != shown.locator("body").inner_text()


def test_fault_is_named_by_its_line_and_nothing_is_lost(desk: Tab) -> None:
    box, _shown = write(desk, 3)
    desk.page.keyboard.type("One line\n{{ nonsense }}\n")
    expect(desk.page.locator(".wd__note")).to_contain_text("Line 2")
    written = box.input_value()

    desk.page.get_by_role("button", name="Save and publish").click()

    expect(desk.page.get_by_text("Saved, and not published").first).to_be_visible()
    expect(desk.page.locator(".wd__note")).to_contain_text("nonsense")
    assert box.input_value() == written


def test_words_of_a_closed_tab_are_offered_again(desk: Tab, room: BrowserContext) -> None:
    _box, _shown = write(desk, 4)
    desk.page.keyboard.type("Half a thought\nand more")
    expect(desk.page.locator(".wd__kept", has_text="kept")).to_be_visible()
    desk.page.close()

    desk.page = room.new_page()
    box, _shown = write(desk, 4)
    offered = desk.page.locator(".wd-offers")
    expect(offered).to_contain_text("You have unsaved words")
    offered.get_by_role("button", name="Bring back").click()

    assert box.input_value().startswith("Half a thought\nand moreHello")
    expect(offered).to_have_count(0)


def test_published_version_is_brought_back(desk: Tab) -> None:
    box, _shown = write(desk, 5)
    before = box.input_value()
    desk.page.keyboard.type("Other words. ")
    desk.page.get_by_role("button", name="Save and publish").click()
    desk.page.wait_for_url("**/admin/courses/lesson/")

    write(desk, 5)
    desk.page.get_by_role("link", name="Versions").click()
    desk.page.locator(".desk-versions__list a").last.click()
    desk.page.get_by_role("button", name="Bring this back as the draft").click()

    expect(box).to_have_value(before)


def open_lessons(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#lessons")
    page.reload()
    expect(page.locator(".form-group.original").first).to_be_visible()


def lessons(page: Page) -> list[str]:
    """Their names without the saved numbers, in the order of the rows."""
    rows = page.locator(".form-group.original")
    found: list[str] = rows.evaluate_all(
        "all => all.map((row) => row.querySelector('.desk-link').textContent.trim())"
    )
    return [name.partition(". ")[2] for name in found]


def test_lessons_change_places_by_keyboard_and_by_dragging(desk: Tab) -> None:
    page = desk.open("/admin/courses/course/1/change/")
    page.get_by_role("link", name="Copy").click()
    page.get_by_role("button", name="Make a copy").click()
    page.wait_for_selector("text=This is the copy of")
    open_lessons(page)
    rows = page.locator(".form-group.original")
    one, two, three, *rest = lessons(page)

    rows.first.get_by_role("button", name="Move down").press("Enter")
    assert lessons(page) == [two, one, three, *rest]
    handle = rows.nth(2).locator("[x-sort\\:handle]")
    handle.drag_to(rows.first, target_position={"x": 40, "y": 2})
    assert lessons(page) == [three, two, one, *rest]
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_selector("text=was changed successfully")
    open_lessons(page)

    assert lessons(page) == [three, two, one, *rest]
