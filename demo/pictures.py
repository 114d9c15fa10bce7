"""The pictures of README.md and docs/author.md, taken anew: `.venv/bin/python -m demo.pictures`.

In a house of its own, with two people who walked through it and its author in a real Chromium.
Names after it take only those, such as `desk-home result`.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from demo.house import ROOT, DemoHouse
from demo.offer_walk import OfferWalk
from demo.pages import Visitor
from demo.walk import ADDRESS, Walk
from guides import pictures
from tests.browser.conftest import AUTHOR, Tab, launch, log_in, running_house

FOLDER = ROOT / "docs" / "pictures"
OFFER = ROOT / "content" / "resistance-reframe"
OTHER_ADDRESS = "robin@work.example"
SHARPER, COLOURS = 1.5, 128
PHONE, DESK, WIDE = (390, 845), (960, 640), (1240, 800)
HEADER = 72
"""What covers the top of a page of the desk."""
LESSON, PATIENCE = "/admin/courses/lesson/1/change/", 60_000
GUIDE_PAGE, ITS_WIDTH = 3, 900


class Desk:
    """What the author has before her; each method brings one page into view."""

    def __init__(self, page: Page, site: str, cover: Path) -> None:
        self.page, self.site, self.cover = page, site, cover

    def open(self, path: str, top: str = "") -> None:
        self.page.goto(self.site + path)
        self.page.wait_for_load_state("networkidle")
        if top:
            self.to_top(self.page.locator(top).first)

    def to_top(self, place: Locator) -> None:
        place.evaluate(f"(one) => scrollBy(0, one.getBoundingClientRect().top - {HEADER})")

    def home(self) -> None:
        self.open("/admin/")

    def set_up(self) -> None:
        self.open("/admin/set-up/")

    def questions(self) -> None:
        self.open("/admin/assessments/assessment/1/change/?part=questions")

    def well(self) -> None:
        self.open("/admin/well/")

    def affected(self) -> None:
        self.open("/admin/courses/course/1/change/#lessons")
        rows = self.page.locator(".form-group.original")
        rows.nth(3).get_by_role("button", name="Move down").press("Enter")
        self.page.get_by_role("button", name="Save", exact=True).click()
        self.page.wait_for_selector("text=Before you do this")

    def rehearsal(self) -> None:
        self.open("/admin/courses/course/1/rehearsal/")
        self.page.get_by_role("button", name="Rehearse").click()
        self.page.wait_for_load_state("networkidle")

    def picture(self) -> None:
        self.open("/admin/practice/image/add/")
        self.page.set_input_files("input[type=file]", self.cover)
        self.page.get_by_label("Short name").fill("guide-cover")
        self.page.get_by_label("Description").fill("The cover of the guide: a stone in a stream")
        self.page.get_by_role("button", name="Save and continue editing").click()
        self.page.wait_for_load_state("networkidle")

    def write(self, words: str = "") -> None:
        """A lesson, with words typed at its beginning, and the letter beside it."""
        self.open(LESSON)
        shown = self.page.frame_locator(".wd__frame:not([hidden])")
        shown.locator("p").first.wait_for()
        self.page.locator("#id_body-text").press("Control+Home")
        self.page.keyboard.type(words)
        self.page.wait_for_load_state("networkidle")
        self.to_top(self.page.locator(".wd__tools").first)

    def editor(self) -> None:
        self.write()

    def dark(self) -> None:
        self.write()
        for name in ("Desk", "Dark"):
            self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state("networkidle")

    def put_in(self) -> None:
        self.write()
        self.page.get_by_role("button", name="Put in …").press("Enter")

    def fault(self) -> None:
        self.write("Hello {{ first_nam }},\n\n")
        self.page.locator(".wd__note").wait_for()

    def only_for(self) -> None:
        self.open(LESSON)
        rules = self.page.locator(".rule-boxes")
        rules.locator("summary").first.click()
        rules.get_by_label("Carrying the Hope").first.check()
        self.to_top(rules)

    def versions(self) -> None:
        self.write("Good to have you here. ")
        self.page.get_by_role("button", name="Save and publish").click()
        self.page.wait_for_load_state("networkidle")
        self.open("/admin/courses/lesson/1/versions/")
        self.page.locator(".desk-versions__list a").last.click()
        self.page.wait_for_load_state("networkidle")

    def person(self) -> None:
        self.open(f"/admin/contacts/contact/?q={ADDRESS}")
        self.page.get_by_role("link", name=ADDRESS).first.click()
        self.page.wait_for_load_state("networkidle")
        self.to_top(self.page.get_by_text("Your notes").first)

    def merge(self) -> None:
        self.person()
        self.page.get_by_role("link", name="Make two entries one").click()
        self.page.locator("input[name=other]").fill(OTHER_ADDRESS)
        self.page.locator("input[name=other]").press("Enter")
        self.page.wait_for_load_state("networkidle")

    def erase(self) -> None:
        self.person()
        self.page.get_by_role("link", name="Erase").click()
        self.page.wait_for_load_state("networkidle")


# What the author's manual shows: its name, the size of the window, how it comes about. Home and
# the checks come late, when all has been looked at, and what changes a text comes last. The desk
# keeps it dark for whoever chose that, so what is written by day comes before.
OF_DESK: tuple[tuple[str, tuple[int, int], Callable[[Desk], None]], ...] = (
    ("desk-set-up", (720, 1000), Desk.set_up),
    ("desk-questions", DESK, Desk.questions),
    ("desk-editor", WIDE, Desk.editor),
    ("desk-affected", (960, 420), Desk.affected),
    ("desk-rehearsal", (960, 1100), Desk.rehearsal),
    ("desk-put-in", WIDE, Desk.put_in),
    ("desk-fault", (1240, 480), Desk.fault),
    ("desk-only-for", DESK, Desk.only_for),
    ("desk-picture", DESK, Desk.picture),
    ("desk-person", (960, 1100), Desk.person),
    ("desk-merge", (960, 520), Desk.merge),
    ("desk-erase", DESK, Desk.erase),
    ("desk-dark", WIDE, Desk.dark),
    ("desk-home", (960, 1200), Desk.home),
    ("desk-well", (960, 900), Desk.well),
    ("desk-versions", (1240, 520), Desk.versions),
)


def keep(name: str, png: bytes) -> None:
    """Few colours, so that a clone stays small."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}.png", flush=True)


