"""What keeps an assessment from being published, in plain words, each at its place in the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments import grounds
from assessments.definition import Definition
from assessments.files import plain
from assessments.result_page import passages
from assessments.schema import AssessmentBody
from assessments.schema.fields import RESULT as RESULT_PAGE
from assessments.schema.fields import START
from assessments.segments import taken
from assessments.simulation import unreached
from publishing import places
from publishing.kinds import Finding
from publishing.schema import Style
from writing import render
from writing.errors import Fault, Refused
from writing.passages import PassageText
from writing.variables import RESULT, Vocabulary

Passages = Mapping[str, PassageText]
TEXTS = ("title", "start", "safety")
LISTS = ("pages", "questions", "scales", "readings")
ITEMS = {
    "scales": ("name", "low", "middle", "high"),
    "readings": ("name", "text"),
    "profiles": ("name", "summary", "looks_after", "does_well", "can_cost"),
    "steps": ("name", "title", "text"),
    "conditions": ("name", "short", "text"),
    "notices": ("text",),
}
PLAIN = ("stem", "stem_when_none", "promise")
"""Texts in which nothing is filled in, besides those of the pages that come before the result."""
KEY = re.compile(r"[a-z][a-z0-9_-]*")


def findings(body: AssessmentBody, **beside: Any) -> list[Finding]:
    """Everything, `beside` being what would be frozen with the body; empty: it may go out."""
    if body.only_asks:
        words = _(
            "It has no scales and no readings, so it only asks, and there is nothing to publish. "
            "A kind of meeting can ask these questions when it is booked, as they stand here."
        )
        return [Finding("", words)]
    faults = [*_missing(body), *_keys(body)]
    try:
        definition = Definition.from_body(plain(body, **beside))
    except Refused as refused:
        return faults + [Finding("", fault.message) for fault in refused.faults]
    for name in unreached(definition):
        column, key = name.split()
        row = next(row for row in getattr(body, f"{column}s") if row.key == key)
        words = _("Nobody would get “%s”: no answers lead to it.") % row.name
        faults.append(Finding(f"{column}s/{row.id}/when", words))
    return [*faults, *grounds.findings(body), *_texts(body, definition)]


def vocabulary(definition: Definition) -> Vocabulary:
    """What the texts of a result may say, with the keys of this assessment."""
    flags = [rule.key for rule in definition.parts.notices]
    return RESULT.with_axes(definition.axes).extended(flags=flags)


def text_faults(source: str, words: Vocabulary, frozen: Passages) -> list[Fault]:
    """What stands against one text of the result page."""
    return render.check(source, vocabulary=words, passages=frozen, most=None)


def plain_faults(source: str) -> list[Fault]:
    """What stands against a text in which nothing is filled in."""
    lines = enumerate(source.splitlines(), start=1)
    words = _("Nothing is filled in here; write the words without {{ }} and {% %}.")
    return [Fault(at, words) for at, line in lines if "{{" in line or "{%" in line]


def result_texts(body: AssessmentBody) -> Iterator[tuple[str, str]]:
    """(place, text) of what the result page renders."""
    return _prose_of(body, RESULT_PAGE)


def _prose_of(body: AssessmentBody, *pages: str) -> Iterator[tuple[str, str]]:
    for place, text in places.flat(body).items():
        words = places.column_at(type(body), place).words
        if words.style is Style.PROSE and words.shows in pages:
            yield place, text


def _texts(body: AssessmentBody, definition: Definition) -> Iterator[Finding]:
    """Faults of the texts that the result page renders, and of those with nothing to fill in."""
    words, frozen = vocabulary(definition), passages(definition.body)
    for place, text in result_texts(body):
        yield from _at(place, text_faults(text, words, frozen))
    for key in frozen:
        source = "{{ passage." + key + " }}"
        faults = text_faults(source, words, frozen)
        yield from _at("", (fault.within(_("Passage “%s”") % key) for fault in faults))
    alone = ((name, getattr(body, name)) for name in PLAIN)
    for place, text in (*_prose_of(body, START), *alone):
        yield from _at(place, plain_faults(text))


def _at(place: str, faults: Iterable[Fault]) -> Iterator[Finding]:
    return (Finding(place, fault.message, fault.line) for fault in faults)


def _missing(body: AssessmentBody) -> Iterator[Finding]:
    for name in TEXTS:
        if not getattr(body, name):
            yield Finding(name, _("This text is missing."))
    for name in LISTS:
        if not getattr(body, name):
            yield Finding(name, _("There is none yet."))
    if body.you_first.when and not body.you_first.text:
        yield Finding("you_first/text", _("This text is missing."))
    for profile in body.profiles:
        if profile.slight_when and not profile.slight:
            yield Finding(f"profiles/{profile.id}/slight", _("This text is missing."))
    for name, texts in ITEMS.items():
        for item in getattr(body, name):
            for text in texts:
                if not getattr(item, text):
                    yield Finding(f"{name}/{item.id}/{text}", _("This text is missing."))


def _keys(body: AssessmentBody) -> Iterator[Finding]:
    """Every item is called by one short name, and every short name is one item's."""
    flattened = places.flat(body)
    at = [
        place for place in flattened if place.endswith("/key") and not place.startswith("answers")
    ]
    for question in body.questions:
        if question.key in taken(plain(body)):
            words = _("“%s” means something else in texts; give it another short name.")
            yield Finding(f"questions/{question.id}/key", words % question.key)
        if question.unanswered and question.unanswered not in {c.key for c in question.choices}:
            words = _("“%s” is the short name of none of its choices.") % question.unanswered
            yield Finding(f"questions/{question.id}/unanswered", words)
    if body.step_otherwise and body.step_otherwise not in {step.key for step in body.steps}:
        words = _("“%s” is none of the next steps.") % body.step_otherwise
        yield Finding("step_otherwise", words)
    within = Counter((place.rsplit("/", 2)[0], flattened[place]) for place in at)
    for place in at:
        key = flattened[place]
        if not KEY.fullmatch(key):
            words = _("A short name has small letters, digits, - and _, beginning with a letter.")
            yield Finding(place, words)
        elif within[place.rsplit("/", 2)[0], key] > 1:
            yield Finding(place, _("“%s” is there twice; keep one.") % key)
