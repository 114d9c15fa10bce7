"""The product's table of contents: what happens to a visitor, and what its author sees of it.

In one process, with the visitor's own pages, mails in a folder and a clock that is moved by hand.
What belongs to an offer is walked in every one that has a folder.
"""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from icalendar import Calendar
from pytest_django.fixtures import Settings

import consultations.tasks
import courses.tasks
import guides.tasks
import mail.tasks
from assessments.models import Assessment, Attempt
from assessments.result import facts
from assessments.result import names as printed
from contacts.models import Contact
from courses.models import Enrollment
from demo.pages import Visitor, WebPage
from guides import pdf
from mail.mailbox import StoredMail, opened
from mail.models import Message
from offers.models import Offer
from tests.offers import EVERY_OFFER, FOLDERS, HOME, start_every

ADDRESS = "robin@example.net"
SITE = "http://testserver"


class Guest(Visitor):
    """The demo's visitor, with Django's test client for a network."""

    def __init__(self) -> None:
        self.site = SITE
        self.client = Client(enforce_csrf_checks=True)

    def open(self, url: str, data: bytes | None = None) -> WebPage:
        url = urllib.parse.urljoin(SITE, url)
        path = url.removeprefix(SITE)
        if data is None:
            answer = self.client.get(path, follow=True)
        else:
            kind = "application/x-www-form-urlencoded"
            answer = self.client.post(path, data, content_type=kind, follow=True)
        went = [place for place, _status in getattr(answer, "redirect_chain", ())]
        here = urllib.parse.urljoin(url, went[-1]) if went else url
        return self.read(here, answer.status_code, dict(answer.headers), answer.getvalue())


class World:
    """The workers and the clock of one installation, and the mailbox its visitors share."""

    def __init__(self, at: Callable[[datetime], None], now: datetime, mailbox: Path) -> None:
        self.at, self.now, self.mailbox = at, now, mailbox
        self.read: set[str] = set()
        self.guest = Guest()

    def work(self) -> None:
        """Every worker once; twice, for what one leaves to another."""
        for _round in range(2):
            guides.tasks.build_due()
            courses.tasks.queue_due()
            consultations.tasks.remind_due()
            mail.tasks.send_due()

    def travel(self, to: datetime) -> None:
        self.now = to
        self.at(to)
        self.work()

    def mails(self) -> list[StoredMail]:
        """Those that came since this was last asked, oldest first."""
        files = [file for file in sorted(self.mailbox.glob("*.eml")) if file.name not in self.read]
        self.read |= {file.name for file in files}
        return [mail for mail in map(opened, files) if mail.to == ADDRESS]

    def press(self, page: WebPage, name: str = "", **fields: str) -> WebPage:
        """Fill the form that has this field, the first that is sent otherwise, and send it."""
        form = page.form_with(name) if name else next(f for f in page.forms if f.method == "post")
        for field, value in fields.items():
            form.fill(field, value)
        return self.guest.send(form)


