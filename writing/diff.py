"""How one text became another, in words: what stayed, what went, what is new. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "gone", "new", "skipped"]
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_PAIRS = 400_000
"""Pairs of equal words looked at in one stretch; more would take minutes and tell no more."""
_COMMON = 200
"""From this many words on, those that are over a hundredth of all do not begin a match."""
_AROUND = 120
"""Characters of what stayed that are shown on each side of a change."""


@dataclass(frozen=True)
class DiffPiece:
    """A run of a text; `skipped` stands for a long stretch that stayed."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class TextChange:
    """One text under its name, before and after."""

    place: str
    pieces: tuple[DiffPiece, ...]


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[TextChange]:
    """The named texts that are not the same, in the order of the newer ones, removed ones last."""
    places = [*new, *(place for place in old if place not in new)]
    return [
        TextChange(place, tuple(shortened(difference(old.get(place, ""), new.get(place, "")))))
        for place in places
        if plain(old.get(place, "")) != plain(new.get(place, ""))
    ]


def plain(text: str) -> str:
    """A text without what forms change by themselves: line ends, blank ends."""
    return text.replace("\r\n", "\n").strip()


def difference(old: str, new: str) -> list[DiffPiece]:
    """Line by line first, word by word inside the lines that changed."""
    before, after = plain(old).splitlines(True), plain(new).splitlines(True)
    pieces: list[DiffPiece] = []
    for tag, at, to, new_at, new_to in _compared(before, after):
        if tag == "equal":
            pieces.append(DiffPiece("same", "".join(before[at:to])))
        else:
            pieces += _words("".join(before[at:to]), "".join(after[new_at:new_to]))
    return _joined(pieces)


def _words(old: str, new: str) -> Iterator[DiffPiece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    for tag, at, to, new_at, new_to in _compared(before, after):
        gone, fresh = "".join(before[at:to]), "".join(after[new_at:new_to])
        if tag == "equal" and gone.strip():
            yield DiffPiece("same", gone)
        elif gone or fresh:
            yield from (DiffPiece("gone", gone), DiffPiece("new", fresh))


def _compared(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What became what. Two stretches that would take too long are told as one gone, one new."""
    # What both begin and end with is set aside: the search costs pairs of equal words.
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    steps = [("equal", 0, start, 0, start)]
    if pairs(old, new) > _MOST_PAIRS:
        steps.append(("replace", start, start + len(old), start, start + len(new)))
    else:
        matcher = SequenceMatcher(None, old, new, autojunk=len(new) >= _COMMON)
        steps += [
            (tag, start + at, start + to, start + new_at, start + new_to)
            for tag, at, to, new_at, new_to in matcher.get_opcodes()
        ]
    at, new_at = len(before) - end, len(after) - end
    return [*steps, ("equal", at, len(before), new_at, len(after))]


def _shared(old: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(old, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(old), len(other)))


def pairs(old: list[str], new: list[str]) -> int:
    """Steps of one look for what both share: each word of the one by its places in the other."""
    places = Counter(new)
    if len(new) >= _COMMON:
        most = len(new) // 100 + 1
        places = Counter({word: count for word, count in places.items() if count <= most})
    return sum(count * places[word] for word, count in Counter(old).items())


def _joined(pieces: list[DiffPiece]) -> list[DiffPiece]:
    """Neighbours of one kind as one; between two stretches that stayed, what went comes first."""
    joined: list[DiffPiece] = []
    for stays, run in groupby(pieces, key=lambda piece: piece.kind == "same"):
        parts = list(run)
        kinds: tuple[Kind, ...] = ("same",) if stays else ("gone", "new")
        for kind in kinds:
            text = "".join(part.text for part in parts if part.kind == kind)
            joined += [DiffPiece(kind, text)] if text else []
    return joined


def shortened(pieces: list[DiffPiece]) -> Iterator[DiffPiece]:
    """Long stretches that stayed, cut down to what stands beside a change."""
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        if piece.kind != "same" or len(piece.text) <= 3 * _AROUND:
            yield piece
            continue
        if number:
            yield DiffPiece("same", piece.text[:_AROUND].rsplit(" ", 1)[0])
        yield DiffPiece("skipped", piece.text)
        if number < last:
            yield DiffPiece("same", piece.text[-_AROUND:].split(" ", 1)[-1])
