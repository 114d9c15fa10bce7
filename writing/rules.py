"""A rule once read: a frozen tree that answers for one set of values.

Numbers are exact fractions; an uncounted number (None) compares as false with everything.
Reading rules from text is in `conditions`.
"""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Value = Fraction | int | str | bool | tuple[str, ...] | None
Values = Mapping[str, Value]
Sort = Literal["number", "key", "keys", "flag"]


@dataclass(frozen=True)
class Kind:
    """What a name stands for; `allowed` are the keys it may be compared with (empty: any)."""

    sort: Sort
    allowed: tuple[str, ...] = ()


NUMBER = Kind("number")
FLAG = Kind("flag")


def key(*allowed: str) -> Kind:
    """A name that holds one key of several."""
    return Kind("key", allowed)


def keys(*allowed: str) -> Kind:
    """A name that holds a list of keys."""
    return Kind("keys", allowed)


@dataclass(frozen=True)
class Condition(ABC):
    """One rule; `holds` answers it for one set of values."""

    @abstractmethod
    def holds(self, values: Values) -> bool: ...

    @property
    def names(self) -> frozenset[str]:
        """The names the rule looks at."""
        return frozenset()


@dataclass(frozen=True)
class Otherwise(Condition):
    def holds(self, values: Values) -> bool:
        return True


@dataclass(frozen=True)
class _About(Condition):
    name: str

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.name})


@dataclass(frozen=True)
class Compares(_About):
    sign: str
    number: Fraction

    def holds(self, values: Values) -> bool:
        value = values[self.name]
        if value is None:
            return False
        if isinstance(value, bool | str | tuple):
            raise TypeError(f"“{self.name}” is no number")
        return SIGNS[self.sign](Fraction(value), self.number)


@dataclass(frozen=True)
class Counts(_About):
    def holds(self, values: Values) -> bool:
        return values[self.name] is not None


@dataclass(frozen=True)
class IsAnyOf(_About):
    keys: tuple[str, ...]

    def holds(self, values: Values) -> bool:
        return values[self.name] in self.keys


@dataclass(frozen=True)
class Contains(_About):
    key: str

    def holds(self, values: Values) -> bool:
        value = values[self.name]
        return isinstance(value, tuple) and self.key in value


@dataclass(frozen=True)
class Flag(_About):
    def holds(self, values: Values) -> bool:
        return values[self.name] is True


@dataclass(frozen=True)
class Not(Condition):
    part: Condition

    def holds(self, values: Values) -> bool:
        return not self.part.holds(values)

    @property
    def names(self) -> frozenset[str]:
        return self.part.names


@dataclass(frozen=True)
class All(Condition):
    parts: tuple[Condition, ...]

    def holds(self, values: Values) -> bool:
        return all(part.holds(values) for part in self.parts)

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(part.names for part in self.parts))


@dataclass(frozen=True)
class AnyOf(Condition):
    parts: tuple[Condition, ...]

    def holds(self, values: Values) -> bool:
        return any(part.holds(values) for part in self.parts)

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(part.names for part in self.parts))


SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
