"""Promise 18: what somebody answered and did not share cannot be found out.

Two people live through the same weeks and differ only in what they answered. Then time is taken
back and they swap their answers. Every response of the desk, asked in every way, must be the same
in both worlds: of the pages and mails, of lists chosen by any column and key, of files and buttons.
"""

from __future__ import annotations

import difflib
import io
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

import pypdf
import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import JSONField, Model
from django.http import HttpResponse
from django.test import Client

import assessments.actions
from assessments.models import Assessment
from assessments.samples import Sample, sample_people
from contacts.models import Contact, Segment
from courses.models import Course, Enrollment, LastWord, Lesson
from desk.actions import roles
from desk.views import permissions
from guides.models import GuideCopy
from mail import actions as mail
from mail.inbound import InboundMail
from mail.models import Broadcast, Message
from mail.webhooks import ReportedEvent
from tests import letters
from tests.askings import asked, say_yes
from tests.courses.conftest import run_to_end
from tests.desk.conftest import book
from tests.desk.test_permissions import CONVERTER
from tests.documents import reword
from tests.offers import SAMPLES

pytestmark = pytest.mark.slow

PEOPLE = ("ada@example.net", "ben@example.net")
WORLDS = ("push", "ally")
CHANGES = re.compile(
    r"""[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|name="csrfmiddlewaretoken" value="\w+"|"""
    r"""\bid="[\w-]*[0-9a-f]{6,}"|nonce="[^"]*"|value="[\w/]+/[0-9a-f]{8}\"""",
)
OF_PEOPLE = (
    *(
        "assessments.attempt",
        "consultations.booking",
        "consultations.timerequest",
        "contacts.contact",
        "contacts.segment",
    ),
    *("contacts.suppression", "courses.enrollment", "courses.lastword", "guides.guidecopy"),
    *("mail.deliveryevent", "mail.message", "mail.reply", "desk.auditentry"),
)
TIES = ("contact", "attempt", "enrollment", "enrollments", "guides", "messages", "message")
RULES = ('profile == "push"', 'not profile == "push"')
QUESTIONS = ("profile=push", "toll=high", "band.toll=high", "conditions__contains=goals")
WHO = ("owner", "assistant", "editor", "no role")
LIST = 4  # slashes in the address of a list
STILL = {"person/<int:pk>/do/<slug:verb>/", "well/again/", "logout/"}  # they change what is asked


@dataclass(frozen=True)
class House:
    """What both worlds share: the clients, and the moment they are asked."""

    clients: dict[str, Client]
    moment: datetime


@pytest.fixture
def shared_house(house: None, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> House:
    """Lessons for some answers alone; refusals are many here, and not worth a line each."""
    for name in ("django.request", "django.security"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)
    room = SimpleNamespace(total=2 * 10**11, used=10**11, free=10**11)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room)  # others write meanwhile
    save_segments()
    audiences = (*RULES, 'known.segment contains "s0" or booked')
    lessons = Lesson.objects.filter(state=Lesson.State.PUBLISHED).order_by("position")
    for lesson, rule in zip(lessons[1:], audiences, strict=False):
        reword(lesson, audience=rule, rests_on="thought", is_published=True)
    roles.settle()
    users = {name: User.objects.create_user(name, is_staff=True) for name in WHO}
    User.objects.filter(username="owner").update(is_superuser=True)
    clients = {name: Client() for name in WHO}
    for name, client in clients.items():
        if name in roles.ROLES:
            users[name].groups.add(Group.objects.get(name=name))
        client.force_login(users[name])
    return House(clients, moment)


def save_segments() -> None:
    """A segment for each rule about answers, and one that asks none."""
    for number, rule in enumerate((*RULES, 'band.pushing == "high" or booked', "booked")):
        Segment.objects.create(key=f"s{number}", name=f"Segment {number}", rule=rule)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside never happened; rows get the same numbers each time."""
    number_anew()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def number_anew() -> None:
    """PostgreSQL does not give back the numbers of rows that other tests rolled back."""
    resets = connection.ops.sequence_reset_sql(no_style(), list(apps.get_models()))
    with connection.cursor() as cursor:
        for statement in resets:
            cursor.execute(statement)


def lived(keys: tuple[str, ...], moment: datetime) -> None:
    """Both people's weeks: guide, every lesson, a reply, a report, an hour, a one-off letter."""
    known = {one.key: one for one in sample_people(SAMPLES)}
    for email, key in zip(PEOPLE, keys, strict=True):
        begun(email, known[key], moment)
    run_to_end(moment)
    for contact in Contact.objects.order_by("pk"):
        went_on(contact, moment)
    write_to_some(moment)


