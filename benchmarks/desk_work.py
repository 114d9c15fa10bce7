"""The large house of `bench_desk`: one reader's real rows, multiplied in SQL; and its pages.

Imported with Django ready (`machine.within`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import reverse

import assessments.actions
import consultations.actions
import contacts.actions
import guides.actions
from assessments.models import Attempt
from assessments.samples import sample_people
from benchmarks import segment_work
from benchmarks.due_work import multiply
from consultations.models import Booking, Meeting
from contacts.models import Consent, Contact, Event, Suppression
from courses.models import Enrollment, LastWord
from desk import probes
from guides.models import Guide, GuideCopy
from health.clock import now
from mail.models import DeliveryEvent, Message, Reply
from offers import files as offers
from offers.models import Source

NAMES = "ARRAY['Ada','Björn','Chloé','Dolores','Emeka','Fatima','Grzegorz','Robin','Ivo','']"
YEARS = 2 * 365 * 86400  # seconds over which everybody came
LINK = re.compile(r'href="(\?[^"]+)"')
SEARCHES = ("robin", "robin.4711", "ex", "z", "nobody-at-all", "robin example")
LONG = 300  # lines on the timeline of the one who has been here longest


def reader() -> Contact:
    """One person who did everything: answered, asked, confirmed, booked, wrote back."""
    moment = now()
    sample = next(iter(sample_people(offers.home(settings.CONTENT_DIR) / "samples")))
    offered = Guide.objects.offered()
    assert offered
    attempt = assessments.actions.start(
        assessment=offered.assessment, source=Source(utm_source="newsletter").sealed(), now=moment
    )
    assessments.actions.answer(attempt=attempt, answers=sample.answers, now=moment)
    request = guides.actions.request_guide(
        attempt=assessments.actions.finish(attempt=attempt, now=moment),
        email="robin@example.net",
        first_name="Robin",
        zone="Europe/Berlin",
        paper="a4",
        wants_course=True,
        share=True,
        now=moment,
    )
    asked = guides.actions.receive(request.pk, now=moment)
    assert asked
    assert asked.copy
    wanted = guides.actions.changes(asked, asked.copy.contact)
    guides.actions.confirm(request=asked, accepted=wanted, now=moment)
    copy = asked.copy
    GuideCopy.objects.update(state=GuideCopy.State.READY, shared_at=moment)
    Meeting.objects.update(video_link="https://video.example/room")  # else nothing can be booked
    meeting = Meeting.objects.first()
    assert meeting
    booking = consultations.actions.book(
        meeting=meeting,
        starts_at=consultations.actions.open_times(meeting=meeting, now=moment)[-1],
        email="robin@example.net",
        first_name="Robin",
        note="I would like to talk.",
        zone="Europe/Berlin",
        proven=True,
        now=moment,
    )
    assert isinstance(booking, Booking)
    return Contact.objects.get(pk=copy.contact_id)


def back(rows: int) -> str:
    """SQL: the moment of row n of `rows`, the last one now."""
    return f"(now() - ({rows} - n) * interval '{YEARS / rows} seconds')"


def fill(persons: int, events: int) -> Contact:
    """`persons` people with what they did, and `events` lines on their timelines."""
    contact = reader()
    first = contact.pk
    when, uid = back(persons), "gen_random_uuid()"
    name = f"({NAMES})[1 + n % 10]"
    multiply(
        contact,
        persons,
        id=f"{first} + n",
        uid=uid,
        first_name=name,
        email=f"lower({name}) || '.' || n || '@example.net'",
        address_hash="md5(n::text)",
        created_at=when,
        confirmed_at=f"CASE WHEN n % 5 > 0 THEN {when} END",
    )
    consent = Consent.objects.filter(contact=contact).latest("pk")
    person = f"{first} + n"
    last = Consent.objects.latest("pk").pk
    multiply(consent, persons, id=f"{last} + n", contact_id=person, uid=uid, at=when)
    line = Event.objects.filter(contact=contact).latest("pk")
    each, last = events // persons, Event.objects.latest("pk").pk
    someone = f"{first} + 1 + (n - 1) / {each}"
    multiply(line, events, id=f"{last} + n", contact_id=someone, at=back(events))
    multiply(line, LONG, id=f"{last + events} + n")
    fill_answers(contact, persons, when)
    fill_letters(contact, persons)
    fill_rest(contact, persons)
    segment_work.fill(contact, persons)
    return contact


def fill_answers(contact: Contact, persons: int, when: str) -> None:
    attempt = Attempt.objects.get()
    multiply(
        attempt,
        persons,
        id=f"{attempt.pk} + n",
        key="'many' || n",
        started_at=when,
        saved_at=when,
        finished_at=f"CASE WHEN n % 10 < 7 THEN {when} END",
    )
    copy = GuideCopy.objects.get()
    half = persons // 2
    multiply(
        copy,
        half,
        id=f"{copy.pk} + n",
        uid="gen_random_uuid()",
        attempt_id=f"{attempt.pk} + 2 * n",
        contact_id=f"{contact.pk} + 2 * n",
        enrollment_id="NULL",
        requested_at=back(half),
        state="CASE WHEN n % 100000 = 7 THEN 'failed' ELSE 'ready' END",
    )


def fill_letters(contact: Contact, persons: int) -> None:
    place = Enrollment.objects.get()
    third = persons // 3
    moment = back(third)
    multiply(
        place,
        third,
        id=f"{place.pk} + n",
        uid="gen_random_uuid()",
        contact_id=f"{contact.pk} + 3 * n",
        message_id="NULL",
        state="CASE WHEN n % 20 = 0 THEN 'waiting' WHEN n % 20 = 1 THEN 'left' "
        f"WHEN n > {third} * 0.95 THEN 'active' ELSE 'finished' END",
        finished_at=f"CASE WHEN n <= {third} * 0.95 AND n % 20 > 1 THEN {moment} END",
        created_at=moment,
    )
    LastWord.objects.create(enrollment=place, tried=LastWord.Tried.YES, at=now())
    word = LastWord.objects.get()
    multiply(word, third // 10, id=f"{word.pk} + n", enrollment_id=f"{place.pk} + 10 * n")
    message = Message.objects.filter(contact=contact).latest("pk")
    Message.objects.filter(pk=message.pk).update(facts=place.facts)  # as a lesson has them
    last = Message.objects.latest("pk").pk
    multiply(
        message,
        2 * persons,
        id=f"{last} + n",
        uid="gen_random_uuid()",
        key="'many:' || n",
        contact_id=f"{contact.pk} + 1 + (n - 1) / 2",
        state="CASE WHEN n % 50 = 0 THEN 'skipped' WHEN n % 5000 = 1 THEN 'failed' ELSE 'sent' END",
        sent_at=f"CASE WHEN n % 50 > 0 AND n % 5000 <> 1 THEN {back(2 * persons)} END",
        settled_at=back(2 * persons),
        purpose="(ARRAY['course','course','course','requested','reminder'])[1 + n % 5]",
    )
    DeliveryEvent.objects.create(
        message=message, contact=contact, kind="delivered", provider="postmark", at=now()
    )
    said = DeliveryEvent.objects.get()
    multiply(
        said,
        persons // 2,
        id=f"{said.pk} + n",
        message_id=f"{last} + 4 * n",
        contact_id=f"{contact.pk} + 2 * n",
        kind="CASE WHEN n % 100 = 0 THEN 'bounced' ELSE 'delivered' END",
        at=back(persons // 2),
    )


def fill_rest(contact: Contact, persons: int) -> None:
    few = persons // 20
    booking = Booking.objects.get()
    multiply(
        booking,
        few,
        id=f"{booking.pk} + n",
        uid="gen_random_uuid()",
        request_key="gen_random_uuid()",
        contact_id=f"{contact.pk} + 20 * n",
        email="'robin.' || n || '@example.net'",
        state=f"CASE WHEN n % 10 = 0 THEN 'cancelled' WHEN n > {few} - 20 THEN 'booked' "
        "ELSE 'done' END",
        starts_at=f"{back(few)} + interval '3 days'",
        ends_at=f"{back(few)} + interval '3 days 50 minutes'",
        booked_at=back(few),
    )
    contacts.actions.suppress(address="x@example.net", reason="bounce", detail="5.1.1", now=now())
    row = Suppression.objects.get()
    multiply(row, few, id=f"{row.pk} + n", address_hash="md5('s' || n)", at=back(few))
    Reply.objects.create(contact=contact, text="Thank you.", event_key="r", at=now())
    reply = Reply.objects.get()
    answered = f"CASE WHEN n < {few} - 30 THEN {back(few)} END"
    multiply(
        reply,
        few,
        id=f"{reply.pk} + n",
        uid="gen_random_uuid()",
        contact_id=f"{contact.pk} + 20 * n",
        event_key="'r' || n",
        at=back(few),
        answered_at=answered,
    )
    author = User.objects.create_superuser("author", password="x")
    LogEntry.objects.create(
        user=author,
        content_type=ContentType.objects.get_for_model(Contact),
        object_id=str(contact.pk),
        object_repr="robin",
        action_flag=CHANGE,
    )
    entry = LogEntry.objects.get()
    multiply(entry, few, id=f"{entry.pk} + n", action_time=back(few))


def ready() -> Client:
    """The owner's browser, in a process that serves; what other people's servers take to answer is
    not the desk's time.
    """
    import_module("project.asgi")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="author"))
    probes.texts = lambda *_asked, **_more: []
    probes.status = lambda *_asked, **_more: 200
    probes.greets = lambda *_asked, **_more: True
    return client


def pages(client: Client, contact: Contact) -> Iterator[tuple[str, str]]:
    """(name, address) of every page: Home, the desk's own, each list and whatever it offers (pages,
    filters, columns), each search, and a row of each list; three people.
    """
    yield "Home", reverse("admin:index")
    yield "Is everything well?", reverse("desk:checkup")
    for place in (contact.pk, contact.pk + 4711, contact.pk + 200):
        yield "a person", reverse("admin:contacts_contact_change", args=[place])
        yield "before erasing", reverse("desk:erase", args=[place])
        yield "everything held", reverse("desk:everything", args=[place])
    yield from segment_work.pages()
    for model, shown in admin.site._registry.items():
        name = str(model._meta.verbose_name_plural)
        start = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        answer = client.get(start)
        yield name, start
        if answer.status_code != 200:
            continue
        offered = set(map(unescape, LINK.findall(answer.content.decode())))
        for query in sorted(offered):
            yield f"{name} {query}", start + query
        if shown.search_fields:
            for words in SEARCHES:
                yield f"{name} ?q={words}", f"{start}?q={words.replace(' ', '+')}"
        row: Model | None = model._default_manager.order_by("-pk").first()
        if row is not None:
            yield f"one of {name}", f"{start}{row.pk}/change/"
