"""The offer on the author's own website: another origin, third-party cookies blocked."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, Playwright, expect

from demo.house import DemoHouse
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.her_site import ALLOW, Website
from tests.browser.steps import PAGES, READING, choose, leaving, onward, shown

SLUG, FORM = "resistance-reframe", "letters-now-and-then"
BLOCKED = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
STYLES = """() => [...document.querySelectorAll("#before, #hers, #after, body")].map((element) => {
  const style = getComputedStyle(element);
  return [style.color, style.font, style.margin, style.overflow, style.position].join();
})"""
STORES = "() => { try { return !!localStorage; } catch { return false; } }"
IN_POPUP = "document.activeElement?.shadowRoot?.activeElement?.tagName"
REMEMBERED = "Object.keys(localStorage)"


@pytest.fixture(scope="module")
def website(house: DemoHouse) -> Iterator[Website]:
    """Hers, and on the list of sites that may show it."""
    website = Website("localhost")
    house.manage("shell", "-v", "0", "-c", ALLOW.format(origin=website.origin))
    yield website
    website.close()


@pytest.fixture
def stranger() -> Iterator[Website]:
    """A site that is not on the list."""
    website = Website("127.0.0.2")
    yield website
    website.close()


@pytest.fixture(scope="module")
def visitor(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that blocks third-party cookies."""
    folder: Path = tmp_path_factory.mktemp("profile")
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps(BLOCKED))
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=[*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        viewport={"width": 390, "height": 844},
        locale="en-US",
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext, website: Website) -> Iterator[Page]:
    """A tab; her site remembers nothing of an earlier test. At its end: no script failed, no
    cookie was set.
    """
    page = visitor.new_page()
    page.goto(website.page(""))
    page.evaluate("localStorage.clear()")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []
    assert visitor.cookies() == []


def script(
    house: DemoHouse, mode: str, kind: str = "assessment", slug: str = SLUG, more: str = ""
) -> str:
    return (
        f'<script async src="{house.site}/embed.js" data-offer="{slug}" data-as="{kind}" '
        f'data-mode="{mode}" {more}></script>'
    )


def framed(page: Page) -> Frame:
    """Our page inside hers."""
    element = page.locator("iframe").element_handle()
    frame = element.content_frame()
    assert frame
    frame.wait_for_load_state()
    return frame


def height(page: Page) -> float:
    box = page.locator("iframe").bounding_box()
    assert box
    return box["height"]


def follows(page: Page, frame: Frame) -> bool:
    """Whether the frame is as tall as what stands in it."""
    return abs(height(page) - frame.evaluate("document.body.getBoundingClientRect().height")) < 2


def until(page: Page, frame: Frame) -> None:
    for _look in range(100):
        if follows(page, frame):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the frame stays {height(page)} pixels tall")


def test_whole_journey_inside_her_page_without_a_cookie(
    page: Page, house: DemoHouse, website: Website
) -> None:
    page.goto(website.page(""))
    before = page.evaluate(STYLES)
    page.goto(website.page(script(house, "inline")))
    frame = framed(page)

    assert frame.evaluate(STORES) is False
    assert page.evaluate(STYLES) == before
    until(page, frame)
    frame.get_by_role("button", name="Begin with the first question").click()
    frame.wait_for_url("**/1/**")
    for number in range(1, PAGES + 1):
        choose(frame)
        onward(frame)
        frame.wait_for_url(leaving(number))
    expect(frame.locator("h1")).to_have_text(READING)
    until(page, frame)
    assert height(page) > 844

    form = frame.locator("form[action*='/guide/for/']").first
    form.locator("input[type=email]").fill(f"kim.{secrets.token_hex(4)}@example.org")
    form.locator("button.button").last.click()
    frame.wait_for_url("**/embed/guide/asked/**")
    expect(frame.locator("h1")).to_be_visible()
    until(page, frame)
    assert page.url.startswith(website.origin)
    assert all(set(message) == {"offer"} for message in page.evaluate("heard"))


def test_first_question_on_her_page_leads_to_the_second(
    page: Page, house: DemoHouse, website: Website
) -> None:
    page.goto(website.page(script(house, "inline", more='data-first="question"')))
    frame = framed(page)

    expect(frame.locator("fieldset.question")).to_have_count(1)
    choose(frame)
    frame.locator("form button.button").click()
    frame.wait_for_url(lambda url: "first=" not in url)
    expect(shown(frame)).to_be_visible()


def test_sign_up_form_inside_her_page(page: Page, house: DemoHouse, website: Website) -> None:
    page.goto(website.page(script(house, "inline", "form", FORM)))
    frame = framed(page)

    frame.locator("input[type=email]").fill(f"kim.{secrets.token_hex(4)}@example.org")
    for box in frame.locator("form.form input[type=checkbox]").all():
        box.check()
    frame.locator("form.form button.button").click()

    expect(frame.locator("h1")).to_have_text("One more step")
    until(page, frame)


def test_booking_inside_her_page(page: Page, house: DemoHouse, website: Website) -> None:
    page.goto(website.page(script(house, "inline", "book")))
    frame = framed(page)

    frame.locator("label.slot").first.click()
    frame.locator("#email").fill(f"kim.{secrets.token_hex(4)}@example.org")
    frame.get_by_role("button", name="Book this time").click()

    expect(frame.locator("h1")).to_have_text("One step is left")
    assert "/embed/booking/" in frame.url


