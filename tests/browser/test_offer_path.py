"""The burnout check, from a blank page to open: built as a therapist would, tried by its private
link, opened, and walked by a visitor; at a desk and on a phone without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import AUTHOR, Tab, log_in, running_house, tab_of
from tests.browser.steps import is_one_by_one

MOST_CLICKS = 30
QUESTIONS = (
    "I am tired before the day begins.",
    "I have nothing left to give in the evening.",
    "I care less about the people I work with.",
    "I look forward to my clients.",
)
MEASURES = {"Exhaustion": QUESTIONS[:2], "Distance": QUESTIONS[2:]}
RESULTS = {
    "Burnt out": "You have given more than you had. Rest comes first.",
    "Tired, and still there": "You are tired, and your work still matters to you.",
    "Going well": "You look after yourself.",
}
PAGES = {
    "What this may mean": "Tiredness is a message.",
    "What to try first": "Sleep. Then say no once.",
}
LETTERS = {"One small rest": "Take ten minutes today.", "One small no": "Say no once this week."}


@dataclass
class Hands:
    """The author at a page: what she clicks and fills in is counted."""

    page: Page
    clicks: int = 0
    fields: int = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def fill(self, what: Locator, words: str) -> None:
        self.fields += 1
        what.fill(words)

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name).last)

    def onward(self, step: str) -> None:
        self.press("Save and go on")
        self.page.wait_for_url(f"**/{step}/")

    def card(self, number: int) -> Locator:
        return self.page.locator("fieldset.path-card").nth(number)


@pytest.fixture(scope="module")
def therapist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    """A house of its own: a second offer opens in it."""
    with running_house(tmp_path_factory.mktemp("therapist")) as house:
        house.manage("shell", "-v", "0", "-c", AUTHOR)
        yield house


@pytest.fixture(params=["desk", "phone without script"])
def desk(
    chromium: Browser, therapist: DemoHouse, request: pytest.FixtureRequest
) -> Iterator[tuple[Tab, bool]]:
    is_plain = request.param != "desk"
    size = (390, 844) if is_plain else (1280, 900)
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=not is_plain
    )
    tab = tab_of(context, therapist)
    log_in(tab)
    yield tab, is_plain
    context.close()
    assert tab.foreign == []
    assert tab.errors == []


def build(hands: Hands) -> None:
    """Every step, up to the last one."""
    page = hands.page
    hands.click(page.locator("main").get_by_role("link", name="New offer"))
    hands.fill(page.get_by_label("Name"), "Burnout check")
    hands.press("Begin")
    page.wait_for_url("**/questions/")
    hands.fill(page.get_by_label("Your questions"), "\n".join(QUESTIONS))
    hands.onward("measures")
    for number, (name, counted) in enumerate(MEASURES.items()):
        hands.fill(hands.card(number).get_by_label("Name"), name)
        for question in counted:
            hands.click(hands.card(number).get_by_role("checkbox", name=question, exact=True))
    hands.click(hands.card(1).get_by_role("checkbox", name=f"The other way round: {QUESTIONS[3]}"))
    hands.onward("results")
    for number, (name, words) in enumerate(RESULTS.items()):
        hands.fill(hands.card(number).get_by_label("Name of the result"), name)
        hands.fill(hands.card(number).get_by_label("What you tell whoever gets it"), words)


def write(hands: Hands) -> None:
    """The guide, the letters, the first page."""
    hands.onward("guide")
    for number, (title, words) in enumerate(PAGES.items()):
        hands.fill(hands.card(number).get_by_label("Title of the page"), title)
        hands.fill(hands.card(number).get_by_label("Text"), words)
    hands.onward("letters")
    for number, (subject, words) in enumerate(LETTERS.items()):
        hands.fill(hands.card(number).get_by_label("Subject"), subject)
        hands.fill(hands.card(number).get_by_label("Text"), words)
    hands.onward("front")
    hands.fill(hands.page.get_by_label("A few words below it"), "Four questions, one minute.")
    hands.onward("publish")


def answer(page: Page) -> None:
    """Tired, and still fond of the work."""
    page.get_by_role("button", name="Begin with the first question").click()
    page.wait_for_selector("fieldset.question", state="attached")
    # One by one, the last answer of a try leads to the result by itself.
    leads_on = is_one_by_one(page) and "/try/" in page.url
    for number in range(page.locator("fieldset.question").count()):
        question = page.locator("fieldset.question").nth(number)
        question.get_by_text("nearly always", exact=True).click()
    if not leads_on:
        page.get_by_role("button", name="See my result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tired, and still there")


def test_burnout_check_from_a_blank_page_to_a_visitor(desk: tuple[Tab, bool]) -> None:
    tab, is_plain = desk
    hands = Hands(tab.page)
    build(hands)
    if not is_plain:
        slide(hands)
    write(hands)

    link = tab.page.get_by_label("Private link").input_value()
    hands.clicks += 1  # it opens in a tab of its own
    try_it(tab.page.context.new_page(), link, is_plain=is_plain)

    address = tab.page.locator("strong", has_text="/o/").inner_text()
    hands.press("Publish and open")
    expect(tab.page.get_by_role("heading", name="It is open")).to_be_visible()
    print(f"burnout check: {hands.clicks} clicks, {hands.fields} fields")
    assert hands.clicks <= MOST_CLICKS
    visit(tab.page.context.new_page(), address)


def slide(hands: Hands) -> None:
    """The spread moves with a slider, and says when nobody is left."""
    spread = hands.page.locator("#spread")
    expect(spread.locator("li").first).to_contain_text("Burnt out")
    hands.card(0).locator("input[type=range]").first.fill("0")
    hands.card(0).locator("input[type=range]").nth(1).fill("0")
    expect(spread).to_contain_text("everybody it fits gets “Burnt out” first")
    hands.card(0).locator("input[type=range]").first.fill("65")
    hands.card(0).locator("input[type=range]").nth(1).fill("60")
    expect(spread).not_to_contain_text("Nobody gets it")
    hands.clicks += 1


# Nothing of the letter has to be scrolled to inside its frame.
WHOLE_LETTER = """() => {
  const frame = document.querySelector("iframe.letter-frame");
  const page = frame.contentDocument.documentElement;
  return frame.style.height && page.scrollHeight <= page.clientHeight;
}"""


def try_it(page: Page, link: str, *, is_plain: bool) -> None:
    """The whole way by the private link."""
    page.goto(link)
    page.locator("main a.button").first.click()
    answer(page)
    page.get_by_label("Your first name").fill("Kim")
    page.get_by_role("button", name="Read my guide").click()
    expect(page.get_by_role("heading", name="What to try first")).to_be_visible()
    page.get_by_role("button", name="Read the letters that follow").click()
    expect(page.get_by_role("heading", name="One small no")).to_be_visible()
    letter = page.locator("iframe.letter-frame").first
    letter.scroll_into_view_if_needed()
    letter.content_frame.locator("body").wait_for()
    if not is_plain:
        page.wait_for_function(WHOLE_LETTER)
    page.close()


def visit(page: Page, address: str) -> None:
    """A visitor, from the first page to the form for the guide."""
    page.goto(address)
    page.locator("main a.button").first.click()
    answer(page)
    expect(page.get_by_label("Where shall we send it?")).to_be_visible()
    page.close()
