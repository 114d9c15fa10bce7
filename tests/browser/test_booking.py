"""An hour booked, moved and canceled by keyboard alone, on a phone, over a change of clocks."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.house import House
from tests.browser.conftest import Tab, tab_of

# New York changes its clocks on March 14, 2027; Kolkata never does.
WEDNESDAY_BEFORE = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
NEW_YORK = """
from practice.models import Practice
from consultations.models import Availability
from datetime import time
Practice.objects.update(zone="America/New_York")
Availability.objects.all().delete()
for day in range(5):
    Availability.objects.create(weekday=day, start=time(9), end=time(12))
"""


@pytest.fixture
def new_york(house: House) -> Iterator[House]:
    """The author is in New York, open on weekday mornings; it is a week before the change."""
    house.manage("shell", "-c", NEW_YORK)
    house.travel(WEDNESDAY_BEFORE)
    house.until(lambda: "March 2027" in opened(house), "the booking page is in March")
    yield house
    house.travel(datetime.now(UTC))


def opened(house: House) -> str:
    with urllib.request.urlopen(f"{house.site}/book/", timeout=10) as page:
        return str(page.read().decode())


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def visitor(chromium: Browser, new_york: House, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A phone in Kolkata, with JavaScript and without."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        timezone_id="Asia/Kolkata",
        locale="en-IN",
        java_script_enabled=request.param,
    )
    found = tab_of(context, new_york)
    yield found
    context.close()
    assert found.foreign == []


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


def show_kolkata(page: Page) -> None:
    """With JavaScript the page does it by itself; without, the list of zones does."""
    if "Asia/Kolkata, UTC+5:30" in page.inner_text("#zone-name"):
        return
    press(page, ".zone summary")
    reach(page, "#shown-zone")
    page.keyboard.type("Kolkata")
    press(page, ".zone button")
    expect(page.locator("#zone-name")).to_contain_text("Asia/Kolkata, UTC+5:30")


def fits(page: Page) -> bool:
    """Whether nothing is wider than the phone."""
    box = page.locator("main").bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_booked_moved_and_canceled_by_keyboard_over_the_change_of_clocks(visitor: Tab) -> None:
    page = visitor.open("/book/")
    page.wait_for_load_state("networkidle")
    show_kolkata(page)
    assert "7:30 PM" in page.inner_text("#start")
    assert "6:30 PM" not in page.inner_text("#start")

    press(page, "a[href*='from=2027-03-16']")
    expect(page.locator("#start")).to_contain_text("6:30 PM")
    assert fits(page)
    reach(page, "input[type=radio][name=start]")
    page.keyboard.press("Space")
    reach(page, "#email")
    page.keyboard.type("asha@example.org")
    reach(page, "#first_name")
    page.keyboard.type("Asha")
    press(page, "form.form button.button:not(.button--quiet)")

    expect(page.locator("h1")).to_have_text("You are booked")
    assert "March 16, 2027, 6:30 PM" in page.inner_text(".lede")
    assert "Asia/Kolkata, UTC+5:30" in page.inner_text(".lede")

    press(page, "a[href$='/move/']")
    expect(page.locator("h1")).to_have_text("Choose another time")
    reach(page, "input[type=radio][name=start]")
    page.keyboard.press("Space")
    press(page, "form.form button.button:not(.button--quiet)")
    expect(page.locator("h1")).to_have_text("You are booked")
    assert "March 16" not in page.inner_text(".lede")
    assert "7:30 PM" in page.inner_text(".lede")

    press(page, "section details summary")
    press(page, "form[action$='/cancel/'] button")
    expect(page.locator("h1")).to_have_text("This conversation is canceled")
    assert fits(page)
