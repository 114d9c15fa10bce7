"""An hour booked, moved and canceled by keyboard alone, on a phone, over a change of clocks."""

from __future__ import annotations

import secrets
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import AUTHOR, Tab, log_in, running_house, tab_of
from tests.browser.steps import press, reach

# New York changes its clocks on March 14, 2027; Kolkata never does.
WEDNESDAY_BEFORE = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => one.tagName)"
NEW_YORK = """
from practice.models import Practice
from consultations.models import Availability
from datetime import time
Practice.objects.update(zone="America/New_York")
Availability.objects.all().delete()
for day in range(5):
    Availability.objects.create(weekday=day, start=time(9), end=time(12))
"""


@pytest.fixture(scope="module")
def new_york(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    """The author is in New York, open on weekday mornings; it is a week before the change."""
    with running_house(tmp_path_factory.mktemp("new-york")) as house:
        house.manage("shell", "-c", NEW_YORK)
        house.manage("shell", "-v", "0", "-c", AUTHOR)
        house.travel(WEDNESDAY_BEFORE)
        house.until(lambda: "March 2027" in opened(house), "the booking page is in March")
        yield house


def opened(house: DemoHouse) -> str:
    with urllib.request.urlopen(f"{house.site}/book/", timeout=10) as page:
        return str(page.read().decode())


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def visitor(
    chromium: Browser, new_york: DemoHouse, request: pytest.FixtureRequest
) -> Iterator[Tab]:
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


def show_kolkata(page: Page) -> None:
    """With JavaScript the page does it by itself; without, the list of cities does."""
    if "Asia/Kolkata, UTC+5:30" in page.inner_text("#zone-name"):
        return
    press(page, ".zone summary")
    reach(page, "#shown-zone")
    page.keyboard.type("Kolkata")
    press(page, ".zone__form button")
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

    press(page, "a[href*='day=2027-03-16']")
    expect(page.locator("#start")).to_contain_text("6:30 PM")
    assert fits(page)
    reach(page, "input[type=radio][name=start]")
    page.keyboard.press("Space")
    reach(page, "#email")
    page.keyboard.type(f"asha.{secrets.token_hex(4)}@example.org")  # one letter a day to each
    reach(page, "#first_name")
    page.keyboard.type("Asha")
    press(page, "form.form button.button:not(.button--quiet)")

    expect(page.locator("h1")).to_have_text("One step is left")
    assert "March 16, 2027, 6:30 PM" in page.inner_text(".lede")
    assert "Asia/Kolkata, UTC+5:30" in page.inner_text(".lede")

    press(page, "a[href$='/move/']")
    expect(page.locator("h1")).to_have_text("Choose another time")
    reach(page, "input[type=radio][name=start]")
    page.keyboard.press("Space")
    press(page, "form.form button.button:not(.button--quiet)")
    expect(page.locator("h1")).to_have_text("One step is left")
    assert "March 16" not in page.inner_text(".lede")
    assert "7:30 PM" in page.inner_text(".lede")

    press(page, "section details summary")
    press(page, "form[action$='/cancel/'] button")
    expect(page.locator("h1")).to_have_text("This conversation is canceled")
    assert fits(page)


@pytest.fixture(params=["light", "dark"])
def eyes(chromium: Browser, house: DemoHouse, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A phone in each colour scheme."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=request.param
    )
    yield tab_of(context, house)
    context.close()


def faults(page: Page) -> list[str]:
    """What axe finds with everything unfolded, and levels of headings that are left out."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    levels = [int(name[1]) for name in page.evaluate(HEADINGS)]
    return found + [f"{a} to {b}" for a, b in pairwise(levels) if b > a + 1]


def test_mistakes_are_told_first_and_what_was_typed_is_kept(eyes: Tab) -> None:
    page = eyes.open("/book/?zone=Asia/Kolkata")
    found = faults(page)
    page.locator("label.slot").first.click()
    page.locator("#first_name").fill("Asha")
    page.get_by_role("link", name="Change the time").click()
    page.locator(".month td a").last.click()
    page.wait_for_url("**day=*")
    page.locator("label.slot").first.click()
    assert page.locator("#first_name").input_value() == "Asha"
    page.get_by_role("button", name="Book this time").click()
    page.wait_for_selector("#faults")

    assert page.locator("#faults:focus").get_attribute("role") == "alert"
    assert page.title().startswith("Please look again")
    assert page.locator("#first_name").input_value() == "Asha"
    expect(page.locator(".chosen__time")).to_be_visible()
    page.locator("#faults a").first.click()
    assert page.evaluate("location.hash") == "#email"
    assert found + faults(page) == []


def test_what_is_asked_before_the_hour_is_kept_and_is_there_again(eyes: Tab) -> None:
    page = eyes.open("/book/?zone=Asia/Kolkata")
    page.locator("label.slot").first.click()
    page.locator("#email").fill(f"asha.{secrets.token_hex(4)}@example.org")
    page.get_by_role("button", name="Book this time").click()
    expect(page.locator("h1")).to_have_text("One step is left")
    found = faults(page)
    page.locator("#reason").get_by_role("textbox").fill("It got stuck.")
    page.get_by_role("button", name="Send it").click()

    expect(page.get_by_role("status")).to_have_text(
        "It is kept. You can change it here until you talk."
    )
    assert page.locator("#reason").get_by_role("textbox").input_value() == "It got stuck."
    assert found + faults(page) == []


def inside(page: Page, *selectors: str) -> list[str]:
    """Of these the ones that are not whole within what the window shows."""
    size = page.viewport_size
    assert size
    boxes = {selector: page.locator(selector).first.bounding_box() for selector in selectors}
    return [
        selector
        for selector, box in boxes.items()
        if box is None
        or min(box["x"], box["y"]) < 0
        or box["x"] + box["width"] > size["width"]
        or box["y"] + box["height"] > size["height"]
    ]


def test_month_times_and_form_are_in_one_view_on_a_desk(
    chromium: Browser, house: DemoHouse
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = tab_of(context, house).open("/book/?zone=Europe/Amsterdam")
    page.locator(".month td a").last.click()
    page.wait_for_url("**day=*")
    page.locator("label.slot").last.click()

    expect(page.locator(".chosen__time")).to_contain_text("Amsterdam time")
    assert inside(page, ".month", ".times", ".chosen__time", "#email", ".details button") == []
    context.close()


def test_chosen_time_stays_in_sight_while_a_phone_asks_for_the_address(
    chromium: Browser, house: DemoHouse
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 664})
    page = tab_of(context, house).open("/book/?zone=Europe/Amsterdam")
    assert page.locator("#email").is_hidden()
    page.locator("label.slot").first.click()
    page.locator("#email").focus()
    page.mouse.wheel(0, 150)
    page.wait_for_function("scrollY > 0")

    assert inside(page, ".chosen__time", "#email") == []
    assert page.locator("label.slot").first.is_hidden()
    page.go_back()
    expect(page.locator("label.slot").first).to_be_visible()
    context.close()


def test_arrow_keys_look_through_the_times_and_the_space_bar_goes_on(
    chromium: Browser, house: DemoHouse
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 664})
    page = tab_of(context, house).open("/book/?zone=Europe/Amsterdam")
    page.locator("input[name=start]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=start]").nth(2).is_checked()
    assert page.locator("#email").is_hidden()
    page.keyboard.press("Space")

    expect(page.locator(".chosen__time")).to_be_focused()
    expect(page.locator("#email")).to_be_visible()
    context.close()


def test_zone_is_found_by_a_city(chromium: Browser, house: DemoHouse) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = tab_of(context, house).open("/book/?zone=Europe/Amsterdam")
    page.locator("#email").fill("asha@example.org")
    page.locator(".zone summary").click()
    page.get_by_label("Your time zone").fill("mumbai")
    page.get_by_role("button", name="Show times in this zone").click()

    expect(page.locator("#zone-name")).to_contain_text("Asia/Kolkata, UTC+5:30")
    assert page.locator("#email").input_value() == "asha@example.org"
    context.close()


def test_a_time_request_is_left_where_no_time_suits(eyes: Tab) -> None:
    page = eyes.open("/book/?zone=Asia/Kolkata")
    page.get_by_text("None of these times suits you?").click()
    expect(page.locator("#time-request-text")).to_be_visible()
    page.get_by_role("button", name="Ask for a time").click()
    page.wait_for_selector("#faults")
    found = faults(page)
    page.locator("#time-request-text").fill("Evenings.")
    page.locator("#time-request-email").fill("asha@example.org")
    page.get_by_role("button", name="Ask for a time").click()

    expect(page.locator("h1")).to_have_text("Thank you, we have it")
    assert found + faults(page) == []


@pytest.fixture
def desk(chromium: Browser, new_york: DemoHouse) -> Iterator[Tab]:
    """The author on her phone, logged in."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, timezone_id="America/New_York", locale="en-US"
    )
    found = tab_of(context, new_york)
    log_in(found)
    yield found
    context.close()
    assert found.foreign == []


