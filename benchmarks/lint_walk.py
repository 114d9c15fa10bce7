"""What `bench_lint` checks: the demo's walk for mails and a guide, the way through each further
offer that has a folder, then every page they lead to.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from benchmarks.browse import SHEET, Reader
from benchmarks.measure import say
from demo.house import ROOT, DemoHouse
from demo.offer_walk import OfferWalk
from demo.pages import Visitor, WebPage
from demo.walk import Walk, WalkFailed
from offers import files

CONTENT, MADE_UP = ROOT / "content", ROOT / "tests" / "offers" / "content"
START_EVERY = """
from health.clock import now
from tests.offers import start_every
start_every(now())
"""

# Open to all, and linked by no page or mail of the walk, but the first three.
UNLINKED = (
    *("/", "/privacy/", "/book/", "/guide/again/", "/join/letters-now-and-then/"),
    "/embed/assessment/resistance-reframe/",
    "/embed/form/letters-now-and-then/",
    "/embed/book/resistance-reframe/",
)
MOST_PAGES = 120
NOT_PUBLIC = re.compile(r"/(admin|mailbox|static|media)/|/body/$|\.(pdf|ics|xml|txt|css)$")
PROBLEMS = (WalkFailed, RuntimeError, LookupError, OSError, AssertionError, StopIteration)


class Recorder(Visitor):
    """A visitor who remembers each page."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.pages: dict[str, WebPage] = {}

    def read(self, url: str, status: int, headers: dict[str, str], body: bytes) -> WebPage:
        page = super().read(url, status, headers, body)
        is_html = page.headers.get("content-type", "").startswith("text/html")
        if is_html and status == 200 and not NOT_PUBLIC.search(url.split("?")[0]):
            self.pages.setdefault(url.split("#")[0], page)
        return page


@dataclass
class Found:
    """Everything there is to check."""

    pages: dict[str, WebPage] = field(default_factory=dict)
    mails: list[tuple[Path, EmailMessage]] = field(default_factory=list)
    guides: list[Path] = field(default_factory=list)
    is_whole: bool = True


def walk(house: DemoHouse, out: Path) -> tuple[Recorder, bool]:
    """The demo's journey; whether every step of it was verified."""
    journey = Walk(house, out, SHEET)
    recorder = journey.visitor = Recorder(house.site)
    for title, step in journey.steps():
        try:
            step()
        except PROBLEMS as problem:
            say(f"the visitor {title}: {problem}")
            return recorder, False
    return recorder, True


def further() -> list[Path]:
    """The folders of the offers that the demo does not walk."""
    found = [folder for root in (CONTENT, MADE_UP) for folder in files.folders(root)]
    return [folder for folder in found if folder not in (files.home(CONTENT), CONTENT / "shared")]


def walk_further(house: DemoHouse, recorder: Recorder, out: Path) -> bool:
    """Each further offer from its front page to the guide's file; whether all of them went well."""
    for folder in further():
        offer = OfferWalk(house, recorder, folder)
        try:
            made = recorder.open(offer.guide().link_to(".pdf"))
        except PROBLEMS as problem:
            say(f"the visitor of {offer.slug}: {problem}")
            return False
        (out / f"{offer.slug}.pdf").write_bytes(made.body)
    return True


def unfinished(site: str, recorder: Recorder) -> None:
    """The pages of questions, of someone who stopped before the result."""
    reader = Reader(site)
    reader.visitor = recorder
    page = reader.begin()
    while form := reader.form(page):
        if set(form.offered) & set(reader.left) == set(reader.left):
            return
        page = reader.answer(page)


def likeness(url: str) -> str:
    """Addresses alike in this are the same page with another token or another week."""
    parts = urllib.parse.urlsplit(url)
    names = sorted(name for name, _value in urllib.parse.parse_qsl(parts.query))
    return re.sub(r"[\w.~:-]{20,}", "…", parts.path) + "?" * bool(names) + "&".join(names)


def links_in(mail: EmailMessage) -> list[str]:
    """Every address a mail names, in its head or in its text."""
    text = mail.get_body(("plain",))
    words = f"{mail.get('List-Unsubscribe', '')} {text.get_content() if text else ''}"
    return re.findall(r"https?://[^\s<>\"')\]]+", words)


def follow(recorder: Recorder, addresses: list[str]) -> None:
    """Open every address of ours and whatever the pages link to; a GET never acts."""
    waiting, seen = list(addresses), set()
    while waiting and len(recorder.pages) < MOST_PAGES:
        url = urllib.parse.urljoin(recorder.site, waiting.pop(0)).split("#")[0]
        if likeness(url) in seen or not url.startswith(recorder.site):
            continue
        seen.add(likeness(url))
        if NOT_PUBLIC.search(url.split("?")[0]):
            continue
        page = recorder.open(url)
        waiting += [urllib.parse.urljoin(page.url, link) for link, _label in page.links]


@contextmanager
def living(var: Path) -> Iterator[DemoHouse]:
    """The demo's house with its four processes, and the offer that only tests know."""
    house = DemoHouse(var)
    house.build()
    house.manage("shell", "-v", "0", "-c", START_EVERY)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def collect(house: DemoHouse, *, small: bool) -> Found:
    """Everything there is to check in a house, after one visitor's journey."""
    out = house.var / "out"
    out.mkdir()
    walked, whole = walk(house, out)
    recorder = Recorder(house.site)
    whole = walk_further(house, recorder, out) and whole
    unfinished(house.site, recorder)
    house.seen.clear()
    found = Found(mails=house.mails(), guides=sorted(out.glob("*.pdf")), is_whole=whole)
    addresses = [*UNLINKED, *recorder.pages, *walked.pages]
    addresses += [link for _file, mail in found.mails for link in links_in(mail)]
    follow(recorder, addresses)
    found.pages = recorder.pages
    samples = sorted((files.home(CONTENT) / "samples").glob("*.json"))
    for sample in samples[:1] if small else samples:
        for paper in ("a4", "letter"):
            made = out / f"{sample.stem}-{paper}.pdf"
            house.manage(
                *("make_guide", "--answers", str(sample), "--out", str(made), "--paper", paper)
            )
            found.guides.append(made)
    return found
