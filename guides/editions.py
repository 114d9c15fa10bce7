"""A published guide as data: its sections, passages and texts, frozen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from writing.passages import Passage


@dataclass(frozen=True)
class Part:
    """One section as published."""

    key: str
    title: str
    kicker: str
    kind: str
    in_contents: bool
    condition: str
    body: str
    shows_answers: bool = False


@dataclass(frozen=True)
class Frozen:
    """Everything a copy is made from, apart from its reader."""

    slug: str
    title: str
    subtitle: str
    description: str
    language: str
    parts: tuple[Part, ...]
    passages: Mapping[str, Passage]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` reads them back."""
        return asdict(self) | {
            "parts": [asdict(part) for part in self.parts],
            "passages": {
                key: {"axis": passage.axis, "cells": dict(passage.cells)}
                for key, passage in self.passages.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Frozen:
        return cls(
            **{name: str(data[name]) for name in _TEXTS},
            parts=tuple(Part(**part) for part in data["parts"]),
            passages={
                key: Passage(key, cell["axis"], cell["cells"])
                for key, cell in data["passages"].items()
            },
        )


_TEXTS = ("slug", "title", "subtitle", "description", "language")