def test_the_author_adds_moves_and_cancels_by_clicks(desk: Tab, new_york: DemoHouse) -> None:
    page = desk.open("/admin/consultations/booking/week/")
    page.get_by_role("link", name="Add a booking by hand").click()
    page.get_by_label("Start, on your clock").fill("2027-03-10T10:00")
    page.get_by_label("Their email").fill("noor@example.org")
    page.get_by_label("Their first name").fill("Noor")
    page.get_by_label("Their time zone").select_option("Asia/Kolkata")
    page.get_by_role("button", name="Book it and write to them").click()
    expect(page.locator(".title")).to_have_text("Noor booked")
    expect(page.locator("body")).to_contain_text("Wednesday, March 10, 2027, 8:30 PM (Asia/Kolkata")

    page.get_by_label("Start, on your clock").fill("2027-03-16T10:00")
    page.get_by_role("button", name="Move it and write to them").click()
    expect(page.locator("body")).to_contain_text("It stands now on Tuesday, March 16, 2027")
    expect(page.locator("body")).to_contain_text("Tuesday, March 16, 2027, 7:30 PM (Asia/Kolkata")

    page.get_by_role("link", name="Your week").first.click()
    expect(page.locator(".agenda__booked")).to_contain_text("10:00 AM – 10:50 AM")
    page.locator(".agenda__booked a").click()
    page.get_by_text("Cancel it", exact=True).click()
    page.get_by_role("button", name="Yes, cancel and write to them").click()
    expect(page.locator(".title")).to_have_text("Noor canceled")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    last = new_york.next_mail("noor@example.org", "the first letter")[1]
    while "canceled" not in str(last["Subject"]):
        last = new_york.next_mail("noor@example.org", "the letter that it is canceled")[1]
