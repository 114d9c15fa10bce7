"""What may be known of the people who take an assessment, as its body declares it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.entries import Entry, entries
from assessments.frozen import Body
from assessments.parser import MOST_POINTS
from assessments.question_types import KINDS
from writing.rules import Sort
from writing.segments import BAND, DID, Axes, Axis

PROFILE, READING, STEP, CONDITIONS = "profile", "reading", "step", "conditions"
SLIGHT, CLOSE_TO, YOU_FIRST = "slight", "close_to", "you_first"
OF_RESULT = (PROFILE, READING, STEP, CONDITIONS, SLIGHT, CLOSE_TO, YOU_FIRST)
NONE = "none"
LEVELS: Mapping[str, Any] = {
    "low": _("low"),
    "middle": _("in between"),
    "high": _("high"),
    NONE: _("too little to say"),
}
"""What a scale may be: the fields in which it says its words, and none of them."""
LONGEST_LABEL = 60
WORDS = re.compile(r"[\w-]+")


def axes(body: Body) -> Axes:
    """Profiles, readings, next steps and other reasons; the questions with choices; for each scale
    how high it is. A draft that is half-built declares what it has.
    """
    reasons = {str(row.get("key")): row.get("name") for row in entries(body, "conditions")}
    conditions = [
        str(row.get("key")) for row in entries(body, "questions") if _kind(row) == "condition"
    ]
    results = (
        Axis(PROFILE, _("profile"), {**_named(body, "profiles"), NONE: LEVELS[NONE]}, printed=True),
        Axis(READING, _("reading"), _named(body, "readings"), printed=True),
        Axis(STEP, _("next step"), _named(body, "steps"), printed=True),
        Axis(
            CONDITIONS,
            _("other reasons"),
            {k: reasons.get(k) or k for k in conditions},
            sort="keys",
        ),
    )
    declared = (*results, *_leaning(body), *_you_first(body), *_questions(body), *_bands(body))
    return Axes(tuple(axis for axis in declared if axis.keys or axis.sort == "flag"))


def _leaning(body: Body) -> Iterator[Axis]:
    """Whether a profile is only slight, and which other it is close to then."""
    profiles = entries(body, "profiles")
    near = [entry for profile in profiles for entry in entries(profile, "close_to")]
    by_points = bool(profiles) and body.get("scoring") == MOST_POINTS
    rules = [str(row.get("slight_when") or "") for row in profiles if row.get("slight_when")]
    if rules or by_points:
        hidden = _asks_private(body, [*rules, *(str(row.get("when")) for row in near)])
        yield Axis(SLIGHT, _("the profile is only slight"), sort="flag", private=hidden)
        if near or by_points:
            keys = {**_named(body, "profiles"), NONE: LEVELS[NONE]}
            yield Axis(CLOSE_TO, _("close to the profile"), keys, printed=True, private=hidden)


def _you_first(body: Body) -> Iterator[Axis]:
    if rule := str((body.get("you_first") or {}).get("when") or ""):
        label, hidden = _("“You first” is shown"), _asks_private(body, [rule])
        yield Axis(YOU_FIRST, label, sort="flag", private=hidden)


def _asks_private(body: Body, rules: Iterable[str]) -> bool:
    """Whether the answer to one of these rules would tell of a scale that is the reader's alone."""
    hidden = {str(scale.get("key")) for scale in entries(body, "scales") if scale.get("private")}
    for measure in entries(body, "measures"):
        if hidden.intersection(WORDS.findall(str(measure.get("of") or ""))):
            hidden.add(str(measure.get("key")))
    return any(hidden.intersection(WORDS.findall(rule)) for rule in rules)


def taken(body: Body) -> list[str]:
    """The questions that go by a name which stands for something else in texts."""
    return [axis.name for axis in _questions(body) if axis.name in (*OF_RESULT, *DID)]


def _named(body: Body, name: str) -> dict[str, Any]:
    rows = ((str(row.get("key")), row.get("name")) for row in entries(body, name))
    return {key: words or key for key, words in rows}


def _questions(body: Body) -> Iterator[Axis]:
    for entry in entries(body, "questions"):
        kind, choices = KINDS.get(_kind(entry)), entries(entry, "choices")
        if kind is None or kind.shared or kind.longest or not choices:
            continue
        key = str(entry.get("key"))
        label = shorten(str(entry.get("text") or key), LONGEST_LABEL, placeholder="…")
        keys = {
            str(choice.get("key")): choice.get("label") or choice.get("key") for choice in choices
        }
        sort: Sort = "keys" if kind.many else "key"
        yield Axis(key, label, keys, sort=sort, printed=not kind.many)


def _bands(body: Body) -> Iterable[Axis]:
    for entry in entries(body, "scales"):
        key, private = str(entry.get("key")), bool(entry.get("private"))
        words = {level: word for level, word in (entry.get("words") or {}).items() if word}
        yield Axis(
            BAND + key,
            entry.get("name") or key,
            LEVELS,
            printed=bool(words),
            private=private,
            words=words,
        )


def _kind(question: Entry) -> str:
    return str(question.get("kind"))
