"""Passages: one named idea, one text per key of an axis, and one for everyone else."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from writing.errors import Fault, Refused, listed
from writing.segments import Axes, Facts

EVERYONE = "everyone"
NOTHING_FOR_EVERYONE = "The text for “[everyone]” is missing; it may not be empty."
_CELL = re.compile(r"\[([a-z][a-z0-9_-]*)\]\s*")


@dataclass(frozen=True)
class PassageText:
    """A named idea; `cells` maps a key of `axis`, or "everyone", to its Markdown. Where the text
    for everyone is there and empty, the author's own lines are awaited.
    """

    key: str
    axis: str
    cells: Mapping[str, str]

    @property
    def is_for_some(self) -> bool:
        """Whether it says something else to some than to everyone."""
        return any(text.strip() for key, text in self.cells.items() if key != EVERYONE)

    def text(self, facts: Facts) -> str:
        """The text for this reader; those of several keys are paragraphs; empty falls back."""
        keys = facts.keys(self.axis)
        wordings = [self.cells[key].strip() for key in keys if self.cells.get(key, "").strip()]
        return "\n\n".join(wordings) or self.cells.get(EVERYONE, "").strip()


def as_frozen(passages: Iterable[PassageText]) -> dict[str, dict[str, Any]]:
    """Passages as they are kept beside the text that uses them, in plain JSON values by key;
    `from_frozen` reads them back.
    """
    return {
        passage.key: {"axis": passage.axis, "cells": dict(passage.cells)} for passage in passages
    }


def from_frozen(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, PassageText]:
    return {key: PassageText(key, said["axis"], said["cells"]) for key, said in kept.items()}


def parse_cells(body: str) -> dict[str, str]:
    """Read "[key]" lines and the text below each; raises Refused with the line of every fault."""
    cells: dict[str, list[str]] = {}
    faults: list[Fault] = []
    here: list[str] | None = None
    for number, line in enumerate(body.splitlines(), start=1):
        opened = _CELL.fullmatch(line)
        if opened and opened[1] in cells:
            faults.append(Fault(number, f"“[{opened[1]}]” is there twice; keep one."))
        if opened:
            here = cells.setdefault(opened[1], [])
        elif here is not None:
            here.append(line)
        elif line.strip():
            faults.append(Fault(number, "A passage begins with a line “[everyone]” or “[key]”."))
            here = []
    if faults:
        raise Refused(faults)
    return {key: "\n".join(lines).strip() for key, lines in cells.items()}


def dump_cells(cells: Mapping[str, str]) -> str:
    """The text `parse_cells` reads back, everyone first."""
    order = sorted(cells, key=lambda key: key != EVERYONE)
    return "\n\n".join(f"[{key}]\n{cells[key].strip()}".strip() for key in order) + "\n"


def check_cells(passage: PassageText, axes: Axes) -> list[Fault]:
    """Faults of the frame: an unknown axis, an unknown key, nothing for everyone."""
    axis = axes.with_keys.get(passage.axis)
    if axis is None:
        allowed = listed(
            [f"{name} ({declared.label})" for name, declared in axes.with_keys.items()]
        )
        return [Fault(1, f"“{passage.axis}” is no axis. Allowed: {allowed}.")]
    allowed = listed([*axis.kind.spelled_keys(), EVERYONE])
    faults = [
        Fault(1, f"“[{key}]” is no key of {passage.axis}. Allowed: {allowed}.")
        for key in passage.cells
        if key not in axis.keys and key != EVERYONE
    ]
    if EVERYONE not in passage.cells:
        faults.append(Fault(1, NOTHING_FOR_EVERYONE))
    return faults
