"""What somebody answered is their own: a crawl of every page the author sees, shared and not.

Whatever only this person's answers can bring onto a page carries a mark: the version they took is
marked throughout, and so is every passage their letters chose; then all of it is put back.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pypdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse

import assessments.actions
import consultations.actions
import courses.actions
from assessments.models import Assessment, Attempt, Passage
from assessments.samples import sample_people
from assessments.schema import AssessmentBody
from consultations.models import Meeting
from contacts.models import Contact
from courses.actions import own_data
from courses.models import Course, Enrollment, Lesson
from desk.actions import content
from guides.models import GuideCopy
from mail import actions as mail
from mail import render
from mail.models import Message, Purpose
from practice.models import Practice
from publishing import actions as publishing
from tests.askings import asked, say_yes
from tests.courses.conftest import run_to_end
from tests.desk.conftest import ROBIN
from tests.desk.test_pages import helper
from tests.documents import reword, write_passage
from tests.offers import SAMPLES, start_home
from writing.passages import EVERYONE

pytestmark = pytest.mark.slow

MARKED = {
    "profiles": ("name",),
    "readings": ("name",),
    "conditions": ("name", "short"),
    "scales": ("name",),
    "questions": ("text",),
}
OWN_MARKS = ("scales", "questions")
# What texts say to somebody of whom nothing is known.
UNKNOWN = (EVERYONE, "none", "other", "not_enough", "recognise")
PEOPLE = (
    "attempt",
    "guidecopy",
    "contact",
    "message",
    "enrollment",
    "booking",
    "lastword",
    "timerequest",
)
NOT_CRAWLED = {"logout", "checkup_again", "guides_guide_preview", "checkup"}
LINK = re.compile(r"""(?:href|src)=["'](/admin/[^"'#]*)""")
MARK = re.compile(r"qz(?:profile|reading|conditiontext|scale|question|passage|answer)(?:-\w+)?")


@pytest.fixture
def marked(once: Callable[..., None], moment: datetime, at: Callable[[datetime], None]) -> Attempt:
    """Somebody who leans to pushing, and answered the marked version."""
    at(moment)
    once("marked house", lambda: marked_house(moment))
    Meeting.objects.update(video_link="https://video.example/room")
    assessment = Assessment.objects.get(slug="resistance-reframe")
    person = next(one for one in sample_people(SAMPLES) if one.key == "push")
    attempt = assessments.actions.start(assessment=assessment, now=moment)
    assessments.actions.answer(attempt=attempt, answers=person.answers, now=moment)
    return assessments.actions.finish(attempt=attempt, now=moment)


def marked_house(moment: datetime) -> None:
    """The starter content, published with its marks."""
    start_home(moment)
    assessment = Assessment.objects.get(slug="resistance-reframe")
    marked = mark(assessment.body)
    publishing.save(assessment, body=marked, now=moment)
    for passage in Passage.objects.all():
        word = f"qzpassage-{passage.key.replace('-', '_')}"
        texts = passage.body.texts().items()
        cells = {
            cell: text + ("\n\n" if text.rstrip().endswith(":::") else " ") + word
            for cell, text in texts
            if cell not in UNKNOWN
        }
        write_passage(passage=passage, cells=cells, now=moment)
    publish(moment)


def mark(body: AssessmentBody) -> AssessmentBody:
    """Each item's own mark at the end of a text."""
    for name, fields in MARKED.items():
        for one in getattr(body, name):
            for field in fields:
                word = name.removesuffix("s").replace("condition", "conditiontext")
                own = f"-{one.key.replace('-', '_')}" if name in OWN_MARKS else ""
                setattr(one, field, f"{getattr(one, field)} qz{word}{own}")
    words = [
        word for _kind, answers in body.answers if isinstance(answers, list) for word in answers
    ]
    for word in [*words, *(choice for one in body.questions for choice in one.choices)]:
        word.label += " qzanswer"
    return body


def publish(moment: datetime) -> None:
    publishing.publish_together(Passage.objects.all(), now=moment)
    publishing.publish(Assessment.objects.get(slug="resistance-reframe"), now=moment)
    for lesson in Lesson.objects.filter(state=Lesson.State.PUBLISHED):
        publishing.publish(lesson, now=moment)


@pytest.fixture
def robin_of(marked: Attempt, moment: datetime) -> Callable[[bool], Contact]:
    """`robin_of(shared)`: asked for the guide, had every lesson, booked; shared it all, or not."""

    def robin(shared: bool) -> Contact:
        copy = asked(
            attempt=marked,
            email=ROBIN,
            first_name="Robin",
            zone="Europe/Berlin",
            paper="a4",
            wants_course=True,
            share=shared,
            now=moment,
        )
        GuideCopy.objects.filter(pk=copy.pk).update(state=GuideCopy.State.READY)
        place = Enrollment.objects.get(contact=copy.contact)
        say_yes(copy, now=moment)
        place.refresh_from_db()
        read_every_lesson(place, moment)
        meeting = Meeting.objects.get()
        consultations.actions.book(
            meeting=meeting,
            starts_at=consultations.actions.open_times(meeting=meeting, now=moment)[0],
            email=ROBIN,
            first_name="Robin",
            note="",
            zone="Europe/Berlin",
            attempt=marked if shared else None,
            proven=True,
            now=moment,
        )
        content.replace(settings.CONTENT_DIR, now=moment)
        publish(moment + timedelta(minutes=1))
        return Contact.objects.get(email=ROBIN)

    return robin


def read_every_lesson(place: Enrollment, moment: datetime) -> None:
    reader = courses.actions.reader_of(place, now=moment)
    identity = Practice.objects.the().identity
    for lesson in Course.objects.get().lessons.filter(state=Lesson.State.PUBLISHED):
        compiled = render.compiled(lesson.letter, identity, reader.facts, reader.names)
        mail.queue(
            key=f"lesson:test:{lesson.pk}",
            letter=lesson.letter,
            contact=place.contact,
            purpose=Purpose.COURSE,
            facts=reader.facts,
            names=reader.names,
            values=mail.sample_values(compiled.names),
            not_before=moment,
            now=moment,
        )


def crawl(client: Client, *more: str) -> dict[str, str]:
    """Address to text of the pages of the admin that links lead to: all those of people, one of
    each kind of the rest; a list's own orders and filters are left out.
    """
    waiting, seen, count = ["/admin/", *more], {}, {}
    while waiting:
        address = waiting.pop(0)
        path, _mark, query = unescape(address).partition("?")
        address = unescape(address) if address in more or "place=" in query else path
        route = route_of(path)
        most = 200 if any(name in (route or "") for name in PEOPLE) else 1
        if address in seen or route is None or count.get(route, 0) >= most:
            continue
        count[route] = count.get(route, 0) + 1
        answer = client.get(address, follow=True)
        seen[address] = words(answer)
        waiting += LINK.findall(seen[address])
    return seen


def route_of(path: str) -> str | None:
    try:
        name = resolve(path).url_name
    except Resolver404:
        return None
    of_people = any(kind in (name or "") for kind in PEOPLE)
    idle = not of_people and (name or "").endswith(("_add", "_delete", "_history"))
    return None if idle or name in NOT_CRAWLED else name


def words(answer: object) -> str:
    content_type = answer["Content-Type"]  # type: ignore[index]
    body = answer.getvalue()  # type: ignore[attr-defined]
    if "pdf" in content_type:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return str(body.decode())


def marks(pages: dict[str, str]) -> dict[str, set[str]]:
    """Where which marks stand."""
    found = {address: set(MARK.findall(text)) for address, text in pages.items()}
    return {address: there for address, there in found.items() if there}


def everywhere(author: Client, robin: Contact) -> dict[str, str]:
    """All the author can open, and every mail that goes to her."""
    place, booking = robin.enrollments.get(), robin.bookings.get()
    rehearsal = f"/admin/courses/course/{place.course_id}/rehearsal/?place={place.uid}"
    pages = crawl(
        author,
        rehearsal,
        f"/admin/person/{robin.pk}/everything.json",
        f"/admin/consultations/booking/{booking.pk}/brief/",
        f"/admin/consultations/booking/{booking.pk}/brief.pdf",
        "/admin/consultations/booking/week/",
    )
    for message in Message.objects.filter(contact=None):
        pages[f"mail {message.pk}"] = mail.as_read(message).text + json.dumps(message.attachment)
    return pages


@pytest.mark.slow
def test_unshared_answers_stand_on_no_page_of_hers(
    author: Client, robin_of: Callable[[bool], Contact]
) -> None:
    robin = robin_of(False)

    pages = everywhere(author, robin)

    assert marks(pages) == {}
    assert len(pages) > 80
    lessons = [one for one in robin.messages.all() if MARK.search(mail.as_read(one).text)]
    assert len(lessons) > 3
    assert all(f"/admin/mail/message/{one.pk}/body/" in pages for one in lessons)
    assert "qzprofile" in json.dumps(own_data(robin))


@pytest.mark.slow
def test_of_shared_answers_she_sees_three_and_never_the_toll(
    author: Client, robin_of: Callable[[bool], Contact]
) -> None:
    robin = robin_of(True)

    pages = everywhere(author, robin)

    found = marks(pages)
    everything = set().union(*found.values())
    assert not [mark for mark in everything if "toll" in mark]
    questions = {mark for mark in everything if mark.startswith("qzquestion")}
    conditions = {f"qzquestion-{key}" for key in robin.bookings.get().attempt.outcome.conditions}
    assert len(questions - conditions) == 3
    drafted = Assessment.objects.get(slug="resistance-reframe").body.questions
    asked = [one.key for one in drafted if one.scale == "toll"]
    assert questions.isdisjoint(f"qzquestion-{key}" for key in asked)
    assert any("brief/" in address for address in found)
    assert any("brief.pdf" in address for address in found)


@pytest.mark.slow
def test_of_shared_answers_an_assistant_sees_none(robin_of: Callable[[bool], Contact]) -> None:
    booking = robin_of(True).bookings.get()
    page = f"/admin/consultations/booking/{booking.pk}/brief"
    assistant = helper("assistant")

    pages = {one: words(assistant.get(one)) for one in (f"{page}/", f"{page}.pdf")}

    assert all("Robin" in page for page in pages.values())
    assert marks(pages) == {}


@pytest.mark.slow
def test_sent_letters_show_an_assistant_nothing_that_shared_answers_chose(
    author: Client, robin_of: Callable[[bool], Contact]
) -> None:
    robin, assistant = robin_of(True), helper("assistant")
    pages = [
        reverse("admin:mail_message_body", args=[message.pk]) for message in robin.messages.all()
    ]

    for_author = marks({page: words(author.get(page)) for page in pages})
    for_assistant = marks({page: words(assistant.get(page)) for page in pages})

    assert len(for_author) > 5
    assert for_assistant == {}


@pytest.mark.slow
def test_rehearsal_for_somebody_real_needs_to_see_answers(
    robin_of: Callable[[bool], Contact],
) -> None:
    place = Enrollment.objects.get(contact=robin_of(True))
    both = helper("assistant", "editor")
    page = reverse("admin:courses_course_rehearsal", args=[place.course_id])
    lesson = Lesson.objects.filter(state=Lesson.State.PUBLISHED).order_by("position")[0]

    assert marks({page: words(both.get(page, {"place": place.uid}))}) == {}
    preview = reverse("admin:courses_lesson_preview", args=[lesson.pk])
    assert both.get(preview, {"place": place.uid}).status_code == 403


def test_assistant_sees_no_letter_that_only_some_answers_bring(
    author: Client, robin: Contact, moment: datetime
) -> None:
    """Robin shared the answers."""
    place = robin.enrollments.get()
    profile = robin.guides.get().attempt.facts.value("profile")
    lesson = Lesson.objects.filter(state=Lesson.State.PUBLISHED).order_by("position")[0]
    reword(lesson, audience=f'profile == "{profile}"', rests_on="thought", is_published=True)
    lesson.refresh_from_db()
    run_to_end(moment)
    message = robin.messages.get(letter=lesson.letter)
    Enrollment.objects.filter(pk=place.pk).update(next_lesson=lesson, state="active")
    pages = [
        reverse("admin:mail_message_changelist"),
        reverse("admin:mail_message_change", args=[message.pk]),
        reverse("admin:mail_message_body", args=[message.pk]),
        reverse("admin:contacts_contact_change", args=[robin.pk]),
        reverse("admin:courses_enrollment_changelist"),
        reverse("admin:courses_enrollment_change", args=[place.pk]),
    ]
    assistant, subject = helper("assistant"), lesson.published_body.subject

    def telling(client: Client) -> list[str]:
        told = {page: unescape(words(client.get(page, follow=True))) for page in pages}
        return [page for page, text in told.items() if lesson.title in text or subject in text]

    assert telling(assistant) == []
    assert telling(author) == pages
