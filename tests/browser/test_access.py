"""Where the focus goes, what forced colours leave, and what 400 % leaves room for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from demo.house import DemoHouse
from tests.browser.conftest import Tab, tab_of
from tests.browser.steps import START, begin, is_one_by_one, tap

BOOK = "/book/?zone=Europe/Amsterdam"
RESULT = "result of push"
OTHERS = ("/letters/", "/privacy/", "/preferences/", "/handout/resistance-reframe/", "/nowhere/")
# Where the thing with the focus stands on the whole page; nothing once the page is left.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = (one.closest('label') ?? one).getBoundingClientRect();
  const words = (one.innerText || one.labels?.[0]?.innerText || one.id).trim().slice(0, 40);
  return [words, box.left, box.top + scrollY, box.right, box.bottom + scrollY];
}"""
# Words that stand outside the window, or that a box of a fixed size cuts off.
CLIPPED = """() => [...document.querySelectorAll('body *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => !one.closest('.visually-hidden, .honeypot, .skip, [aria-hidden=true]'))
  .filter((one) => {
    const box = one.getBoundingClientRect();
    if (box.width < 2) return false;
    for (let up = one; up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.clipPath !== 'none' || up.getBoundingClientRect().width < 2) return false;
      const cuts = /hidden|clip/.test(style.overflowX + style.overflowY);
      const more = [up.scrollWidth - up.clientWidth, up.scrollHeight - up.clientHeight];
      if (cuts && Math.max(...more) > 1) return true;
    }
    return box.left < -1 || box.right > innerWidth + 1;
  })
  .map((one) => one.outerHTML.slice(0, 90))"""

Open = Callable[[Tab], Page]


def opened(path: str) -> Open:
    return lambda tab: tab.open(path)


def first_question(tab: Tab) -> Page:
    begin(tab.page, tab.site)
    is_one_by_one(tab.page)
    return tab.page


def form_of_booking(tab: Tab) -> Page:
    page = tab.open(BOOK)
    page.locator("label.slot").first.click()
    page.locator("#email").wait_for()
    return page


PAGES: dict[str, Open] = {
    "landing": opened("/"),
    "start": opened(START),
    "question": first_question,
    "booking": opened(BOOK),
    "booking form": form_of_booking,
    **{path: opened(path) for path in OTHERS},
}


def stops(page: Page) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """What Tab leads to from the top of the page, each once, with its place."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    seen = set()
    for _press in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (*tuple(stop[:2]), round(stop[2])) in seen:
            return
        seen.add((*stop[:2], round(stop[2])))
        yield stop[0], tuple(stop[1:])


def backwards(page: Page) -> list[str]:
    """Stops that stand before the one that had the focus before them: above it and not to its
    right, or in its line and to its left.
    """
    found, last = [], ("", (0.0, 0.0, 0.0, 0.0))
    for words, box in stops(page):
        left, top, right, bottom = box
        was_left, was_top, was_right, was_bottom = last[1]
        is_above = bottom <= was_top + 1 and left < was_right
        is_in_line = min(bottom, was_bottom) - max(top, was_top) > 4
        if is_above or (is_in_line and right <= was_left + 1):
            found.append(f"{last[0]!r}, then {words!r}")
        last = words, box
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["landing", "start", "question", RESULT, "booking"])
def test_focus_goes_the_way_the_eye_does(
    chromium: Browser, house: DemoHouse, people: dict[str, str], name: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    tab = tab_of(context, house)
    page = (PAGES | {RESULT: opened(people["push"])})[name](tab)
    page.wait_for_load_state("networkidle")

    number, found = sum(1 for _stop in stops(page)), backwards(page)

    context.close()
    assert number > 6
    assert found == []


def test_nothing_is_cut_off_at_400_percent(
    chromium: Browser, house: DemoHouse, people: dict[str, str]
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    tab, found = tab_of(context, house), []
    for name, go in (PAGES | {RESULT: opened(people["push"])}).items():
        page = go(tab)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found += [f"{name}: {words}" for words in page.evaluate(CLIPPED)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name}: scrolls sideways")

    context.close()
    assert found == []


@pytest.fixture(params=["light", "dark"])
def forced(request: pytest.FixtureRequest, chromium: Browser, house: DemoHouse) -> Iterator[Tab]:
    """A desk whose owner chose the colours of everything."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, forced_colors="active", color_scheme=request.param
    )
    yield tab_of(context, house)
    context.close()


def drawn(one: Locator, name: str) -> str:
    return str(one.evaluate("(one, name) => getComputedStyle(one).getPropertyValue(name)", name))


def has_edge(one: Locator) -> bool:
    """Whether something is told from what is around it without its ground."""
    edge, ground = drawn(one, "border-top-color"), drawn(one, "background-color")
    return drawn(one, "border-top-style") == "solid" and edge != ground


def test_forced_colours_leave_buttons_and_what_was_chosen(forced: Tab) -> None:
    page = forced.open("/")
    assert has_edge(page.locator("main a.button").first)

    first_question(forced)
    page.locator("fieldset.question:not([hidden]) label.choice").first.wait_for()
    key = tap(page)
    page.get_by_role("button", name="Back").click()
    of_it = page.locator(f"fieldset#{key}")
    assert drawn(of_it.locator("label:has(:checked)"), "outline-style") == "solid"
    assert drawn(of_it.locator("label:not(:has(:checked))").first, "outline-style") == "none"

    form_of_booking(forced)
    assert drawn(page.locator(".slot:has(:checked)"), "outline-style") == "solid"
    assert drawn(page.locator(".slot:not(:has(:checked))").first, "outline-style") == "none"
    assert drawn(page.locator(".month [aria-current]"), "outline-style") == "solid"
    assert has_edge(page.locator(".details .button"))


def test_forced_colours_leave_bars_their_length_and_their_stripes(
    forced: Tab, people: dict[str, str]
) -> None:
    page = forced.open(people["push"])
    page.locator("details:has(figure.bars)").evaluate_all(
        "(all) => all.forEach((one) => (one.open = true))"
    )

    striped = colours(page.locator(".bars__length--striped").first.screenshot())
    full = colours(page.locator(".bars__length:not(.bars__length--striped)").first.screenshot())
    track = colours(page.locator(".bars__track").first.screenshot())
    assert striped[0] < 0.9 < full[0]
    assert len(track) > 1


def colours(picture: bytes) -> list[float]:
    """The shares of the colours that more than a fiftieth of a picture has, the largest first."""
    with Image.open(io.BytesIO(picture)) as opened_picture:
        plain = opened_picture.convert("RGB")
        counted = plain.getcolors(plain.width * plain.height) or []
        every = plain.width * plain.height
    shares = sorted((count / every for count, _colour in counted), reverse=True)
    return [share for share in shares if share > 0.02]
