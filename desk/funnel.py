"""The funnel as numbers and as a picture: 30 days beside the 30 days before. Pure.

Its bars are counts beside counts, with their numbers; `writing.chart` draws a reader's scales, in
words and without numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

ENOUGH = 30
"""Below this, a share says more about chance than about people."""


@dataclass(frozen=True)
class FunnelStep:
    """How many came so far on the way, now and before, and the lists behind the numbers."""

    words: str
    now: int
    before: int
    url: str = ""
    url_before: str = ""


def rows(steps: Sequence[FunnelStep]) -> list[tuple[FunnelStep, str, str]]:
    """Each step with its share of the step it follows, now and before, where there are enough
    people.
    """
    earlier: list[FunnelStep | None] = [None, *steps]
    return [
        (
            step,
            share(step.now, last.now if last else 0),
            share(step.before, last.before if last else 0),
        )
        for step, last in zip(steps, earlier, strict=False)
    ]


def share(part: int, total: int) -> str:
    """“42 %”, or nothing below 30 people."""
    return f"{round(100 * part / total)} %" if total >= ENOUGH else ""


LABEL, WIDTH, HIGH, GAP = 190, 420, 16, 14


def funnel(steps: Sequence[FunnelStep]) -> SafeString:
    """Two bars a step; the numbers stand beside them, the table below says the same."""
    most = max((max(step.now, step.before) for step in steps), default=0) or 1
    height = len(steps) * (2 * HIGH + GAP)
    drawn = format_html_join(
        "",
        '<text x="0" y="{}" class="desk-chart-label">{}</text>{}{}',
        (
            (
                y + HIGH + 4,
                step.words,
                _bar(step.now, most, y=y, css="desk-bar"),
                _bar(step.before, most, y=y + HIGH, css="desk-bar desk-bar--before"),
            )
            for y, step in ((place * (2 * HIGH + GAP), step) for place, step in enumerate(steps))
        ),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="funnel-title" class="desk-chart">'
        '<title id="funnel-title">{}</title>{}</svg>',
        LABEL + WIDTH + 60,
        height,
        _("The way of the last 30 days, and of the 30 days before"),
        drawn,
    )


def _bar(number: int, most: int, *, y: int, css: str) -> SafeString:
    # Two wide at least: a step that nobody took is told from one that is not there.
    width = max(2, round(WIDTH * number / most))
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" class="{}" rx="2"/>'
        '<text x="{}" y="{}" class="desk-chart-number">{}</text>',
        LABEL,
        y,
        width,
        HIGH,
        css,
        LABEL + width + 6,
        y + HIGH - 4,
        number,
    )
