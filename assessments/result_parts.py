"""What a result page is put together from. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A heading and what is said under it, as safe HTML: `short` is the same in a sentence."""

    title: str
    html: str
    key: str = ""
    answer: str = ""
    short: str = ""


@dataclass(frozen=True)
class ScaleGroup:
    """Scales shown as one picture of bars."""

    key: str
    title: str
    lead: str
    picture: str
    effects: frozenset[str] = frozenset()
    """What long bars mean among them: "costs", "strengthens"."""
