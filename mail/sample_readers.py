"""What may be known of the readers of a letter, and made-up ones for whom it is shown. Pure.

Both are known by apps that mail does not know; the one that knows says so in its
`AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from practice.once import cached
from writing.segments import NOBODY, Axes, Facts


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


Readers = Callable[[int | None], Sequence[LetterReader]]
_registered: list[tuple[Readers, Callable[[int | None], Axes]]] = []


def register(readers: Readers, axes: Callable[[int | None], Axes]) -> None:
    """Say who makes readers of an offer up, by its id, and who knows what may be known of them."""
    _registered[:] = [(readers, axes)]


def sample_readers(offer: int | None = None) -> Sequence[LetterReader]:
    made_up = [reader for readers, _axes in _registered for reader in readers(offer)]
    return made_up or [Somebody()]


def reader_axes(offer: int | None = None) -> Axes:
    """What may be known of the readers of an offer; None: whichever they met."""

    def known() -> Axes:
        return next((axes(offer) for _readers, axes in _registered), NOBODY)

    return cached(f"reader_axes:{offer}", known)
