"""One reader as the guide needs them: facts, names, bars and reasons, from a scored result. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from guides.names import readable
from writing.chart import Bar
from writing.facts import Facts


@dataclass(frozen=True)
class BarGroup:
    """Scales that are shown together."""

    key: str
    title: str
    lead: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Reason:
    """Another reason for feeling stuck: its name, a line, the whole text (Markdown)."""

    key: str
    name: str
    short: str
    text: str


@dataclass(frozen=True)
class Reader:
    """Whom a guide is made for; `urls` are book_url, retake_url, site_url, guide_url."""

    facts: Facts
    names: Mapping[str, str]
    first_name: str
    date: str
    urls: Mapping[str, str]
    groups: tuple[BarGroup, ...]
    reasons: tuple[Reason, ...]
