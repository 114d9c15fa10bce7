"""The assessment one question at a time, tapped on a small phone whose line is slow."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from benchmarks import chrome
from benchmarks.browse import ASSESSMENT

PHONE = {"width": 390, "height": 664}
SLOW_3G = {
    "offline": False,
    "latency": 2000,  # milliseconds, as Chromium's own tools set it
    "downloadThroughput": 50_000,  # bytes a second
    "uploadThroughput": 50_000,
}
READY = """() => {
  const { inAll } = document.querySelector("form.form").dataset;
  return document.querySelectorAll("fieldset.question").length === Number(inAll);
}"""
# What is read on a question's screen besides the words that stand on the one before as well.
SEEN = """() => {
  const main = document.querySelector("main");
  const asked = main.querySelector("fieldset.question:not([hidden])");
  const boxes = asked ? [asked, ...asked.querySelectorAll(".choice")] : [];
  const rects = boxes.map((box) => box.getBoundingClientRect());
  const parts = asked
    ? asked.querySelectorAll("legend, .field__help, .choice")
    : main.querySelectorAll("h1, .lead, .look-over .lede");
  return {
    screen: main.dataset.screen,
    isHidden: rects.some((rect) => rect.top < 0 || rect.bottom > innerHeight),
    lines: [main.querySelector("h1"), ...parts].map((part) => part.innerText),
  };
}"""
# From a tap to the frame after the one in which the next screen was drawn.
TAP = """async () => {
  const before = location.hash;
  const began = performance.now();
  document.querySelector("fieldset.question:not([hidden]) .choice").click();
  while (location.hash === before || !location.hash)
    await new Promise((drawn) => requestAnimationFrame(drawn));
  await new Promise((drawn) => requestAnimationFrame(drawn));
  return performance.now() - began;
}"""


def walk(site: str) -> dict[str, object]:
    """Every question answered by one tap, up to the list before the result."""
    with chrome.browser() as browser:
        context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]  # a TypedDict by shape
        page = context.new_page()
        page.goto(site + ASSESSMENT)
        lines = set(page.locator("main").inner_text().splitlines())
        page.get_by_role("button", name="Begin with the first question").tap()
        page.wait_for_url("**/1/**")
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW_3G)
        page.reload(wait_until="domcontentloaded")
        began = time.monotonic()
        page.wait_for_function(READY)
        return {"ready_s": round(time.monotonic() - began, 1)} | answer(page, lines)


def answer(page: Page, lines: set[str]) -> dict[str, object]:
    """The taps, how long each took to show the next screen, what had to be scrolled or read."""
    took: list[float] = []
    pauses = hidden = 0
    while (seen := page.evaluate(SEEN))["screen"] != "look-over":
        lines |= set(seen["lines"])
        hidden += seen["isHidden"]
        if seen["screen"] == "pause":
            pauses += 1
            page.get_by_role("button", name="Go on").tap()
        else:
            took.append(page.evaluate(TAP))
    lines |= set(seen["lines"])
    asked = page.locator("fieldset.question").count()
    return {
        "taps_a_question": round(len(took) / asked, 2),
        "pauses": pauses,
        "to_scroll": hidden,
        "next_ms": round(max(took)),
        "words": sum(len(line.split()) for line in lines),
    }