def begun(email: str, sample: Sample, moment: datetime) -> None:
    assessment = Assessment.objects.get(slug="resistance-reframe")
    attempt = assessments.actions.start(assessment=assessment, now=moment)
    assessments.actions.answer(attempt=attempt, answers=sample.answers, now=moment)
    attempt = assessments.actions.finish(attempt=attempt, now=moment)
    copy = asked(
        attempt=attempt,
        email=email,
        first_name="Robin",
        zone="Europe/Berlin",
        paper="a4",
        wants_course=True,
        share=False,
        now=moment,
    )
    GuideCopy.objects.filter(pk=copy.pk).update(state=GuideCopy.State.READY)
    say_yes(copy, now=moment)
    mail.set_letters(contact=copy.contact, agrees=True, wording="Yes.", now=moment)


def went_on(contact: Contact, moment: datetime) -> None:
    """Wrote back with the whole letter quoted, one mail came back with itself, booked."""
    message = contact.messages.filter(purpose="course").order_by("-pk")[0]
    read = mail.as_read(message)
    quoted = "\n".join(f"> {line}" for line in read.text.splitlines())
    outlook = f"From: Example Practice\nSent: Monday\nSubject: {read.subject}\n\n{read.text}"
    for number, text in enumerate((f"Thank you.\n\n{quoted}", f"Thank you.\n\n{outlook}")):
        mail.receive(
            written=InboundMail(
                event_key=f"reply:{contact.pk}:{number}",
                sender=contact.email,
                subject=f"Re: {read.subject}",
                text=text[:5000],
                answers=(message.uid.hex,),
                is_automatic=False,
                is_doubtful=False,
                at=moment,
            ),
            now=moment,
        )
    report = {"Subject": read.subject, "Content": read.text, "headers": [["Subject", read.subject]]}
    arrived = ReportedEvent(
        kind="soft",
        event_key=f"report:{contact.pk}",
        message_uid=message.uid.hex,
        provider_id="",
        recipient=contact.email,
        code="soft",
        detail="mailbox full",
        raw={"Email": contact.email, "signature": {"token": "secret"}, "event": report},
        at=moment,
    )
    mail.record_event(provider="postmark", arrived=arrived, now=moment)
    LastWord.objects.create(
        enrollment=contact.enrollments.get(), tried=LastWord.Tried.YES, at=moment
    )
    book(moment, contact.email)


def write_to_some(moment: datetime) -> None:
    segment = 'not known.segment contains "s0"'
    for number, rule in enumerate((*RULES, "", segment)):
        broadcast = letters.broadcast(
            now=moment,
            name=f"For some {number}",
            subject="Hello",
            text="{% if profile == 'push' %}Push on.{% else %}Go on.{% endif %}",
            audience=rule,
            send_on=moment.date() + timedelta(days=1),
        )
        if number not in (1, 3):  # these stay drafts, whose pages say whom they would reach
            mail.schedule(broadcast=broadcast, now=moment)
    while mail.queue_broadcasts(now=moment):
        pass


def asked_of(house: House, *names: str) -> dict[str, str]:
    """Every answer of the desk to these logins, by who asked for what."""
    found = {}
    for name in names:
        client, closed = house.clients[name], set[str]()
        for address in addresses():
            page, _mark, query = address.partition("?")
            if name != "owner" and not about_people(address):
                continue  # what stands there is of nobody
            if query and page in closed:
                continue  # a list that is closed reads nothing of what it is asked
            answer = client.get(address)
            if answer.status_code == 403 and page.count("/") == LIST:
                closed.add(page)
            found[f"{name}: {CHANGES.sub('…', address)}"] = said(answer)
        for what, (address, given) in pressed().items():
            with transaction.atomic():
                found[f"{name}: {what}"] = said(client.post(address, given, follow=True))
                transaction.set_rollback(True)
    return found


def about_people(address: str) -> bool:
    label = ".".join(address.split("/")[2:4])
    return label in OF_PEOPLE or "?place=" in address or "person/" in address or label == "."


def said(answer: HttpResponse) -> str:
    """What an answer says to whoever reads it, without what is drawn anew each time."""
    body = answer.getvalue()
    if "pdf" in answer["Content-Type"]:
        pages = pypdf.PdfReader(io.BytesIO(body)).pages
        return "\n".join(page.extract_text() for page in pages)
    place = answer.headers.get("Location", "")
    return CHANGES.sub("…", f"{answer.status_code} {place}\n{body.decode()}")


