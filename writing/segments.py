"""What may be known of a reader, as data: the axes an offer knows, the facts of one reader, and the
rules that pick some of them. Pure.

Which axes there are is declared by the published assessment; only what readers did stands here. A
rule is held against the axes when it is saved or published. When it is asked of a reader, a fact
that is not there is simply not so: an old text meets new facts and never fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext_lazy

from writing import rule_parser, rules
from writing.errors import Fault, Refused
from writing.rules import Always, Condition, NameKind, Sort

Fact = str | bool | tuple[str, ...]
Rule = str | Condition
"""A rule as it is written, or as it was read."""
HAS_NAME, BOOKED = "has_name", "booked"
DID = (HAS_NAME, BOOKED)
"""Names that ask what somebody did; those that begin with PERSON ask a field, which they told the
author, those with KNOWN what she or we know of everybody, such as a tag; all others ask what they
answered.
"""
PERSON, KNOWN = "person.", "known."
TAGS = KNOWN + "tags"
SAVED = KNOWN + "segment"
"""Asks for a saved segment, whose own rule takes its place before anybody is asked."""
BAND = "band."
"""Before the key of a scale, the name that asks how high it is."""
NAME, WORD = "_name", "_word"
"""What is printed of a key: its name; of how high a scale is, its word."""
FLAGS, PRIVATE = "flags", "private"


@dataclass(frozen=True)
class Axis:
    """One thing that may be known of a reader. `keys` are its values, each with the author's words
    for it. `printed`: the words for a reader's key may be printed, as {{ NAME_name }}, of a scale
    as {{ SCALE_word }}; `words` are these, where they are others than the author's. `private`: the
    reader's alone, so no rule about whom the author writes to may ask it.
    """

    name: str
    label: Any
    keys: Mapping[str, Any] = field(default_factory=dict)
    sort: Sort = "key"
    printed: bool = False
    private: bool = False
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def variable(self) -> str:
        """What prints it, where it is printed."""
        if self.name.startswith(BAND):
            return self.name.removeprefix(BAND) + WORD
        return self.name + NAME

    @property
    def kind(self) -> NameKind:
        names = tuple(str(words) for words in self.keys.values())
        return NameKind(self.sort, tuple(self.keys), str(self.label), names)

    def called(self, key: str) -> str:
        """A key in the author's words."""
        return str(self.keys.get(key, key))


OURS = (
    Axis(HAS_NAME, gettext_lazy("gave a first name"), sort="flag"),
    Axis(BOOKED, gettext_lazy("has booked an hour"), sort="flag"),
)


@dataclass(frozen=True, eq=False)
class Axes:
    """All that an offer may know of its readers. `chosen_by` looks up what only the rule about whom
    the author writes to may ask besides.
    """

    declared: tuple[Axis, ...] = ()
    chosen_by: Callable[[], tuple[Axis, ...]] = tuple

    @cached_property
    def by_name(self) -> dict[str, Axis]:
        """Ours last; a name of ours is nobody else's."""
        return {axis.name: axis for axis in (*self.declared, *OURS)}

    @property
    def with_keys(self) -> dict[str, Axis]:
        """Those a passage may vary by."""
        return {name: axis for name, axis in self.by_name.items() if axis.sort != "flag"}

    @cached_property
    def kinds(self) -> dict[str, NameKind]:
        """What a text may ask, each with the way it is asked."""
        return {name: axis.kind for name, axis in self.by_name.items()}

    @property
    def printed(self) -> tuple[str, ...]:
        """The words for a reader's keys, as texts print them."""
        return tuple(axis.variable for axis in self.declared if axis.printed)

    @cached_property
    def disclosable(self) -> Axes:
        """Those the author may ever know: what an audience may ask."""
        disclosed = (axis for axis in self.declared if not axis.private)
        return Axes((*disclosed, *self.chosen_by()))

    def choosing(self, chosen_by: Callable[[], tuple[Axis, ...]]) -> Axes:
        """The same, where an audience may ask what `chosen_by` looks up besides."""
        return replace(self, chosen_by=chosen_by)

    def joined(self, other: Axes) -> Axes:
        """Both, for a text that belongs to no one assessment: an axis of one name has all keys."""
        merged = {axis.name: axis for axis in other.declared}
        for axis in self.declared:
            also = merged.get(axis.name, axis)
            keys, private = {**axis.keys, **also.keys}, axis.private or also.private
            merged[axis.name] = replace(axis, keys=keys, private=private)
        names = dict.fromkeys(axis.name for axis in (*self.declared, *other.declared))
        return Axes(tuple(merged[name] for name in names))


def axis_printed(variable: str) -> str:
    """The name of the axis that a variable prints."""
    if variable.endswith(WORD):
        return BAND + variable.removesuffix(WORD)
    return variable.removesuffix(NAME)


