"""The reader's scales as bars: inline SVG drawn on the server, in words, without numbers.

Fluid: lengths are percentages and text keeps its size, so it reads the same from 320 px up. It
is plain in one color without a stylesheet; classes let one dress it.
"""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

_LABEL_AT, _BAR_AT, _WORDS_AT = 16, 24, 56
_BAR, _LINE, _BETWEEN = 14, 19, 22
_COLUMNS = 42
"""Characters of 15 px text that fit into 300 px."""


@dataclass(frozen=True)
class Bar:
    """One scale: `percent` from 0 to 100, or None when too little was answered.

    `words` say the same as the length, `word` in one; `previous` marks an earlier answer. A striped
    bar can be told from a full one without its colour.
    """

    key: str
    label: str
    percent: float | None
    words: str
    previous: float | None = None
    word: str = ""
    is_striped: bool = False


def bars(
    rows: Sequence[Bar],
    *,
    title: str = "Your answers as bars",
    earlier: str = "The thin mark: your answers last time.",
    ident: str = "bars",
) -> str:
    """One SVG picture; `ident` keeps ids apart when a page holds several."""
    if not rows:
        return ""
    drawn: list[str] = []
    height = 0
    for row in rows:
        markup, below = _row(row, height, ident)
        drawn.append(markup)
        height = below
    if any(row.previous is not None for row in rows):
        drawn.append(_text(earlier, height + 8, "bars__earlier"))
        height += 8 + _LINE * len(_lines(earlier))
    stripes = _stripes(ident) if any(row.is_striped for row in rows) else ""
    described = " ".join(f"{row.label}: {row.words}" for row in rows)
    return (
        f'<svg class="bars__picture" role="img" aria-labelledby="{ident}-title {ident}-desc" '
        f'xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" font-size="15" '
        f'fill="currentColor">'
        f'<title id="{ident}-title">{html.escape(title)}</title>'
        f'<desc id="{ident}-desc">{html.escape(described)}</desc>'
        f"{stripes}{''.join(drawn)}</svg>"
    )


def _stripes(ident: str) -> str:
    """The pattern over a bar: gaps across what is filled below."""
    return (
        f'<defs><pattern id="{ident}-stripes" class="bars__stripes" width="9" height="9" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="5" height="9" fill="currentColor"/></pattern></defs>'
    )


def _row(row: Bar, top: int, ident: str) -> tuple[str, int]:
    label_lines = len(_lines(row.label)) - 1
    bar_top = top + _BAR_AT + label_lines * _LINE
    words_top = top + _WORDS_AT + label_lines * _LINE
    parts = [
        f'<g class="bars__row bars__row--{html.escape(row.key)}">',
        _text(row.label, top + _LABEL_AT, "bars__label"),
        _word(row.word, top + _LABEL_AT) if len(row.label) + len(row.word) < _COLUMNS - 4 else "",
        _track(row.percent, bar_top),
        _length(row, bar_top, ident),
        _earlier(row.previous, bar_top),
        _text(row.words, words_top, "bars__words"),
        "</g>",
    ]
    return "".join(parts), words_top + (len(_lines(row.words)) - 1) * _LINE + _BETWEEN


def _track(percent: float | None, top: int) -> str:
    dashes = "" if percent is not None else ' stroke-dasharray="4 4"'
    return (
        f'<rect class="bars__track" x="0.5" y="{top}" width="99.7%" height="{_BAR}" rx="2" '
        f'fill="none" stroke="currentColor"{dashes}/>'
    )


def _length(row: Bar, top: int, ident: str) -> str:
    if row.percent is None:
        return ""
    fill = f"url(#{ident}-stripes)" if row.is_striped else "currentColor"
    name = "bars__length bars__length--striped" if row.is_striped else "bars__length"
    return (
        f'<rect class="{name}" x="0.5" y="{top}" width="{_share(row.percent)}" '
        f'height="{_BAR}" rx="2" fill="{fill}"/>'
    )


def _earlier(percent: float | None, top: int) -> str:
    if percent is None:
        return ""
    place = _share(percent)
    return (
        f'<line class="bars__previous" x1="{place}" x2="{place}" y1="{top - 4}" '
        f'y2="{top + _BAR + 4}" stroke="currentColor" stroke-width="2"/>'
    )


def _share(percent: float) -> str:
    """A length on the track: never outside it, never quite invisible."""
    return f"{max(0.7, min(99.7, percent)):.4g}%"


def _word(word: str, top: int) -> str:
    """The one word at the right end of the label's line."""
    if not word:
        return ""
    return (
        f'<text class="bars__word" x="100%" y="{top}" text-anchor="end">{html.escape(word)}</text>'
    )


def _lines(text: str) -> list[str]:
    """The text in as few lines as it needs, about equally long, so that no word stands alone."""
    lines = textwrap.wrap(text, _COLUMNS) or [""]
    for width in range(max(1, len(text) // len(lines)), _COLUMNS):
        even = textwrap.wrap(text, width, break_long_words=False)
        if len(even) == len(lines) and max(map(len, even)) <= _COLUMNS:
            return even
    return lines


def _text(text: str, top: int, name: str) -> str:
    weight = ' font-weight="bold"' if name == "bars__label" else ""
    return "".join(
        f'<text class="{name}" x="0" y="{top + number * _LINE}"{weight}>{html.escape(line)}</text>'
        for number, line in enumerate(_lines(text))
    )
