"""Whom a text is for: a rule about a reader's facts; empty means everybody.

Pure.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from writing import rule_parser
from writing.facts import AXES, CHOICES, Facts
from writing.rules import (
    FLAG,
    All,
    Always,
    AnyOf,
    Condition,
    Contains,
    Flag,
    Is,
    NameKind,
    Not,
    key,
    keys,
)

NAMES: dict[str, NameKind] = {
    **{name: key(*AXES[name]) for name in CHOICES},
    "conditions": keys(*AXES["condition"]),
    "has_name": FLAG,
    "booked": FLAG,
}

ABOUT = {
    "profile": gettext_lazy("profile"),
    "field": gettext_lazy("field"),
    "reading": gettext_lazy("reading"),
    "step": gettext_lazy("next step"),
    "toll": gettext_lazy("what it has been costing"),
    "conditions": gettext_lazy("other reasons"),
    "has_name": gettext_lazy("gave a first name"),
    "booked": gettext_lazy("has booked an hour"),
}
ANSWERED = frozenset({*CHOICES, "conditions"})
"""Names that ask what somebody answered; the others ask what they did."""
AXIS_OF = {"conditions": "condition"}
"""The axis of a name, where it is called otherwise."""

Names = Mapping[str, Mapping[str, str]]
"""By axis, the name of each key."""


@lru_cache(maxsize=256)
def read(rule: str) -> Condition:
    """The rule, ready to answer; raises writing.errors.Refused saying what is allowed."""
    return rule_parser.parse(rule, names=NAMES) if rule.strip() else Always()


@lru_cache(maxsize=256)
def asks_answers(rule: str) -> bool:
    """Whether the rule asks anything that somebody answered; raises Refused."""
    return not read(rule).names.isdisjoint(ANSWERED)


def holds(rule: str, facts: Facts) -> bool:
    """Whether a reader with these facts belongs to the audience. Nobody who does not share what
    they answered belongs to one that asks it, not even by a “not”: who belongs can be seen.
    """
    if not facts.shared and asks_answers(rule):
        return False
    return read(rule).holds({name: facts.value(name) for name in NAMES})


def said(rule: str, names: Names) -> str:
    """The rule as the author reads it: profile “Carrying the Hope” or “Making Room”."""
    return _said(read(rule), names)


def _said(rule: Condition, names: Names) -> str:
    if isinstance(rule, AnyOf) and (keys := _of_one_name(rule)):
        return f" {_('or')} ".join(
            (_named(keys[0], names), *(_key(key, names) for key in keys[1:]))
        )
    if isinstance(rule, All | AnyOf):
        word = f" {_('and')} " if isinstance(rule, All) else f" {_('or')} "
        return word.join(_part(part, names) for part in rule.parts)
    if isinstance(rule, Not):
        return _("not %(rule)s") % {"rule": _part(rule.part, names)}
    if isinstance(rule, Is | Contains):
        return _named(rule, names)
    return str(ABOUT[rule.name]) if isinstance(rule, Flag) else ""


def _of_one_name(rule: AnyOf) -> list[Is | Contains]:
    """The questions of an “or” that all ask the same name; none otherwise."""
    keys = [part for part in rule.parts if isinstance(part, Is | Contains)]
    return keys if len(keys) == len(rule.parts) and len({key.name for key in keys}) == 1 else []


def _part(rule: Condition, names: Names) -> str:
    words = _said(rule, names)
    together = isinstance(rule, AnyOf) and bool(_of_one_name(rule))
    return f"({words})" if isinstance(rule, All | AnyOf) and not together else words


def _named(leaf: Is | Contains, names: Names) -> str:
    return f"{ABOUT[leaf.name]} {_key(leaf, names)}"


def _key(leaf: Is | Contains, names: Names) -> str:
    return f"“{names.get(AXIS_OF.get(leaf.name, leaf.name), {}).get(leaf.key, leaf.key)}”"
