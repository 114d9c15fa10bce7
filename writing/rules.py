"""A rule: which readers, as a small tree that answers for one set of values. Pure.

There is one spelling, Liquid's, made by ticking boxes or typed: `rule_parser` reads it into this
tree, and only this tree is evaluated, inside `{% if %}` of a text too. Liquid's own evaluation
calls `Fraction(175, 3) >= 55` false, groups `a and b or c` from the right and lets `contains` match
parts of words.
"""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from writing.errors import Fault, listed

Value = Fraction | int | str | bool | tuple[str, ...] | None
Values = Mapping[str, Value]
Sort = Literal["number", "key", "keys", "flag"]


@dataclass(frozen=True)
class NameKind:
    """What a name stands for; `allowed` are the keys it may be compared with (empty: any). What
    the author calls the name and each key is told beside them, where it is known.
    """

    sort: Sort
    allowed: tuple[str, ...] = ()
    label: str = ""
    names: tuple[str, ...] = ()

    def spelled_keys(self) -> list[str]:
        """The keys, each with the author's words where they say more."""
        names = self.names or self.allowed
        return [beside(key, name) for key, name in zip(self.allowed, names, strict=True)]


NUMBER = NameKind("number")
FLAG = NameKind("flag")


def key(*allowed: str) -> NameKind:
    """A name that holds one key of several."""
    return NameKind("key", allowed)


def keys(*allowed: str) -> NameKind:
    """A name that holds a list of keys."""
    return NameKind("keys", allowed)


@dataclass(frozen=True)
class Condition(ABC):
    """One rule; `holds` answers it for one set of values."""

    @abstractmethod
    def holds(self, values: Values) -> bool: ...

    @property
    def parts(self) -> tuple["Condition", ...]:
        """The conditions this one joins."""
        return ()

    def leaves(self) -> Iterator["About"]:
        """The single questions it is made of, from left to right."""
        for part in self.parts:
            yield from part.leaves()

    @property
    def names(self) -> frozenset[str]:
        """The names it looks at."""
        return frozenset(leaf.name for leaf in self.leaves())


@dataclass(frozen=True)
class Always(Condition):
    """For everybody."""

    def holds(self, values: Values) -> bool:
        return True


@dataclass(frozen=True)
class About(Condition):
    """One question about one name; `line` is where it stands in the author's text."""

    name: str
    line: int = field(default=1, kw_only=True, compare=False)

    def leaves(self) -> Iterator["About"]:
        yield self

    @abstractmethod
    def fault(self, kind: NameKind) -> str:
        """Why this may not be asked of a name of this kind, as one sentence; empty: it may."""


@dataclass(frozen=True)
class Compares(About):
    """A number against a number, as exact fractions; one that does not count is never true."""

    sign: str
    number: Fraction

    def holds(self, values: Values) -> bool:
        value = values.get(self.name)
        if value is None:
            return False
        if isinstance(value, bool | str | tuple):
            raise TypeError(f"“{self.name}” is no number")
        return SIGNS[self.sign](Fraction(value), self.number)

    def fault(self, kind: NameKind) -> str:
        return "" if kind.sort == "number" else f"“{self.name}” is no number. {hint(self, kind)}"


@dataclass(frozen=True)
class Counts(About):
    """Enough was answered for the number to count: `x != nil`."""

    def holds(self, values: Values) -> bool:
        return values.get(self.name) is not None

    def fault(self, kind: NameKind) -> str:
        return "" if kind.sort == "number" else f"“{self.name}” is no number. {hint(self, kind)}"


@dataclass(frozen=True)
class Is(About):
    """The key it holds is this one: `x == "key"`."""

    key: str

    def holds(self, values: Values) -> bool:
        return values.get(self.name) == self.key

    def fault(self, kind: NameKind) -> str:
        return hint(self, kind) if kind.sort != "key" else unknown_key(self.name, self.key, kind)


@dataclass(frozen=True)
class Contains(About):
    """The list holds the whole of this key."""

    key: str

    def holds(self, values: Values) -> bool:
        value = values.get(self.name)
        return isinstance(value, tuple) and self.key in value

    def fault(self, kind: NameKind) -> str:
        return hint(self, kind) if kind.sort != "keys" else unknown_key(self.name, self.key, kind)


@dataclass(frozen=True)
class Flag(About):
    """It is so: `booked`."""

    def holds(self, values: Values) -> bool:
        return values.get(self.name) is True

    def fault(self, kind: NameKind) -> str:
        return "" if kind.sort == "flag" else hint(self, kind)


@dataclass(frozen=True)
class Not(Condition):
    part: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.part,)

    def holds(self, values: Values) -> bool:
        return not self.part.holds(values)


@dataclass(frozen=True)
class All(Condition):
    """Every one of several: `a and b`."""

    joined: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.joined

    def holds(self, values: Values) -> bool:
        return all(part.holds(values) for part in self.joined)


@dataclass(frozen=True)
class AnyOf(Condition):
    """At least one of several: `a or b`."""

    joined: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        return self.joined

    def holds(self, values: Values) -> bool:
        return any(part.holds(values) for part in self.joined)


def replaced(condition: Condition, change: Callable[[About], Condition]) -> Condition:
    """The same rule, with what `change` makes of each of its questions in that question's place."""
    if isinstance(condition, About):
        return change(condition)
    if isinstance(condition, Not):
        return Not(replaced(condition.part, change))
    if isinstance(condition, All | AnyOf):
        return type(condition)(tuple(replaced(part, change) for part in condition.joined))
    return condition


SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}


def hint(leaf: About, kind: NameKind) -> str:
    """How a name of this kind is asked, with an example."""
    name, example = leaf.name, kind.allowed[0] if kind.allowed else "key"
    return {
        "number": f"Ask “{name}” for a number, as in “{name} >= 55” or “{name} != nil”.",
        "key": f'Ask “{name}” for a key, as in “{name} == "{example}"”.',
        "keys": f'“{name}” is a list; ask it as in “{name} contains "{example}"”.',
        "flag": f"“{name}” is true or false; ask “{name}” or “not {name}” alone.",
    }[kind.sort]


def unknown_key(name: str, wrong: str, kind: NameKind) -> str:
    """The sentence for a key that nothing has; empty where it is known."""
    if not kind.allowed or wrong in kind.allowed:
        return ""
    asked_for = beside(name, kind.label)
    return f"“{wrong}” is no key of {asked_for}. Allowed, in quotes: {listed(kind.spelled_keys())}."


def beside(key: str, words: str) -> str:
    """A key with the author's words for it, where they say more."""
    return f"{key} ({words})" if words and words.casefold() != key.casefold() else key


def called(names: Mapping[str, NameKind]) -> str:
    """The names a rule may ask, each with the author's words for it."""
    return listed([beside(name, kind.label) for name, kind in names.items()])


def faults(condition: Condition, names: Mapping[str, NameKind]) -> Iterator[Fault]:
    """What may not be asked, in the order of the text."""
    for leaf in condition.leaves():
        if leaf.name not in names:
            yield Fault(leaf.line, f"“{leaf.name}” is not known here. Allowed: {called(names)}.")
        elif sentence := leaf.fault(names[leaf.name]):
            yield Fault(leaf.line, sentence)


def spelled(names: Mapping[str, NameKind]) -> str:
    """What a rule about these names may ask, in one line for whoever writes one."""
    forms = {"key": "==", "keys": "contains"}
    return "; ".join(
        f"{name} {forms[kind.sort]} {', '.join(kind.allowed)}" if kind.sort in forms else name
        for name, kind in names.items()
    )