@contextmanager
def window(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(device_scale_factor=SHARPER, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def sized(page: Page, size: tuple[int, int]) -> Page:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return page


def walked(house: DemoHouse, out: Path) -> Walk:
    """Somebody who has the guide and is in the course; beside them, their other address."""
    walk = Walk(house, out, OFFER / "samples" / "push.json")
    for step in (walk.land, walk.answer, walk.read_result, walk.ask, walk.first_mail):
        step()
    walk.guide()
    walk.confirm()
    other = OfferWalk(house, Visitor(house.site), OFFER)
    other.address = OTHER_ADDRESS
    other.guide()
    return walk


def of_readers(walk: Walk, out: Path, chromium: Browser) -> Iterator[tuple[str, bytes]]:
    """What README.md shows: a result, and a page of the guide made from it."""
    with window(chromium) as page:
        sized(page, PHONE).goto(walk.result.url)
        page.wait_for_load_state("networkidle")
        yield "result", page.screenshot()
    (guide,) = pictures.large_pages((out / "guide.pdf").read_bytes(), [GUIDE_PAGE])
    small = io.BytesIO()
    image = Image.open(io.BytesIO(guide))
    image.resize((ITS_WIDTH, image.height * ITS_WIDTH // image.width)).save(small, "PNG")
    yield "guide", small.getvalue()


def take(house: DemoHouse, out: Path, chromium: Browser, wanted: set[str]) -> None:
    house.patience = PATIENCE / 1000
    walk = walked(house, out)
    for name, png in of_readers(walk, out, chromium):
        if not wanted or name in wanted:
            keep(name, png)
    (cover,) = pictures.large_pages((out / "guide.pdf").read_bytes(), [1])
    (out / "cover.png").write_bytes(cover)
    house.manage("shell", "-v", "0", "-c", AUTHOR)
    house.manage("tick")
    with window(chromium) as page:
        log_in(Tab(page, house.site))
        for name, size, arrange in OF_DESK:
            if not wanted or name in wanted:
                arrange(Desk(sized(page, size), house.site, out / "cover.png"))
                keep(name, page.screenshot())


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_house(Path(folder) / "house") as house,
        sync_playwright() as playwright,
    ):
        take(house, Path(folder), launch(playwright), set(sys.argv[1:]))


if __name__ == "__main__":
    main()
