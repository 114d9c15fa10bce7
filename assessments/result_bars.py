"""The scales of a result as bars and as numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.comparison import rounded
from assessments.definition import Definition
from assessments.entries import entries
from assessments.result_comparison import Comparison
from assessments.result_parts import ScaleGroup
from assessments.scale_scores import Score
from assessments.schema.scales import BarMeaning
from assessments.scoring import Result, band
from writing import chart
from writing.chart import Bar

Row = Mapping[str, Any]


def groups(
    definition: Definition, result: Result, comparison: Comparison | None
) -> list[ScaleGroup]:
    """The groups that have bars, in the author's order."""
    found = []
    for row in entries(definition.body, "groups"):
        scales = [s for s in entries(definition.body, "scales") if s.get("group") == row["key"]]
        picture = chart.bars(
            [_bar(definition, result, comparison, scale) for scale in scales],
            title=str(row.get("title") or definition.body.get("title", "")),
            earlier=_("The upright mark shows your answers last time."),
            ident=f"bars-{row['key']}",
        )
        effects = frozenset(str(scale.get("effect") or "") for scale in scales) - {""}
        found.append(
            ScaleGroup(row["key"], row.get("title", ""), row.get("lead", ""), picture, effects)
        )
    return [group for group in found if group.picture]


def _bar(definition: Definition, result: Result, comparison: Comparison | None, row: Row) -> Bar:
    score = result.scales.get(row["key"])
    before = comparison.previous(row["key"]) if comparison else None
    level = band(definition, score)
    words = row.get("words") or {}
    return Bar(
        key=row["key"],
        label=str(row.get("name", "")),
        percent=None if score is None else float(score),
        words=str(row.get(level, "")) or _("Too few answers to say."),
        previous=None if before is None else float(before),
        word=str(words.get(level, "")),
        is_striped=row.get("effect") == BarMeaning.COSTS,
    )


def numbers(
    definition: Definition, result: Result, comparison: Comparison | None
) -> list[dict[str, str]]:
    """Every scale as a line of a table: scores from 0 to 100, empty where too little was said."""
    return [
        {
            "name": str(row.get("name", "")),
            "score": _plain(result.scales.get(row["key"])),
            "previous": _plain(comparison.previous(row["key"]) if comparison else None),
            "change": comparison.change(row) if comparison else "",
        }
        for row in entries(definition.body, "scales")
    ]


def _plain(score: Score) -> str:
    number = rounded(score)
    return "" if number is None else str(number)
