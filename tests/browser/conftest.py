"""A real house of four processes and a real Chromium; these tests poll with a deadline."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from demo.house import DemoHouse

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
NAME, WORDS = "writer", "not-a-secret-to-keep"
AUTHOR = f"""
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("{NAME}", "", "{WORDS}")
"""
PEOPLE = """
import json
from assessments import actions
from assessments.models import Assessment
from health.clock import now
from tests.offers import SAMPLES

def key(sample):
    begun = actions.start(assessment=Assessment.objects.get(slug="resistance-reframe"), now=now())
    answers = json.loads((SAMPLES / f"{sample}.json").read_text())["answers"]
    actions.answer(attempt=begun, answers=answers, page=9, now=now())
    return actions.finish(attempt=begun, now=now()).key

print(json.dumps({path.stem: key(path.stem) for path in SAMPLES.glob("*.json")}))
"""
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@contextmanager
def running_house(var: Path) -> Iterator[DemoHouse]:
    """The product with its starter content, served by its own four processes."""
    house = DemoHouse(var)
    house.build()
    try:
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    """The one that tests share: what changes the practice or the clock takes a house of its own,
    since the tests come in any order.
    """
    with running_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all browsers: a second in the same thread refuses to start."""
    with sync_playwright() as started:
        yield started


def launch(playwright: Playwright, **options: Any) -> Browser:
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=CHROMIUM, args=arguments, **options)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@dataclass
class Tab:
    """A page that remembers what a visitor must never meet."""

    page: Page
    site: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.site + path)
        return self.page

    def watch(self) -> None:
        def asked(url: str) -> None:
            if not url.startswith((self.site, "data:", "blob:")):
                self.foreign.append(url)

        self.page.on("request", lambda request: asked(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.errors.append(line.text) if line.type == "error" else None,
        )


def tab_of(context: BrowserContext, house: DemoHouse) -> Tab:
    tab = Tab(context.new_page(), house.site)
    tab.page.set_default_timeout(15_000)
    tab.watch()
    return tab


@pytest.fixture(scope="session")
def author(house: DemoHouse) -> DemoHouse:
    """The house, with an author who may do everything: `log_in` knows her words."""
    house.manage("shell", "-v", "0", "-c", AUTHOR)
    return house


def log_in(tab: Tab) -> Page:
    """Home, as the author."""
    page = tab.open("/admin/login/?next=/admin/")
    page.fill("#id_username", NAME)
    page.fill("#id_password", WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{tab.site}/admin/")
    return page


@pytest.fixture
def tab(chromium: Browser, house: DemoHouse) -> Iterator[Tab]:
    """A phone in New York. At its end: nothing foreign was asked, no error was shown."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, timezone_id="America/New_York", locale="en-US"
    )
    found = tab_of(context, house)
    yield found
    context.close()
    assert found.foreign == []
    assert found.errors == []


@pytest.fixture
def plain_tab(chromium: Browser, house: DemoHouse) -> Iterator[Tab]:
    """A phone without JavaScript."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    found = tab_of(context, house)
    yield found
    context.close()
    assert found.foreign == []


@pytest.fixture(scope="session")
def sheet() -> Path:
    return Path(__file__).resolve().parents[2] / "content/resistance-reframe/samples/push.json"


@pytest.fixture(scope="session")
def people(house: DemoHouse) -> dict[str, str]:
    """The result of each sample person, by their name."""
    keys: dict[str, str] = json.loads(house.manage("shell", "-v", "0", "-c", PEOPLE))
    return {sample: f"/assessment/resistance-reframe/{key}/" for sample, key in keys.items()}
