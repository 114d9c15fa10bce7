"""What a text may know about its reader: the enumerated facts of one result, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

AXES: dict[str, tuple[str, ...]] = {
    "profile": ("push", "step-back", "pendulum", "ally", "wider-view", "in-between", "none"),
    "field": (
        "therapy",
        "coaching",
        "nutrition",
        "bodywork",
        "fitness",
        "medicine",
        "spiritual",
        "other",
    ),
    "reading": ("not_enough", "largely", "not_main", "partly"),
    "step": ("recognise", "understand", "include", "deeper"),
    "toll": ("low", "middle", "high", "none"),
    "condition": ("goals", "skills", "scope", "workload", "fit", "format", "circumstances"),
}
"""The default domain of every axis a passage may vary by."""

CHOICES = ("profile", "field", "reading", "step", "toll")
"""Variables that hold exactly one key of the axis of the same name."""

NAMES = ("profile_name", "field_name", "reading_name", "step_name")
"""The readable names of the same facts, for printing."""


@dataclass(frozen=True)
class Facts:
    """One reader's enumerated facts; the defaults are those of a reader we know nothing about.

    `shared` False: they are the reader's own, and no rule that asks answers holds.
    """

    profile: str = "none"
    field: str = "other"
    reading: str = "not_enough"
    step: str = "recognise"
    conditions: tuple[str, ...] = ()
    toll: str = "none"
    has_name: bool = False
    booked: bool = False
    flags: frozenset[str] = frozenset()
    shared: bool = True

    def value(self, name: str) -> str | bool | tuple[str, ...]:
        """The fact behind a variable's name; a name that is no fact is a flag."""
        if name in CHOICES or name in ("conditions", "has_name", "booked"):
            return cast("str | bool | tuple[str, ...]", getattr(self, name))
        return name in self.flags

    def told(self, *, shared: bool) -> "Facts":
        """As far as the author may know them: what comes of answers only where their owner shared
        them, and never what it has been costing them.
        """
        if shared:
            return replace(self, toll="none")
        return Facts(has_name=self.has_name, booked=self.booked, shared=False)

    def variant(self, axes: Iterable[str]) -> tuple[tuple[str, str | bool | tuple[str, ...]], ...]:
        """A hashable key: two readers with the same key get the same text."""
        return tuple((name, self.value(name)) for name in sorted(axes))

    def as_json(self) -> dict[str, object]:
        """Plain JSON values; `from_json` reads them back."""
        return {
            **{name: getattr(self, name) for name in CHOICES},
            "conditions": list(self.conditions),
            "has_name": self.has_name,
            "booked": self.booked,
            "flags": sorted(self.flags),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Facts":
        """Facts from `as_json`; missing keys take their defaults, unknown keys are left out."""
        choices: dict[str, Any] = {
            name: str(data[name]) for name in CHOICES if data.get(name) is not None
        }
        return cls(
            **choices,
            conditions=_keys(data.get("conditions")),
            has_name=bool(data.get("has_name", False)),
            booked=bool(data.get("booked", False)),
            flags=frozenset(_keys(data.get("flags"))),
        )


def _keys(value: object) -> tuple[str, ...]:
    return tuple(str(key) for key in value) if isinstance(value, list | tuple) else ()
