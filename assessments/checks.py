"""What stands against publishing a body, in plain words: rules, texts, profiles nobody reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessments.body import Body
from assessments.definition import Definition
from assessments.reach import unreached
from assessments.reader import entries
from assessments.shown import passages
from writing import compose
from writing.faults import Fault, Refused
from writing.passages import Passage
from writing.vocabulary import RESULT, Vocabulary

Passages = Mapping[str, Passage]
TEXTS = ("title", "start", "mirror", "safety", "stem")
ROWS = {
    "scales": ("name", "low", "middle", "high"),
    "readings": ("name", "text"),
    "profiles": ("name", "summary", "looks_after", "does_well", "can_cost"),
    "steps": ("name", "title", "text"),
    "conditions": ("name", "short", "text"),
    "notices": ("text",),
}
RENDERED = {
    "readings": ("text",),
    "profiles": ("summary", "looks_after", "does_well", "can_cost", "mirror_line"),
    "steps": ("text",),
    "conditions": ("text",),
    "notices": ("text",),
}
PLAIN = ("start", "mirror", "safety", "stem", "stem_when_none", "promise")
"""Texts of pages that come before there is a result, so there is nothing to fill in."""
ONE = {
    "scales": "scale",
    "readings": "reading",
    "profiles": "profile",
    "steps": "next step",
    "conditions": "other reason",
    "notices": "notice",
}


def faults(body: Body) -> list[Fault]:
    """Every fault; an empty list means the body may be published."""
    found = [Fault(1, message) for message in _missing(body)]
    try:
        definition = Definition.from_body(body)
    except Refused as refused:
        return found + refused.faults
    for name in unreached(definition):
        found.append(Fault(1, f"Nobody would get the {name}: no answers lead to it."))
    return found + list(_texts(definition))


def vocabulary(definition: Definition) -> Vocabulary:
    """What the texts of a result may say, with the keys of this assessment."""
    flags = [rule.key for rule in definition.parts.notices]
    return RESULT.with_axes(**definition.axes()).extended(flags=flags)


def text_faults(source: str, words: Vocabulary, frozen: Passages) -> list[Fault]:
    """What stands against one text of the result page."""
    return compose.check(source, vocabulary=words, passages=frozen, most=None)


def plain_faults(source: str) -> list[Fault]:
    """What stands against a text in which nothing is filled in."""
    lines = enumerate(source.splitlines(), start=1)
    told = "Nothing is filled in here; write the words without {{ }} and {% %}."
    return [Fault(at, told) for at, line in lines if "{{" in line or "{%" in line]


def _texts(definition: Definition) -> Iterator[Fault]:
    """Faults of the texts that the result page renders, told with their place."""
    body, words = definition.body, vocabulary(definition)
    frozen = passages(body)
    places = {name: str(body.get(name, "")) for name in ("guide_offer", "pass_on")}
    places["scope_box"] = str((body.get("scope_box") or {}).get("text", ""))
    for name, texts in RENDERED.items():
        for entry in entries(body, name):
            for text in texts:
                place = f"{ONE[name].capitalize()} “{entry.get('key')}”, {text}"
                places[place] = str(entry.get(text, ""))
    places |= {f"Passage “{key}”": "{{ passage." + key + " }}" for key in frozen}
    for place, source in places.items():
        for fault in text_faults(source, words, frozen):
            yield fault.within(place)
    for name in PLAIN:
        for fault in plain_faults(str(body.get(name, ""))):
            yield fault.within(f"The text “{name}”")


def _missing(body: Body) -> Iterator[str]:
    for name in TEXTS:
        if not body.get(name):
            yield f"The text “{name}” is missing."
    for name in ("pages", "questions", "scales", "readings", "profiles", "steps"):
        if not body.get(name):
            yield f"There are no {name}."
    for name, texts in ROWS.items():
        for entry in entries(body, name):
            for text in texts:
                if not entry.get(text):
                    yield f"{ONE[name].capitalize()} “{entry.get('key')}” has no “{text}”."