NOBODY = Axes()
"""The axes of readers who answered nothing."""


class Facts:
    """What is known of one reader: by the name of an axis, a key, several keys, or a yes.

    `private` names are the reader's alone. `shared` False: the answers are the reader's own, and no
    rule that asks them holds.
    """

    __slots__ = ("by_axis", "private", "shared")

    def __init__(
        self,
        facts: Mapping[str, Fact] | None = None,
        *,
        private: Iterable[str] = (),
        shared: bool = True,
        **more: Fact,
    ) -> None:
        self.by_axis: dict[str, Fact] = {**(facts or {}), **more}
        self.private = frozenset(private)
        self.shared = shared

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash((frozenset(self.by_axis.items()), self.private, self.shared))

    def __repr__(self) -> str:
        return f"Facts({self.by_axis})"

    def _all(self) -> tuple[object, ...]:
        return (
            {name: fact for name, fact in self.by_axis.items() if fact},
            self.private,
            self.shared,
        )

    def value(self, name: str) -> Fact | None:
        """The fact behind a name; None where it is not known."""
        return self.by_axis.get(name)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an axis that are this reader's."""
        fact = self.by_axis.get(name)
        return fact if isinstance(fact, tuple) else (fact,) if isinstance(fact, str) else ()

    def with_facts(self, facts: Mapping[str, Fact] | None = None, **more: Fact) -> Facts:
        """The same reader, of whom other facts are known."""
        changed = {**self.by_axis, **(facts or {}), **more}
        return Facts(changed, private=self.private, shared=self.shared)

    def disclosed(self, *, shared: bool) -> Facts:
        """As far as the author may know them: what comes of answers only where their owner shared
        them, and never what is private.
        """
        names = self.by_axis.keys() - self.private if shared else filter(is_disclosed, self.by_axis)
        open_facts = {name: self.by_axis[name] for name in names if name in self.by_axis}
        return Facts(open_facts, shared=shared)

    def variant(self, names: Iterable[str]) -> tuple[tuple[str, Fact | None], ...]:
        """A hashable key: two readers with the same key get the same text."""
        return tuple((name, self.by_axis.get(name)) for name in sorted(names))

    def as_json(self) -> dict[str, object]:
        """Plain JSON values; `from_json` reads them back."""
        flags = sorted(name for name, fact in self.by_axis.items() if fact is True)
        return {
            **{name: fact for name, fact in self.by_axis.items() if not isinstance(fact, bool)},
            **{name: name in flags for name in DID},
            FLAGS: [name for name in flags if name not in DID],
            PRIVATE: sorted(self.private),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Facts:
        """Facts from `as_json`; what is no fact is left out."""
        facts: dict[str, Fact] = dict.fromkeys(_keys(data.get(FLAGS)), True)
        for name, value in data.items():
            if isinstance(value, str | bool):
                facts[name] = value
            elif isinstance(value, list | tuple) and name not in (FLAGS, PRIVATE):
                facts[name] = _keys(value)
        return cls(facts, private=_keys(data.get(PRIVATE)))


def _keys(value: object) -> tuple[str, ...]:
    return tuple(str(key) for key in value) if isinstance(value, list | tuple) else ()


# A rule is asked of one person after the other; its text is read once.
@lru_cache(maxsize=256)
def read(rule: Rule) -> Condition:
    """The rule, ready to answer, whatever it asks; raises Refused where it cannot be read. Empty
    means everybody.
    """
    if isinstance(rule, Condition):
        return rule
    return rule_parser.parse(rule) if rule.strip() else Always()


def check(rule: Rule, axes: Axes) -> list[Fault]:
    """Why the rule may not be asked of readers of whom this may be known, and what may."""
    try:
        return list(rules.faults(read(rule), axes.kinds))
    except Refused as refused:
        return refused.faults


def is_disclosed(name: str) -> bool:
    """Whether the author may know it of everybody. A saved segment may ask anything, so before its
    own rule stands in its place the answer is no.
    """
    return name in DID or (name.startswith((PERSON, KNOWN)) and name != SAVED)


def asks_people(rule: Rule) -> bool:
    """Whether the rule asks fields, tags or what else is known of people; raises Refused."""
    return any(name.startswith((PERSON, KNOWN)) for name in read(rule).names)


@lru_cache(maxsize=256)
def asks_answers(rule: Rule) -> bool:
    """Whether the rule asks anything that somebody answered; raises Refused."""
    return not all(is_disclosed(name) for name in read(rule).names)


def holds(rule: Rule, facts: Facts) -> bool:
    """Whether a reader with these facts belongs to the audience. Nobody who does not share what
    they answered belongs to one that asks it, not even by a “not”: who belongs can be seen.
    """
    # Decision 0005: else “not X” would tell the author who among her readers is X.
    if not facts.shared and asks_answers(rule):
        return False
    return read(rule).holds(facts.by_axis)
