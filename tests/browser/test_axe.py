"""Every public page before axe: on a phone and on a desk, in light and in dark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from demo.house import DemoHouse
from demo.pages import Visitor
from demo.pages import WebPage as Seen
from demo.walk import Walk
from tests.browser.conftest import tab_of
from tests.browser.steps import PAGES, SHEET, START

# Somebody half way, somebody with a result, one taken again, one that waits for the guide.
PEOPLE = """
import json
from tests.offers import HOME, SAMPLES, like_home
from assessments import actions, files
from assessments.models import Assessment
from assessments.schema import AssessmentBody
from contacts import links
from contacts.models import Contact
from courses.links import letters_url
from guides.actions import receive, request_guide
from guides.models import GuideRequest
from publishing import actions as publishing
from publishing.files import from_plain, plain
from health.clock import now

def person(assessment, sample, finish=True, previous=None, **more):
    sheet = json.loads((SAMPLES / f"{sample}.json").read_text())
    begun = actions.start(assessment=assessment, previous=previous, now=now())
    answers = sheet["answers"] | more
    begun = actions.answer(attempt=begun, answers=answers, page=9, now=now())
    return actions.finish(attempt=begun, now=now()) if finish else begun

body = plain(files.read_file(HOME / files.ASSESSMENT).body) | {"mode": "gated"}
draft = Assessment(slug="gated", offer=like_home("gated"))
publishing.publish(
    publishing.create(draft, body=from_plain(AssessmentBody, body), now=now()), now=now())
gated = Assessment.objects.get(slug="gated")
open_one = Assessment.objects.get(slug="resistance-reframe")
first = person(open_one, "push", scope="yes")
asking = {"first_name": "", "zone": "UTC", "paper": "a4", "wants_course": True, "share": False}
asked = request_guide(attempt=first, email="kim@example.net", **asking, now=now())
receive(asked.pk, now=now())  # the house's own worker may have been faster
kim = GuideRequest.objects.get(pk=asked.pk).copy.contact
robin = Contact.objects.get(email="robin@example.net")
print(json.dumps({
    "half way": person(open_one, "push", finish=False).key,
    "scope": first.key,
    "again": person(open_one, "ally", previous=first).key,
    "too little": person(open_one, "not-enough").key,
    "gated": person(gated, "push").key,
    "confirm": links.confirm_url(kim),
    "preferences": links.preferences_url(robin),
    "letters": letters_url(robin),
    "unsubscribe": links.unsubscribe_url(robin, "course:resistance-reframe"),
}))
"""
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => (one.open = true))"
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)
# What axe says of structure is the same at any size; these rules look at the picture.
SEEN = {"runOnly": ["color-contrast", "link-in-text-block", "target-size", "meta-viewport"]}


class Visiting(Visitor):
    """A visitor who knows where they are."""

    here = ""

    def read(self, url: str, status: int, headers: dict[str, str], body: bytes) -> Seen:
        self.here = url
        return super().read(url, status, headers, body)


@pytest.fixture(scope="module")
def places(house: DemoHouse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of each page a visitor may come to, by what it is."""
    walk = Walk(house, tmp_path_factory.mktemp("walk"), SHEET)
    walk.visitor = visitor = Visiting(house.site)
    walk.land()
    walk.answer()
    walk.ask()
    asked = visitor.here
    walk.first_mail()
    ready = house.until(walk.ready_guide, "the guide is ready")
    walk.confirm()
    walk.book()
    booking = visitor.here
    known = json.loads(house.manage("shell", "-v", "0", "-c", PEOPLE))
    half = f"{START}{known['half way']}/"
    return {
        "first page": "/",
        "start": START,
        "privacy": "/privacy/",
        "nothing": "/nowhere/",
        **{f"questions {number}": f"{half}{number}/" for number in (1, 2, PAGES)},
        "result with scope": f"{START}{known['scope']}/",
        "result of a retake": f"{START}{known['again']}/",
        "result with too little": f"{START}{known['too little']}/",
        "delete": f"{START}{known['scope']}/delete/",
        "result that waits": f"/assessment/gated/{known['gated']}/",
        "guide asked for": f"/guide/for/{known['scope']}/",
        "guide on its way": asked,
        "guide": walk.guide_link,
        "guide to read": ready.link_to("/read/"),
        "yes to the letters": known["confirm"],
        "yes said": walk.confirm_link,
        "preferences": known["preferences"],
        "ask for letters": known["letters"],
        "unsubscribe": known["unsubscribe"],
        "booking page": "/book/",
        "sign-up form": "/join/letters-now-and-then/",
        "booking page after a result": f"/book/for/{known['scope']}/",
        "booking": booking,
        "booking moved": f"{booking}move/",
    }


def faults(page: Page, name: str, options: Mapping[str, Any] | None = None) -> list[str]:
    asked = {"resultTypes": ["violations"], **(options or {})}
    found = Axe().run(page, options=asked).response["violations"]
    return [f"{name}: {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_axe_finds_nothing_on_any_public_page(
    chromium: Browser, house: DemoHouse, places: dict[str, str]
) -> None:
    context = chromium.new_context(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    tab = tab_of(context, house)
    found: list[str] = []
    for name, path in places.items():
        page = tab.open(path)
        assert page.url.removeprefix(house.site) == path.removeprefix(house.site), name
        page.evaluate(OPEN_ALL)
        found += faults(page, f"{name}, phone, light")
        page.emulate_media(color_scheme="dark")
        found += faults(page, f"{name}, phone, dark", SEEN)
        page.set_viewport_size(DESK)
        found += faults(page, f"{name}, desk, dark", SEEN)
        page.emulate_media(color_scheme="light")
        found += faults(page, f"{name}, desk, light", SEEN)
        page.set_viewport_size(PHONE)
    context.close()

    assert found == []
    assert tab.foreign == []
