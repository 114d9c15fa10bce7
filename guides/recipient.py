"""One reader as the guide needs them: facts, names, bars, reasons of a scored result. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.definition import Definition
from assessments.entries import entries
from assessments.scoring import Result, band
from contacts.clean_name import readable
from guides.typography import curly
from writing.chart import Bar
from writing.segments import Facts


@dataclass(frozen=True)
class BarGroup:
    """Scales that are shown together."""

    key: str
    title: str
    lead: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class LikelyReason:
    """Another reason for feeling stuck: its name, a line, the whole text (Markdown)."""

    key: str
    name: str
    short: str
    text: str


@dataclass(frozen=True)
class Recipient:
    """Whom a guide is made for; `urls` are what `actions.addresses` gives."""

    facts: Facts
    names: Mapping[str, str]
    first_name: str
    date: str
    urls: Mapping[str, str]
    groups: tuple[BarGroup, ...]
    reasons: tuple[LikelyReason, ...]


def reader(
    definition: Definition,
    result: Result | None,
    *,
    facts: Facts,
    names: Mapping[str, str],
    first_name: str,
    date: str,
    urls: Mapping[str, str],
) -> Recipient:
    """The reader behind one result, their name made fit to print."""
    name = readable(first_name)
    return Recipient(
        facts=facts.with_facts(has_name=bool(name)),
        names=names,
        first_name=name,
        date=date,
        urls=urls,
        groups=_groups(definition, result),
        reasons=tuple(_reason(entry) for entry in entries(definition.body, "conditions")),
    )


def _reason(entry: Mapping[str, object]) -> LikelyReason:
    return LikelyReason(
        *(curly(str(entry.get(name, ""))) for name in ("key", "name", "short", "text"))
    )


def _groups(definition: Definition, result: Result | None) -> tuple[BarGroup, ...]:
    scales = entries(definition.body, "scales")
    return tuple(
        BarGroup(
            key=str(group["key"]),
            title=curly(str(group.get("title", ""))),
            lead=curly(str(group.get("lead", ""))),
            bars=tuple(
                _bar(definition, scale, result)
                for scale in scales
                if scale.get("group") == group["key"]
            ),
        )
        for group in entries(definition.body, "groups")
    )


def _bar(definition: Definition, scale: Mapping[str, object], result: Result | None) -> Bar:
    key = str(scale["key"])
    score = result.scales.get(key) if result else None
    words = str(scale.get(band(definition, score), "")) or _("Too little was answered to say.")
    return Bar(
        key=key,
        label=curly(str(scale.get("name", ""))),
        percent=None if score is None else float(score),
        words=curly(words),
    )