def test_popup_keeps_the_focus_gives_it_back_and_comes_once(
    page: Page, house: DemoHouse, website: Website
) -> None:
    address = website.page(script(house, "popup", more='data-after="1"'))
    page.goto(address)
    page.locator("#before").focus()
    expect(page.locator("dialog")).to_be_visible()
    framed(page)

    for _press in range(12):  # from the close button through the whole frame and round
        page.keyboard.press("Tab")
        assert page.evaluate(f"{IN_POPUP} ?? 'BODY'") in ("BUTTON", "IFRAME", "DIALOG", "BODY")
        assert page.evaluate("document.activeElement.id") not in ("before", "hers")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "before"
    until_remembered(page)
    assert page.evaluate(REMEMBERED) == [f"offer-closed-assessment-{SLUG}"]

    page.goto(address)
    page.wait_for_timeout(1500)
    assert page.locator("dialog").count() == 0


def test_escape_inside_the_frame_closes_the_popup(
    page: Page, house: DemoHouse, website: Website
) -> None:
    line = script(house, "popup", more='data-after="1" data-remember="no"')
    page.goto(website.page(line))
    frame = framed(page)
    frame.locator("main button.button").first.focus()
    until_greeted(page)

    page.keyboard.press("Escape")

    expect(page.locator("dialog")).to_be_hidden()
    assert page.evaluate(REMEMBERED) == []
    page.reload()
    expect(page.locator("dialog")).to_be_visible()


def until_remembered(page: Page) -> None:
    """A dialog tells of its closing a moment after it is gone."""
    page.wait_for_function(f"{REMEMBERED}.length > 0")


def until_greeted(page: Page) -> None:
    """Until the frame has answered the page around it."""
    page.wait_for_function("heard.length > 0")


def test_popup_comes_when_the_mouse_leaves(page: Page, house: DemoHouse, website: Website) -> None:
    page.goto(website.page(script(house, "popup", more='data-leaving="yes" data-remember="no"')))
    page.wait_for_function("[...document.body.children].some((element) => element.shadowRoot)")
    assert page.locator("dialog").count() == 0

    page.evaluate("document.dispatchEvent(new MouseEvent('mouseout', {clientY: -1}))")

    expect(page.locator("dialog")).to_be_visible()


def test_bar_opens_the_offer_and_stays_closed(
    page: Page, house: DemoHouse, website: Website
) -> None:
    address = website.page(script(house, "bar"))
    page.goto(address)
    page.locator(".bar a").click()
    expect(page.locator("dialog")).to_be_visible()
    framed(page)
    page.locator("dialog .close").click()
    assert page.evaluate(IN_POPUP) == "A"

    until_remembered(page)
    page.evaluate("localStorage.clear()")
    page.goto(address)
    page.locator(".bar .close").click()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.locator(".bar").count() == 0


def test_button_opens_and_closes_by_keyboard_as_often_as_wished(
    page: Page, house: DemoHouse, website: Website
) -> None:
    page.goto(website.page(script(house, "button", more='data-text="Come in"')))
    button = page.locator("a", has_text="Come in").first
    for _time in range(2):
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_be_visible()
        page.locator("dialog .close").focus()
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_be_hidden()
    assert page.evaluate(REMEMBERED) == []


@pytest.mark.parametrize(
    "path",
    [f"assessment/{SLUG}", f"form/{FORM}", f"book/{SLUG}"],
    ids=["assessment", "form", "book"],
)
def test_plain_frame_without_a_script_tells_the_page_around_it_nothing(
    page: Page, house: DemoHouse, website: Website, path: str
) -> None:
    page.goto(website.page(f'<iframe src="{house.site}/embed/{path}/"></iframe>'))

    expect(framed(page).locator("h1")).to_be_visible()
    assert page.evaluate("heard") == []


def test_plain_form_begins_on_our_own_page(page: Page, house: DemoHouse, website: Website) -> None:
    action = f"{house.site}/assessment/{SLUG}/"
    page.goto(
        website.page(f'<form method="post" action="{action}"><button id="go">Go</button></form>')
    )

    page.locator("#go").click()

    page.wait_for_url(f"{house.site}/assessment/{SLUG}/*/1/")


def test_site_that_is_not_on_the_list_shows_a_link_instead(
    page: Page, house: DemoHouse, stranger: Website
) -> None:
    page.goto(stranger.page(script(house, "inline")))

    link = page.locator("p a", has_text="Begin the assessment")
    expect(link).to_be_visible(timeout=20_000)
    expect(page.locator("iframe")).to_be_hidden()
    assert (link.get_attribute("href") or "").startswith(f"{house.site}/assessment/{SLUG}/?")


@pytest.mark.parametrize(
    ("kind", "slug"), [("assessment", "gone"), ("form", "gone"), ("book", "gone"), ("form", "%00")]
)
def test_what_is_gone_says_so_inside_the_frame(
    page: Page, house: DemoHouse, website: Website, kind: str, slug: str
) -> None:
    page.goto(website.page(script(house, "inline", kind, slug)))
    frame = framed(page)

    expect(frame.locator("main")).to_contain_text("The rest of this page is as it was")
    until(page, frame)
    expect(page.locator("#after")).to_be_visible()
