"""The made-up readers for whom a letter is shown before anybody gets it. Pure.

What may be known of a reader is known by rooms that mail does not know; the one that can make
some up says so in its `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from writing.facts import Facts


class LetterReader(Protocol):
    """Of a made-up reader, what a letter may say."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def first_name(self) -> str: ...

    @property
    def facts(self) -> Facts: ...

    @property
    def names(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Somebody:
    """A reader with a first name, of whom nothing else is known."""

    key: str = "robin"
    label: str = "Robin"
    first_name: str = "Robin"
    facts: Facts = field(default_factory=lambda: Facts(has_name=True))
    names: Mapping[str, str] = field(default_factory=dict)


Readers = Callable[[], Sequence[LetterReader]]
_known: list[Readers] = []


def register(readers: Readers) -> None:
    """Say who makes readers up."""
    _known[:] = [readers]


def sample_readers() -> Sequence[LetterReader]:
    made_up = [reader for readers in _known for reader in readers()]
    return made_up or [Somebody()]
