"""Rules in plain form, as authors write them: "evidence >= 55 and others counts".

Reads a text into the tree of `rules`, which is also offered here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from writing.faults import Fault, Refused, listed
from writing.rules import (
    FLAG,
    NUMBER,
    SIGNS,
    All,
    AnyOf,
    Compares,
    Condition,
    Contains,
    Counts,
    Flag,
    IsAnyOf,
    Kind,
    Not,
    Otherwise,
    Value,
    Values,
    key,
    keys,
)

__all__ = [
    "FLAG",
    "NUMBER",
    "Condition",
    "Fault",
    "Kind",
    "Refused",
    "Value",
    "Values",
    "key",
    "keys",
    "parse",
    "spelled",
]

_SPELLED = {
    "at least": ">=",
    "at most": "<=",
    "above": ">",
    "more than": ">",
    "below": "<",
    "less than": "<",
    "≥": ">=",
    "≤": "<=",
    "==": "=",
}
_WORD = re.compile(
    r"\s*(?:(?P<sign>>=|<=|==|[<>=≥≤(),])|(?P<number>\d+(?:\.\d+|/[1-9]\d*)?)(?![\w.])"
    r"|(?P<word>[A-Za-z_][\w-]*)|(?P<odd>\S))"
)
_RESERVED = frozenset({"and", "or", "not", "is", "any", "of", "contains", "counts", "otherwise"})
_FORMS = "x >= 55, x counts, x is key, x is not key, x is any of a, b, x contains key"


def parse(text: str, *, names: Mapping[str, Kind]) -> Condition:
    """Read a rule about these names; raises Refused with the line and what is allowed."""
    return _Reader(text, names).rule()


def spelled(names: Mapping[str, Kind]) -> str:
    """What a rule about these names may ask, in one line for whoever writes one."""
    forms = {"key": "is", "keys": "contains"}
    asked = (
        f"{name} {forms[kind.sort]} {', '.join(kind.allowed)}" if kind.sort in forms else name
        for name, kind in names.items()
    )
    return "; ".join(asked)


@dataclass(frozen=True)
class _Word:
    text: str
    line: int
    sort: str


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text.rstrip()):
        line = text.count("\n", 0, found.end()) + 1
        yield _Word(found[found.lastgroup or "odd"], line, found.lastgroup or "odd")


class _Reader:
    """Reads one rule from left to right: or, and, not, comparison."""

    def __init__(self, text: str, names: Mapping[str, Kind]) -> None:
        self.words = list(_words(text))
        self.names = names
        self.at = 0
        self.depth = 0

    def rule(self) -> Condition:
        if not self.words:
            self.refuse(f"The rule is empty. Write “otherwise”, or one of: {_FORMS}.")
        if [word.text for word in self.words] == ["otherwise"]:
            return Otherwise()
        found = self.either()
        if self.at < len(self.words):
            self.refuse(f"“{self.peek()}” is one word too many. Join with and, or, not, ( ).")
        return found

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self) -> Condition:
        parts = [self.single()]
        while self.take("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def single(self) -> Condition:
        self.depth += 1
        if self.depth > 50:
            self.refuse("The rule is nested too deeply; use fewer brackets.")
        found = self.bracket_or_comparison()
        self.depth -= 1
        return found

    def bracket_or_comparison(self) -> Condition:
        if self.take("not"):
            return Not(self.single())
        if not self.take("("):
            return self.comparison()
        found = self.either()
        if not self.take(")"):
            self.refuse("A bracket is opened and not closed: “)” is missing.")
        return found

    def comparison(self) -> Condition:
        name = self.peek()
        if name not in self.names or self.word_sort() != "word":
            self.refuse(f"“{name}” is not known here. Allowed: {listed(self.names)}.")
        self.at += 1
        kind = self.names[name]
        if kind.sort == "number":
            return self.about_number(name)
        if kind.sort == "key":
            return self.about_key(name, kind)
        if kind.sort == "keys":
            if not self.take("contains"):
                self.refuse(f"“{name}” is a list; write “{name} contains key”.")
            return Contains(name, self.key(name, kind))
        return Flag(name)

    def about_number(self, name: str) -> Condition:
        if self.take("counts"):
            return Counts(name)
        self.take("is")
        sign = self.sign()
        if sign is None:
            allowed = listed((*SIGNS, *_SPELLED, "counts"))
            self.refuse(f"“{name}” is a number; after it comes one of: {allowed}.")
        if self.word_sort() != "number":
            self.refuse(f"“{self.peek()}” is no number; write 55, 2.5 or 1/2.")
        number = Fraction(self.peek())
        self.at += 1
        return Compares(name, sign, number)

    def sign(self) -> str | None:
        for length in (2, 1):
            text = " ".join(word.text for word in self.words[self.at : self.at + length])
            if text in SIGNS or text in _SPELLED:
                self.at += 2 if " " in text else 1
                return _SPELLED.get(text, text)
        return None

    def about_key(self, name: str, kind: Kind) -> Condition:
        if not self.take("is"):
            self.refuse(f"“{name}” is a key; write “{name} is key” or “{name} is any of a, b”.")
        if self.take("not"):
            return Not(IsAnyOf(name, (self.key(name, kind),)))
        if not self.take("any"):
            return IsAnyOf(name, (self.key(name, kind),))
        if not self.take("of"):
            self.refuse("After “is any” comes “of”, then the keys with commas between.")
        found = [self.key(name, kind)]
        while self.take(","):
            found.append(self.key(name, kind))
        return IsAnyOf(name, tuple(found))

    def key(self, name: str, kind: Kind) -> str:
        found = self.peek()
        unknown = found not in kind.allowed if kind.allowed else found in _RESERVED
        if self.word_sort() != "word" or unknown:
            allowed = listed(kind.allowed) if kind.allowed else "a key"
            self.refuse(f"“{found}” is no key of {name}. Allowed: {allowed}.")
        self.at += 1
        return found

    def peek(self) -> str:
        return self.words[self.at].text if self.at < len(self.words) else "the end"

    def word_sort(self) -> str:
        return self.words[self.at].sort if self.at < len(self.words) else "end"

    def take(self, text: str) -> bool:
        taken = self.at < len(self.words) and self.words[self.at].text == text
        self.at += taken
        return taken

    def refuse(self, message: str) -> NoReturn:
        at = min(self.at, len(self.words) - 1)
        raise Refused([Fault(self.words[at].line if self.words else 1, message)])
