"""No page of the desk asks the database more than fifteen times, however many rows it shows, and
none changes it by being looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import contacts.actions
import mail.actions
from assessments.models import Assessment
from assessments.schema.questions import Choice, Question
from assessments.schema.rules import Profile
from assessments.sections import PARTS
from consultations.models import Booking
from contacts.models import Contact, Event
from contacts.personal_data import entries
from courses.models import Course, Enrollment, Progress
from desk.actions import new_offer, roles
from guides.models import GuideCopy
from mail.actions import warm_up
from mail.models import Broadcast, Message
from mail.schema import BroadcastBody
from publishing import actions as publishing
from tests.askings import asked
from tests.assessments.rewriting import add_items
from tests.conftest import person
from tests.desk.conftest import finished
from tests.offers import an_offer

pytestmark = pytest.mark.slow

LIMIT = 15
LIMIT_OF = {"everything": LIMIT + len(entries())}
"""A file of everything held: a question for each entry of the register."""
WRITES = ("INSERT", "UPDATE", "DELETE")


def lists() -> Iterator[tuple[str, str]]:
    yield "home", reverse("admin:index")
    for name in (
        "checkup",
        "set_up",
        "people_in",
        "account",
        "sources",
        "duties",
        "second_step_settings",
    ):
        yield name, reverse(f"desk:{name}")
    for name in ("week", "new"):
        yield name, reverse(f"admin:consultations_booking_{name}")
    for model in admin.site._registry:
        meta = model._meta
        page = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        yield f"list of {meta.label_lower}", page


def changes() -> Iterator[tuple[str, str]]:
    for model in admin.site._registry:
        meta, row = model._meta, model._default_manager.first()
        if row is not None:
            page = f"admin:{meta.app_label}_{meta.model_name}_change"
            yield meta.label_lower, reverse(page, args=[row.pk])


def of_texts() -> Iterator[tuple[str, str]]:
    draft = Assessment.objects.with_result().first()
    assert draft
    page = reverse("admin:assessments_assessment_change", args=[draft.pk])
    yield from ((f"assessment {part.key}", f"{page}?part={part.key}") for part in PARTS)
    yield "versions", reverse("admin:assessments_assessment_versions", args=[draft.pk])


def of_course() -> Iterator[tuple[str, str]]:
    course = Course.objects.get()
    for name in ("numbers", "rehearsal"):
        yield name, reverse(f"admin:courses_course_{name}", args=[course.pk])
    for kind in ("courses_lesson", "guides_guide", "mail_systemletter"):
        app, model = kind.split("_")
        row = apps.get_model(app, model)._default_manager.first()
        yield f"preview of {model}", reverse(f"admin:{kind}_preview", args=[row.pk])


def of_person() -> Iterator[tuple[str, str]]:
    person, booking = Contact.objects.get(), Booking.objects.get()
    for name in ("merge", "erase", "everything"):
        yield name, reverse(f"desk:{name}", args=[person.pk])
    yield "brief", reverse("admin:consultations_booking_brief", args=[booking.pk])


def asked_more(client: Client, pages: Iterator[tuple[str, str]]) -> dict[str, int]:
    """The pages that ask more than they may, and how often. Kinds of rows are known by then: a
    process reads each of them once.
    """
    ContentType.objects.get_for_models(*admin.site._registry)
    client.get(reverse("desk:account"))  # a session notes once in two minutes that it is used
    over = {}
    for name, page in pages:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code in (200, 302, 403), page
        assert not [one["sql"] for one in asked if one["sql"].startswith(WRITES)], page
        # `health.time_limit` asks for a savepoint within a transaction, which only a test has.
        count = sum(not re.match("SAVEPOINT|RELEASE", one["sql"]) for one in asked)
        if count > LIMIT_OF.get(name, LIMIT):
            over[name] = count
    return over


@pytest.mark.parametrize("pages", [lists, changes, of_texts, of_course, of_person])
def test_page_asks_fifteen_times_at_most(author: Client, robin: Contact, pages: object) -> None:
    assert asked_more(author, pages()) == {}  # type: ignore[operator]


@pytest.mark.parametrize("role", roles.ROLES)
def test_page_asks_those_with_a_role_no_more_often(robin: Contact, role: str) -> None:
    roles.settle()
    user = get_user_model().objects.create_user(username="helper", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)

    for pages in (lists, changes, of_texts, of_course, of_person):
        assert asked_more(client, pages()) == {}


def test_page_of_a_person_asks_no_more_for_more_rows(
    author: Client, robin: Contact, moment: datetime
) -> None:
    much_happens(robin, moment)

    pages = [("person", reverse("admin:contacts_contact_change", args=[robin.pk])), *of_some(robin)]

    assert asked_more(author, iter(pages)) == {}


def much_happens(person: Contact, moment: datetime) -> None:
    """Five of everything, three fields, and a second course."""
    first, known = Course.objects.get(), person.messages.all()[0]
    told = {"letter": known.letter, "contact": person, "purpose": known.purpose}
    again = told | {"facts": known.reader, "names": known.names, "values": known.values}
    for field in ("town", "work", "vegan"):
        contacts.actions.ensure_field(key=field, label=field, sort="text")
        contacts.actions.set_field(contact=person, key=field, value="yes", now=moment)
    second = Course.objects.create(offer=an_offer(), slug="second", title="Second")
    place = person.enrollments.get(course=first)
    Enrollment.objects.create(
        contact=person, course=second, consent=place.consent, created_at=moment
    )
    for number, lesson in enumerate(first.lessons.all()[:5]):
        day = (moment - timedelta(days=10 - number)).date()
        row = {"enrollment": place, "contact": person, "lesson": lesson, "at": moment}
        Progress.objects.create(**row, day=day, outcome="sent")
        mail.actions.queue(key=f"more:{number}", **again, not_before=moment, now=moment)
        contacts.actions.record(contact=person, kind="replied", now=moment)
        asked(
            attempt=finished(moment),
            email=person.email,
            first_name="",
            zone="UTC",
            paper="a4",
            wants_course=False,
            share=True,
            now=moment,
        )


def test_page_of_a_one_off_letter_asks_fifteen_times_at_most(
    author: Client, robin: Contact, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_up, "FIRST", 1)  # more than a day's worth is told with its reason
    for name in ("ann", "ben"):
        contact = person(f"{name}@example.org", confirmed_at=moment)
        mail.actions.set_letters(contact=contact, agrees=True, wording="Yes.", now=moment)
        contacts.actions.tag(contact=contact, label="VIP", source="hand", now=moment)
    contacts.actions.tag(contact=robin, label="VIP", source="hand", now=moment)
    said = BroadcastBody(subject="News", text="Hello.", audience='known.tags contains "vip"')
    draft = Broadcast(name="May", send_on=moment.date())
    letter = publishing.create(draft, body=said, by=None, now=moment)
    pages = [
        (name, reverse(f"admin:mail_broadcast_{name}", args=[letter.pk]))
        for name in ("change", "send")
    ]

    assert asked_more(author, iter(pages)) == {}


def of_some(person: Contact) -> Iterator[tuple[str, str]]:
    yield from of_person()
    for place in person.enrollments.all():
        yield "place", reverse("admin:courses_enrollment_change", args=[place.pk])
    assert person.guides.count() > 5
    assert Message.objects.filter(contact=person).count() > 5
    assert Event.objects.filter(contact=person).count() > 5
    assert GuideCopy.objects.exists()


@pytest.mark.parametrize("part", [part.key for part in PARTS])
def test_part_of_an_assessment_asks_no_more_for_more_rows(
    author: Client, house: None, part: str
) -> None:
    draft = Assessment.objects.with_result().first()
    assert draft
    keys = [f"more{number}" for number in range(20)]
    choices = [Choice(key="a", label="A")]
    more = [Question(key=key, kind="single", text="More?", choices=choices) for key in keys]
    add_items(draft, "questions", *more)
    add_items(
        draft, "profiles", *(Profile(key=key, name="More", when="shown == 0") for key in keys)
    )

    pages = [pair for pair in of_texts() if pair[0] == f"assessment {part}"]

    assert asked_more(author, iter(pages)) == {}


def test_home_asks_no_more_for_more_offers_in_the_making(
    author: Client, robin: Contact, moment: datetime
) -> None:
    counts = []
    author.get("/admin/")  # the session's own time is written once
    for number in (1, 2, 7):  # one, three, ten
        for at in range(number):
            new_offer.begin(
                name=f"Draft {number} {at}", language="en", template="types", by=None, now=moment
            )
        with CaptureQueriesContext(connection) as asked:
            page = author.get("/admin/")
        counts.append(len(asked))

    assert page.content.decode().count("<strong>Draft") == 10
    assert counts[0] == counts[1] == counts[2] <= LIMIT
