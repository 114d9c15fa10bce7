"""A German offer, walked from its first page to a booked hour: nothing in it speaks English.

What the author wrote is signs without letters here, so that only the interface's words are left.
They are looked at twice: in a language made up on the spot, where a string that was never marked
stands out, and in German, where one without German words does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from icalendar import Calendar
from pytest_django.fixtures import Settings

import consultations.tasks
import courses.tasks
import guides.tasks
import mail.tasks
from assessments import actions as assessments
from assessments import files
from assessments.models import Assessment, Attempt
from consultations import links as booking_links
from consultations.models import Availability, Booking, Meeting
from contacts import links
from contacts.models import Contact
from courses import links as course_links
from courses.models import Course, Enrollment, Lesson
from courses.schema import LessonBody
from guides import actions as guide_actions
from guides import links as guide_links
from guides import pdf
from guides.models import Guide, GuideCopy, GuideRequest
from guides.schema import GuideBody, PageKind, Section
from landing.models import LandingPage, SignUpForm
from landing.schema import BlockKind, LandingBlock, LandingBody
from landing.sign_up.schema import FormBody
from mail import links as mail_links
from mail.mailbox import opened
from mail.models import Message, SystemLetter
from mail.schema import LetterBody
from mail.system_letters import SYSTEM
from offers.models import Offer
from practice.models import Practice
from publishing import actions as publishing
from publishing.models import Document
from tests.assessments.rewriting import published_as
from tests.assessments.test_languages import finished, wordless
from tests.offers import EVERY_OFFER, FOLDERS, HOME
from tests.previews import shown
from tests.pseudo import missed, pseudo, translated, unmarked, wordless_practice

pytestmark = pytest.mark.slow

ADDRESS = "robin@example.net"
BLOCKS = "::: bars\n:::\n\n::: conditions\n:::\n\n::: button book_url\n–\n:::\n\n– {{ date }}"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.9"}
ZONES = re.compile(r"<select[^>]*name=\"zone\".*?</select>", re.DOTALL)
"""The time zone database speaks for itself."""


@pytest.fixture(params=[pseudo, translated], ids=["pseudo", "german"])
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    with request.param():
        yield


@pytest.fixture
def german(
    db: None, settings: Settings, tmp_path: Path, at: Callable[[datetime], None], moment: datetime
) -> Assessment:
    """A whole offer in German, by an author who writes no letters."""
    settings.MEDIA_ROOT, settings.MAILBOX_DIR = tmp_path / "media", tmp_path / "mailbox"
    at(moment)
    mine = dict.fromkeys(
        ("from_email", "contact_email", "reply_to", "notice_email"), "a@example.org"
    )
    wordless_practice(**mine)
    starter = files.read_body(HOME)
    starter["answers"]["agreement"] = starter["answers"]["frequency"]
    kinds: list[dict[str, Any]] = [{"kind": "text"}, {"kind": "agreement"}]
    kinds.append({"kind": "several", "choices": [{"key": "mon", "label": "–"}]})
    starter["questions"] += [
        {"key": f"more_{number}", "text": "–", "page": "context", **kind}
        for number, kind in enumerate(kinds)
    ]
    body = wordless(starter) | {"slug": "0", "language": "de"}
    assessment = published_as(body, now=moment)
    Offer.objects.update(is_home=True)
    for key, known in SYSTEM.items():
        text = " ".join(["–", *(f"{{{{ {name} }}}}" for name in known.free if "url" not in name)])
        letter = SystemLetter(key=key, name="–", purpose="requested")
        _publish(letter, LetterBody(subject="–", text=text), moment)
    course = Course.objects.create(
        slug="0", title="0", offer=assessment.offer, consent_wording="–", consent_confirm="–"
    )
    for number in (1, 2):
        lesson = Lesson(course=course, key=str(number), position=number)
        _publish(lesson, LessonBody(title="0", subject="–", text="–"), moment)
    guide = Guide(slug="0", offer=assessment.offer, course=course)
    cover = Section(title="–", kind=PageKind.COVER, text="– {{ date }}")
    answers = Section(title="–", shows_answers=True, text=BLOCKS)
    _publish(guide, GuideBody(title="–", sections=[cover, answers]), moment)
    blocks = [
        LandingBlock(
            kind=kind, heading="–", text="### –\n\n–", button="–", address="/book/", name="–"
        )
        for kind in BlockKind
    ]
    front = LandingBody(title="–", description="–", blocks=blocks)
    _publish(LandingPage(slug="0", offer=assessment.offer), front, moment)
    Meeting.objects.create(key="0", title="0", place="0", fee="0", description="")
    for weekday in range(5):
        Availability.objects.create(weekday=weekday, start=time(9), end=time(12))
    return assessment


def _publish(document: Any, body: Any, now: datetime) -> None:
    publishing.create(document, body=body, now=now)
    publishing.publish(document, now=now)


@pytest.fixture
def visitor(german: Assessment) -> Client:
    """Whose browser asks for English, which changes nothing."""
    return Client(**ENGLISH)


def work() -> None:
    for _round in range(2):
        guides.tasks.build_due()
        courses.tasks.queue_due()
        consultations.tasks.remind_due()
        mail.tasks.send_due()


def mails(settings: Settings) -> list[Path]:
    return sorted(settings.MAILBOX_DIR.glob("*.eml"))


def strays(page: Any) -> list[str]:
    """What a page says that is not German, and whether it says so itself."""
    html = page.content.decode()
    assert '<html lang="de">' in html, page.status_code
    return missed(ZONES.sub("", html))


def asked(visitor: Client, attempt: Attempt) -> GuideRequest:
    boxes = {"letters": "on", "share": "on", "later": "on"}
    form = {"email": ADDRESS, "first_name": "7", "zone": "Europe/Berlin", **boxes}
    visitor.post(f"/guide/for/{attempt.key}/", form)
    return GuideRequest.objects.get()


@pytest.mark.usefixtures("language")
def test_open_pages(visitor: Client) -> None:
    for path in ("/", "/assessment/0/", "/privacy/", "/nowhere/", "/guide/again/"):
        assert strays(visitor.get(path)) == [], path


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("slug", EVERY_OFFER)
def test_questions_and_result_of_every_offer(
    client: Client, db: None, at: Callable[[datetime], None], moment: datetime, slug: str
) -> None:
    at(moment)
    wordless_practice()
    body = wordless(files.read_body(FOLDERS[slug])) | {"slug": "0", "language": "de"}
    assessment = published_as(body, now=moment)
    begun = assessments.start(assessment=assessment, now=moment)
    last = len(assessment.definition.pages)
    assessments.answer(attempt=begun, answers={}, page=last, now=moment)

    pages = [client.get(f"/assessment/0/{begun.key}/{page}/") for page in range(1, last + 1)]
    first = finished(assessment, moment)
    again = finished(assessment, moment, previous=first)
    pages += [client.get(f"/assessment/0/{attempt.key}/") for attempt in (first, again)]
    few = assessments.finish(attempt=begun, now=moment)
    pages.append(client.get(f"/assessment/0/{few.key}/"))

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [strays(page) for page in pages] == [[]] * len(pages)


@pytest.mark.usefixtures("language")
def test_from_the_result_to_the_guide(
    visitor: Client, german: Assessment, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "pdf", lambda *_given, **_named: b"%PDF-1.7")
    attempt = finished(german, moment)
    form = f"/guide/for/{attempt.key}/"

    pages = [visitor.get(f"/assessment/0/{attempt.key}/"), visitor.get(form)]
    pages.append(visitor.post(form, {"email": "nobody", "first_name": "7" * 90}))
    request = asked(visitor, attempt)
    pages.append(visitor.get(guide_links.asked_path(request)))
    pages.append(visitor.get(guide_links.now_path(request)))
    work()
    copy = GuideCopy.objects.get()
    private = guide_links.guide_url(copy)
    confirm = links.confirm_url(copy.contact)
    pages += [visitor.get(private), visitor.get(f"{private}read/"), visitor.get(confirm)]
    visitor.post(confirm, {"do": "me", "asking": request.uid.hex})
    pages += [visitor.get(confirm), visitor.get(f"{private}read/")]

    assert [strays(page) for page in pages] == [[]] * len(pages)


@pytest.mark.usefixtures("language")
def test_guide_on_paper(visitor: Client, german: Assessment, moment: datetime) -> None:
    asked(visitor, finished(german, moment))
    guide_actions.receive_due(now=moment)

    for paper in ("a4", "letter"):
        GuideCopy.objects.update(claimed_at=moment, paper=paper)
        document = guide_actions.document_of(GuideCopy.objects.get(), medium="paper")
        html = pdf.page(document, paper=paper)
        assert '<html lang="de">' in html
        assert missed(html) == [], paper


@pytest.mark.usefixtures("language")
def test_letters_and_what_they_open(
    visitor: Client, german: Assessment, moment: datetime, settings: Settings, at: Any
) -> None:
    asked(visitor, finished(german, moment))
    work()
    contact = Contact.objects.get()
    uid = GuideRequest.objects.get().uid.hex
    visitor.post(links.confirm_url(contact), {"do": "me", "asking": uid})
    place = Enrollment.objects.get()
    at(place.due_at + timedelta(minutes=1))
    work()
    lesson = Message.objects.filter(key__startswith="lesson:").get()
    stop = links.unsubscribe_url(contact, place.course.purpose)

    pages = [
        *(visitor.get(path) for path in (links.preferences_url(contact), stop)),
        visitor.get(mail_links.browser_url(lesson)),
        visitor.get(course_links.return_url(place)),
        visitor.post(links.preferences_url(contact), {"do": "zone", "zone": "nowhere"}),
        *(visitor.get(f"{links.preferences_url(contact)}?done={done}") for done in DONE),
        visitor.post(stop),
        visitor.post(stop, {"undo": "yes"}),
        visitor.get(links.unsubscribe_url(contact, "*")),
        visitor.get(links.unsubscribe_url(contact, "reminders")),
    ]

    assert [strays(page) for page in pages] == [[]] * len(pages)
    assert [told(file) for file in mails(settings)] == [[]] * 2


DONE = (
    *("zone", "pause", "resume", "queued", "on_its_way", "already_today", "not_now", "leave"),
    *("again", "everything", "asked", "often", "moved", "letters", "back", "answer"),
)


def told(file: Path) -> list[str]:
    """What a mail says that is not German: as HTML and as text."""
    mail = opened(file)
    assert 'lang="de"' in mail.html
    return [*missed(mail.html), *unmarked(mail.text.splitlines())]


@pytest.mark.usefixtures("language")
def test_a_booked_hour(
    visitor: Client, german: Assessment, settings: Settings, moment: datetime, at: Any
) -> None:
    page = visitor.get("/book/")
    (start, other, *_more) = re.findall(r'name="start" value="([^"]+)"', page.content.decode())
    person = {"email": ADDRESS, "first_name": "7", "zone": "Europe/Berlin", "note": "0"}
    wrong = visitor.post("/book/", {"email": "nobody", "zone": "Mars", "note": "0" * 3000})
    wish = visitor.post("/book/request/", {"email": "nobody", "zone": "Europe/Berlin"})
    booked = visitor.post("/book/", {**person, "start": start}, follow=True)
    taken = visitor.post("/book/", {**person, "start": start})
    booking = Booking.objects.get()
    mailed = booking_links.booking_url(booking, in_letter=True)
    work()
    asks = visitor.get(mailed)
    visitor.post(mailed, {"share": "yes"})
    pages = [page, wrong, wish, booked, taken, asks, visitor.get(mailed)]
    pages.append(visitor.get("/book/request/left/"))
    pages.append(visitor.get(f"{mailed}move/"))
    pages.append(visitor.post(f"{mailed}move/", {"start": start}))
    entry = visitor.get(f"{mailed}invitation.ics").content
    work()
    visitor.post(f"{mailed}move/", {"start": other})
    work()
    at(Booking.objects.get().starts_at - timedelta(hours=1))
    work()
    pages.append(visitor.post(f"{mailed}cancel/", follow=True))

    assert [strays(page) for page in pages] == [[]] * len(pages)
    assert [words for file in mails(settings) for words in told(file)] == []
    (event,) = Calendar.from_ical(entry).walk("VEVENT")
    assert unmarked([str(event["SUMMARY"]), str(event["DESCRIPTION"])]) == []
    keys = Message.objects.exclude(contact=None).values_list("key", flat=True)
    assert {key.partition(":")[0] for key in keys} == {"booking-ask", "booking", "reminder"}


@pytest.mark.usefixtures("language")
def test_previews_of_an_offer(german: Assessment, admin_client: Client, moment: datetime) -> None:
    """In the desk of a practice that speaks English itself."""
    Practice.objects.update(language="en")
    offer = german.offer
    known = SYSTEM["booking_ask"].free
    text = " ".join(["–", *(f"{{{{ {name} }}}}" for name in known if "url" not in name)])
    letter = SystemLetter(key="booking_ask", name="–", purpose="requested", offer=offer)
    _publish(letter, LetterBody(subject="–", text=text), moment)
    form = SignUpForm(slug="0", offer=offer)
    publishing.create(form, body=FormBody(title="–", intro="–", button="–"), now=moment)
    looked_at: list[tuple[Document, str]] = [(letter, "text"), (form, "intro")]
    looked_at += [(Lesson.objects.get(position=1), "text"), (Guide.objects.get(), "title")]
    looked_at += [(LandingPage.objects.get(), "title"), (german, "start"), (german, "pass_on")]

    pages = [shown(admin_client, *at, "–", reader="")["html"] for at in looked_at]

    assert [missed(page) for page in pages] == [[]] * len(looked_at)
    assert ['lang="de"' in page for page in pages] == [True] * len(looked_at)


def test_desk_speaks_english(german: Assessment, admin_client: Client) -> None:
    page = admin_client.get("/admin/practice/practice/1/change/").content.decode()

    assert 'lang="en' in page
    assert "Practice name" in page


def test_what_one_request_spoke_ends_with_it(visitor: Client) -> None:
    before = translation.get_language()

    visitor.get("/")

    assert translation.get_language() == before


def test_days_hours_and_numbers_as_germans_write_them(visitor: Client, german: Assessment) -> None:
    page = visitor.get("/book/").content.decode()

    assert "Dienstag, 24. November" in page
    assert "9:00 Uhr" in page


def test_language_in_the_address_of_the_browser_counts_for_nothing(visitor: Client) -> None:
    german = visitor.get("/privacy/").content
    french = Client(HTTP_ACCEPT_LANGUAGE="fr").get("/privacy/").content

    assert german == french
