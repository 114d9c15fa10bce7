"""What stands against publishing a body, in plain words: rules, texts, profiles nobody reaches."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.body import Body
from assessments.definition import Definition
from assessments.reader import entries
from writing.faults import Fault, Refused

TEXTS = ("title", "start", "mirror", "safety", "stem")
ROWS = {
    "scales": ("name", "low", "middle", "high"),
    "readings": ("name", "text"),
    "profiles": ("name", "summary", "looks_after", "does_well", "can_cost"),
    "steps": ("name", "title", "text"),
    "conditions": ("name", "short", "text"),
    "notices": ("text",),
}
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
        Definition.from_body(body)
    except Refused as refused:
        found += refused.faults
    return found


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
