"""Lessons, the product's letters and one-off letters as their reader's mail program shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from courses import links as course_links
from desk import texts
from desk.actions.looks.look import Asked, Look
from desk.actions.looks.people import Person, person
from mail import actions as mail
from mail import compile, layout
from mail.actions.broadcasts import WORDS
from mail.models import Purpose, SystemLetter
from mail.words import words
from practice.models import Practice
from publishing.forms import place_of
from writing.compose import Scope
from writing.facts import Facts
from writing.faults import Fault
from writing.passages import Passage
from writing.vocabulary import Vocabulary

Passages = Mapping[str, Passage]
EMPTY = "…"
"""Stands for a subject that is not written yet."""


@dataclass(frozen=True)
class Kind:
    """What a kind of letter may say, why it goes out, and for whom it is shown."""

    vocabulary: Vocabulary
    purpose: str
    passages: Passages
    flags: frozenset[str] = frozenset()


def kind(asked: Asked) -> Kind:
    """The kind of letter a row of the admin is."""
    if asked.label == "mail.broadcast":
        return Kind(WORDS, Purpose.LETTERS, {})
    draft = SystemLetter.objects.filter(pk=asked.pk or 0).first() or SystemLetter()
    known = words(draft.key)
    return Kind(known.vocabulary, draft.purpose, {}, known.sample_flags)


def look(asked: Asked) -> Look:
    also = {place_of(name): text for name, text in asked.also.items()}
    found = shown(
        kind(asked),
        source=asked.text,
        subject=also.get("subject", ""),
        preheader=also.get("preheader", ""),
        reader=person(asked.person),
    )
    box = dict(zip(("subject", "preheader"), texts.lines(asked.label), strict=True))
    return replace(found, lines={box[name]: said for name, said in found.lines.items()})


def shown(of: Kind, *, source: str, subject: str, preheader: str, reader: Person) -> Look:
    """A letter for one reader; the faults of its lines are told apart from those of its text."""
    faults = _faults(of, source=source)
    found = {
        "subject": _faults(of, subject=subject or EMPTY),
        "preheader": _faults(of, preheader=preheader),
    }
    lines = {name: wrong[0].message for name, wrong in found.items() if wrong}
    if faults:
        return Look(faults=tuple(faults), lines=lines)
    body = mail.draft_body(
        name=EMPTY,
        purpose=of.purpose,
        subject=(subject if "subject" not in lines else "") or EMPTY,
        preheader=preheader if "preheader" not in lines else "",
        source=source,
        passages=of.passages,
        vocabulary=of.vocabulary,
    )
    facts = replace(reader.facts, flags=reader.facts.flags | of.flags)
    return replace(_filled(body, facts, reader), lines=lines)


def _faults(
    of: Kind, *, subject: str = EMPTY, preheader: str = "", source: str = ""
) -> list[Fault]:
    return mail.check(
        subject=subject,
        preheader=preheader,
        source=source,
        passages=of.passages,
        vocabulary=of.vocabulary,
    )


def _filled(body: Mapping[str, Any], facts: Facts, reader: Person) -> Look:
    identity = Practice.objects.the().identity
    compiled = compile.variant(body, identity=identity, facts=facts, names=reader.names)
    values = mail.sample_values(compiled.names | set(layout.NAMES) | {"first_name", "date"})
    values |= course_links.values_for(reader.first_name)
    rendered = compiled.fill(values)
    scope = Scope(facts, reader.names, {}, identity.constants, values)
    return Look(
        subject=rendered.subject, preheader=scope.line(body["preheader"]), html=rendered.html
    )