@pytest.fixture
def world(
    db: None,
    once: Callable[..., None],
    at: Callable[[datetime], None],
    moment: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> World:
    """Starter content, published, a place to meet, and a press that sets at once."""
    settings.MEDIA_ROOT, settings.MAILBOX_DIR = tmp_path / "media", tmp_path / "mailbox"
    monkeypatch.setattr(pdf, "pdf", lambda *_given, **_named: b"%PDF-1.7 " + b"x" * 91)
    at(moment)
    once("every offer", lambda: start_every(moment))
    return World(at, moment, settings.MAILBOX_DIR)


def link(mail: StoredMail, part: str) -> str:
    found = re.search(re.escape(SITE + part) + r"[^\s>\"')\]]*", mail.text)
    assert found, f"{mail.subject!r} has no link to {part}"
    return found[0]


@pytest.fixture(params=EVERY_OFFER)
def offer(request: pytest.FixtureRequest, world: World) -> Offer:
    return Offer.objects.get(slug=request.param)


def sheet(slug: str) -> dict[str, object]:
    """The answers of an offer's first sample person who answers all; nothing where it has none."""
    files = sorted((FOLDERS[slug] / "samples").glob("*.json"))
    sheets = [json.loads(file.read_text())["answers"] for file in files]
    return max(sheets, key=len, default={})


def result(world: World, slug: str = HOME.name) -> WebPage:
    """From the landing page over every question to the result; what no sample says is answered
    with the first that is offered.
    """
    front = world.guest.open(f"/o/{slug}/")
    start = (
        front if "/assessment/" in front.url else world.guest.open(front.link_to("/assessment/"))
    )
    asked = Assessment.objects.get(offer__slug=slug).definition.questions
    return world.guest.answer(world.press(start), asked, sheet(slug))


def guide_letter(world: World, slug: str = HOME.name, **typed: str) -> StoredMail:
    """Asks for the guide; the one letter that comes at once."""
    page = result(world, slug)
    answer = world.press(page, "email", **{"email": ADDRESS, "first_name": "Robin", **typed})
    assert answer.status == 200
    world.work()
    (letter,) = world.mails()
    return letter


def confirmed(world: World, slug: str = HOME.name) -> None:
    """With the guide and the letters asked for, the mailbox says yes to all of it."""
    letter = guide_letter(world, slug, letters="on")
    world.press(world.guest.open(link(letter, "/confirm/")))
    world.work()


def test_a_visitor_answers_and_reads_what_it_says(world: World, offer: Offer) -> None:
    page = result(world, offer.slug)

    attempt = Attempt.objects.get()
    reached = facts(attempt.definition, attempt.outcome, attempt.answers)
    names = {name: said for name, said in printed(attempt.definition, reached).items() if said}
    assert names.get("profile_name", names["reading_name"]) in page.text
    assert ADDRESS not in page.url


def test_the_guide_comes_by_mail_to_whoever_owns_the_address(world: World, offer: Offer) -> None:
    letter = guide_letter(world, offer.slug)
    assert "Robin" not in letter.text  # nothing a stranger typed is mailed to anybody

    page = world.guest.open(link(letter, "/guide/"))
    page = world.press(page, "do")
    world.work()
    page = world.guest.open(link(letter, "/guide/"))

    assert world.guest.open(page.link_to(".pdf")).body.startswith(b"%PDF")


def test_its_letters_come_each_once_in_order_and_no_two_on_a_day(
    world: World, offer: Offer
) -> None:
    confirmed(world, offer.slug)
    place = Enrollment.objects.get()
    assert place.course.offer == offer
    lessons = list(place.course.lessons.order_by("position")[:8])
    subjects, days = [], []
    for _lesson in lessons:
        place.refresh_from_db()
        assert place.due_at
        world.travel(place.due_at + timedelta(seconds=20))
        (mail,) = world.mails()
        subjects.append(mail.subject)
        days.append(world.now.date())
    world.travel(world.now + timedelta(days=6))

    assert subjects == [lesson.read().subject for lesson in lessons]
    assert len(set(days)) == len(lessons)
    assert world.mails() == []


def test_one_click_stops_the_letters(world: World, offer: Offer) -> None:
    confirmed(world, offer.slug)
    place = Enrollment.objects.get()
    assert place.due_at
    world.travel(place.due_at + timedelta(seconds=20))
    (mail,) = world.mails()
    stop = dict(mail.headers)["List-Unsubscribe"].split(",")[0].strip(" <>")

    assert (
        Client().post(stop.removeprefix(SITE), {"List-Unsubscribe": "One-Click"}).status_code < 300
    )
    world.travel(world.now + timedelta(days=30))

    assert world.mails() == []


def test_an_hour_is_booked_proven_and_in_the_calendar(world: World) -> None:
    page = world.guest.open("/book/")
    form = page.form_with("email")
    slot = form.offered["start"][0]

    page = world.press(page, "email", start=slot, email=ADDRESS, first_name="Robin")
    assert "/booking/" in page.url
    world.work()
    (asking,) = world.mails()
    world.press(world.guest.open(link(asking, "/booking/")))
    world.work()
    (confirmation,) = world.mails()

    event = Calendar.from_ical(calendar_in(confirmation, world)).walk("VEVENT")[0]
    assert event["DTSTART"].dt.astimezone(UTC) == datetime.fromisoformat(slot).astimezone(UTC)


def calendar_in(mail: StoredMail, world: World) -> bytes:
    whole = message_from_bytes((world.mailbox / f"{mail.name}.eml").read_bytes())
    part = next(part for part in whole.walk() if part.get_content_type() == "text/calendar")
    found = part.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


def author() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("author"))
    return client


def test_the_author_sees_the_person_and_why_a_letter_waits(world: World) -> None:
    confirmed(world)

    page = author().get(f"/admin/contacts/contact/{Contact.objects.get().pk}/change/")

    assert ADDRESS in page.text
    assert "Next:" in page.text
    assert "✗" in page.text  # a gate that is shut, with its reason


def test_whoever_is_erased_is_not_mailed_again(world: World) -> None:
    confirmed(world)

    author().post(f"/admin/person/{Contact.objects.get().pk}/erase/", {"email": ADDRESS})
    world.travel(world.now + timedelta(days=60))

    assert not Contact.objects.exists()
    assert not Message.objects.filter(state=Message.State.QUEUED).exists()
    assert world.mails() == []
