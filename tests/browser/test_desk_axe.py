"""Every page of the author's desk before axe, at 1280 and at 390 pixels.

What Unfold itself does is left out by rule and selector, one by one; docs/operate.md lists it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from demo.house import DemoHouse
from tests.browser.conftest import Tab, log_in, tab_of
from tests.browser.test_axe import DESK, PHONE, SEEN

# A person with everything on their page, and the rows whose pages are looked at.
PEOPLE = """
import json
from tests.offers import HOME, SAMPLES
from assessments import actions
from assessments.models import Assessment, Passage
from contacts.models import Contact, Segment
from courses.models import Course, Enrollment, Lesson
from guides.actions import receive, request_guide
from guides.models import Guide
from mail.models import SystemLetter
from offers.models import Offer
from health.clock import now

sheet = json.loads((SAMPLES / "push.json").read_text())
taken = Assessment.objects.get(slug="resistance-reframe")
begun = actions.start(assessment=taken, now=now())
begun = actions.answer(attempt=begun, answers=sheet["answers"], page=9, now=now())
done = actions.finish(attempt=begun, now=now())
asking = {"first_name": "Lee", "zone": "UTC", "paper": "a4", "wants_course": True, "share": True}
asked = request_guide(attempt=done, email="lee@example.net", **asking, now=now())
receive(asked.pk, now=now())
person = Contact.objects.get(email="lee@example.net")
Segment.objects.create(key="lee", name="Who reads", rule='tags contains "reads"')
models = (Passage, Course, Lesson, Guide, SystemLetter, Offer, Segment)
print(json.dumps({one.__name__: one.objects.first().pk for one in models} | {
    "person": person.pk,
    "enrollment": Enrollment.objects.get(contact=person).pk,
    "assessment": taken.pk,
    "question": taken.body.questions[0].id,
}))
"""
STEPS = ("name", "questions", "measures", "results", "guide", "letters", "front", "publish")
# (rule, selector) of what Unfold's own frame does and we cannot reach.
OF_UNFOLD = {
    ("empty-table-header", ".lg\\:w-px"),  # above the bins of a table's rows
}


def pages(known: dict[str, int]) -> dict[str, str]:
    """The address of each page of the desk, by what it is."""
    draft = f"/admin/assessments/assessment/{known['assessment']}/change/"
    lesson, person = known["Lesson"], known["person"]
    return {
        "Home": "/admin/",
        "a person": f"/admin/contacts/contact/{person}/change/",
        "before erasing": f"/admin/person/{person}/erase/",
        "merge": f"/admin/person/{person}/merge/",
        "people": "/admin/contacts/contact/",
        "segments": "/admin/contacts/segment/",
        "a new segment": "/admin/contacts/segment/add/",
        "a segment": f"/admin/contacts/segment/{known['Segment']}/change/",
        "bookings": "/admin/consultations/booking/",
        "mails": "/admin/mail/message/",
        "do not mail": "/admin/contacts/suppression/",
        "set up": "/admin/set-up/",
        "the look": "/admin/desk/brand/add/",
        "is everything well": "/admin/well/",
        "mail held": "/admin/hold/",
        "who leaves": "/admin/leaving/",
        "versions of a passage": f"/admin/assessments/passage/{known['Passage']}/versions/",
        "bring people in": "/admin/people-in/",
        "second step": "/admin/second-step/settings/",
        "account": "/admin/account/",
        "the assessment": draft,
        "its questions": f"{draft}?part=questions",
        "its profiles": f"{draft}?part=profiles",
        "one question": f"{draft}?item=questions/{known['question']}",
        "a lesson": f"/admin/courses/lesson/{lesson}/change/",
        "a letter": f"/admin/mail/systemletter/{known['SystemLetter']}/change/",
        "a guide": f"/admin/guides/guide/{known['Guide']}/change/",
        "a passage": f"/admin/assessments/passage/{known['Passage']}/change/",
        "passages": "/admin/assessments/passage/",
        "versions": f"/admin/courses/lesson/{lesson}/versions/",
        "the week": "/admin/consultations/booking/week/",
        "a booking by hand": "/admin/consultations/booking/new/",
        "numbers": f"/admin/courses/course/{known['Course']}/numbers/",
        "rehearsal": f"/admin/courses/course/{known['Course']}/rehearsal/",
        "why": f"/admin/courses/enrollment/{known['enrollment']}/change/",
        "history": "/admin/desk/auditentry/",
        "a new offer": "/admin/offers/offer/begin/",
        **{f"its {step}": f"/admin/offers/offer/{known['Offer']}/path/{step}/" for step in STEPS},
    }


@pytest.fixture
def desk(chromium: Browser, house: DemoHouse) -> Iterator[Tab]:
    """The author at her desk; nothing foreign is asked there either."""
    context = chromium.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce")
    found = tab_of(context, house)
    yield found
    context.close()
    assert found.foreign == []
    assert found.errors == []


def faults(page: Page, name: str, options: dict[str, object]) -> list[str]:
    """The faults of the page itself; letters in frames are looked at by their own test."""
    asked = {"resultTypes": ["violations"], "iframes": False, **options}
    found = Axe().run(page, options=asked).response["violations"]
    return [
        f"{name}: {one['id']}: {node['target'][-1]}: {node['html'][:120]}"
        for one in found
        for node in one["nodes"]
        if (one["id"], node["target"][-1]) not in OF_UNFOLD
    ]


def test_axe_finds_nothing_on_the_authors_pages(desk: Tab, author: DemoHouse) -> None:
    known = json.loads(author.manage("shell", "-v", "0", "-c", PEOPLE))
    log_in(desk)
    found: list[str] = []
    for name, path in pages(known).items():
        desk.page.set_viewport_size(DESK)
        page = desk.open(path)
        assert page.url.removeprefix(author.site) == path, name
        found += faults(page, f"{name}, desk", {})
        page.set_viewport_size(PHONE)
        found += faults(page, f"{name}, phone", SEEN)

    assert found == []


def test_menu_can_be_reached_at_every_width(desk: Tab, author: DemoHouse) -> None:
    """At 1280 px Unfold's script and style disagree on whether there is room for it."""
    page = log_in(desk)
    menu = page.locator('[x-show="sidebarOpen"]').get_by_role("link").first

    for width in (1280, 1281):
        page.set_viewport_size({"width": width, "height": 800})
        page.reload()
        expect(menu).to_be_visible()
    page.set_viewport_size({"width": 1279, "height": 800})
    page.reload()
    expect(menu).to_be_hidden()