def addresses() -> Iterator[str]:
    """Every page of the desk for every row, and the lists of people chosen in every way."""
    for route, name, _view in permissions.views():
        if not route.startswith("admin/") or "(?P<" in route or route[6:] in STILL:
            continue
        yield from filled(route)
        app, _slash, model = route[6:].rstrip("/").partition("/")
        if f"{app}.{model}" in OF_PEOPLE and name.endswith("_changelist"):
            yield from (f"/{route}?{query}" for query in queries(apps.get_model(app, model)))
    for place in Enrollment.objects.order_by("pk"):
        email, uid = place.contact.email, place.uid
        yield f"/admin/courses/course/{place.course_id}/rehearsal/?place={uid}&of={email}"
        yield f"/admin/courses/course/{place.course_id}/rehearsal/?email={email}"
        for lesson in Lesson.objects.order_by("pk")[:4]:
            yield f"/admin/courses/lesson/{lesson.pk}/preview/?place={uid}&of={email}"
            yield f"/admin/courses/lesson/{lesson.pk}/preview/?place={uid}&sent=1&of={email}"
    first, second = Contact.objects.order_by("pk")
    yield f"/admin/person/{first.pk}/merge/?other={second.email}"


def filled(route: str) -> Iterator[str]:
    """A route for each row it may be about; texts have one row each, for they are the same."""
    if not CONVERTER.search(route):
        yield f"/{route}"
        return
    label = ".".join(route.split("/")[1:3])
    if "person/" in route:
        keys = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    elif label in OF_PEOPLE or label in ("mail.broadcast", "courses.course"):
        rows = apps.get_model(label)._default_manager.order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
    else:
        return
    for key in keys:
        yield "/" + CONVERTER.sub(str(key), route)


def queries(model: type[Model]) -> Iterator[str]:
    """Ways to ask a list what it does not show: each column, each key inside it, through each tie,
    by search and by order.
    """
    own = [field.name for field in model._meta.get_fields()]
    for name in own:
        yield from (f"{name}__icontains=push", f"{name}__isnull=0")
    jsons = [field.name for field in model._meta.get_fields() if isinstance(field, JSONField)]
    asked = ("facts", "answers", "result")
    far = [f"{tie}__{name}" for tie in TIES if tie in own for name in asked]
    for name in (*jsons, *far):
        yield from (f"{name}__{question}" for question in QUESTIONS)
    yield from ("q=push", f"q={PEOPLE[0]}", "o=1", "o=-5")
    yield from (f"segment=s{number}" for number in range(4))


def pressed() -> dict[str, tuple[str, dict[str, object]]]:
    """Buttons that show something: files, questions before an act, what a change would do."""
    everybody = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    chosen = {"_selected_action": everybody}
    people = "/admin/contacts/contact/"
    lesson = Lesson.objects.order_by("position")[1]
    course = Course.objects.get()
    return {
        "file of people": (people, {"action": "as_file", **chosen}),
        "stop": (people, {"action": "stop_everything", **chosen}),
        "who is affected": (
            "/admin/courses/lesson/",
            {"action": "switch_off", "_selected_action": [lesson.pk]},
        ),
        "test drive": (
            f"/admin/courses/course/{course.pk}/rehearsal/",
            {"place": str(Enrollment.objects.order_by("pk")[0].uid)},
        ),
        **{
            f"count {rule}": ("/admin/count-people/", {"count": "rule", "rule": rule})
            for rule in (*RULES, 'known.segment contains "s0"', 'not known.segment contains "s2"')
        },
        **{
            f"send {broadcast.name}": (f"/admin/mail/broadcast/{broadcast.pk}/send/", {})
            for broadcast in Broadcast.objects.order_by("pk")
        },
    }


def told_the_author() -> dict[str, str]:
    """What goes to her mailbox."""
    rows = Message.objects.filter(contact=None).order_by("pk")
    return {f"mail {one.pk}": CHANGES.sub("…", mail.as_read(one).text) for one in rows}


@pytest.mark.parametrize(
    ("names", "at_least"),
    [
        pytest.param(["assistant"], 150, id="assistant"),
        pytest.param(["owner", "editor", "no role"], 300, id="others"),
    ],
)
def test_promise_18_swapping_unshared_answers_changes_no_response(
    shared_house: House, names: list[str], at_least: int
) -> None:
    worlds = []
    for keys in (WORLDS, WORLDS[::-1]):
        with undone():
            lived(keys, shared_house.moment)
            worlds.append({**told_the_author(), **asked_of(shared_house, *names)})

    first, second = worlds
    assert first.keys() == second.keys()
    assert len(first) > at_least
    different = {
        key: changed(first[key], second[key]) for key in first if first[key] != second[key]
    }
    assert different == {}


def changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line[:300] for line in lines][:12]
