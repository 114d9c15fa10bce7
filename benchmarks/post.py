"""Mails for the benchmarks: readers of every kind, letters of the starter course, rows to send.

Imported with Django ready (`machine.within`).
"""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

from django.conf import settings

from assessments import answers, result, scoring
from assessments.models import Assessment
from contacts.models import Consent, Contact, address_hash
from courses import links
from courses.models import Lesson
from health.clock import now
from mail.claim import ClaimedMessage
from mail.models import Message, Purpose
from offers import files as offers

CONSENT = "course:resistance-reframe"
NAMES = ("Ada", "Björn", "Chloé", "Dolores", "", "Emeka", "Fatima", "Grzegorz", "Hélène", "Ivo")


def readers() -> list[tuple[dict[str, object], dict[str, str]]]:
    """Facts and readable names of every sample person."""
    assessment = Assessment.objects.taken().first()
    assert assessment is not None
    found = []
    for file in sorted((offers.home(settings.CONTENT_DIR) / "samples").glob("*.json")):
        sheet = answers.sheet(assessment.definition, json.loads(file.read_text()))
        scored = scoring.score(assessment.definition, sheet.answers)
        facts = result.facts(assessment.definition, scored, sheet.answers)
        found.append((facts.as_json(), dict(result.names(assessment.definition, facts))))
    return found


def people(count: int) -> list[Contact]:
    """Confirmed contacts who agreed to the course."""
    moment = now()
    made = Contact.objects.bulk_create(
        Contact(
            email=f"reader{number}@example.net",
            address_hash=address_hash(f"reader{number}@example.net"),
            first_name=NAMES[number % len(NAMES)],
            created_at=moment,
            confirmed_at=moment,
        )
        for number in range(count)
    )
    Consent.objects.bulk_create(
        Consent(contact=one, purpose=CONSENT, act=Consent.Act.GIVEN, wording="Yes.", at=moment)
        for one in made
    )
    return made


def claimed(message: Message) -> ClaimedMessage:
    """A message that is not in the database, as a claim would give it."""
    contact = message.contact
    assert contact is not None
    texts = (json.dumps(part) for part in (message.facts, message.names, message.values))
    row = (message.pk or 0, message.uid, message.letter_id, contact.pk, contact.uid, contact.email)
    return ClaimedMessage(*row, message.purpose, message.consent, *texts, None, False, None, 1)


class Queue:
    """Writes due rows: every reader and every lesson in turn, a fresh unique key each."""

    def __init__(self, contacts: list[Contact]) -> None:
        self.contacts = contacts
        self.serial = itertools.count(1)
        self.kinds = readers()
        lessons = Lesson.objects.published().select_related("course")
        self.lessons = list(lessons.order_by("position"))

    def messages(self, count: int) -> list[Message]:
        """`count` messages, not yet in the database."""
        return [self.message(next(self.serial)) for _ in range(count)]

    def message(self, number: int) -> Message:
        contact = self.contacts[number % len(self.contacts)]
        facts, names = self.kinds[number % len(self.kinds)]
        lesson = self.lessons[number // len(self.kinds) % len(self.lessons)]
        moment = now() - timedelta(minutes=1)
        return Message(
            key=f"bench:{number}",
            contact=contact,
            letter=lesson.letter,
            purpose=Purpose.COURSE,
            consent=CONSENT,
            facts=facts | {"has_name": bool(contact.first_name)},
            names=names,
            values=links.values_for(contact.first_name, course=lesson.course),
            not_before=moment,
            not_after=moment + timedelta(days=1),
            next_try_at=moment,
            created_at=moment,
        )

    def fill(self, count: int) -> None:
        """Put `count` due messages into the queue."""
        Message.objects.bulk_create(self.messages(count), batch_size=1000)
