"""A guide as readers get it: its body, and what was frozen beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guides.schema import GuideBody
from writing.passages import PassageText


@dataclass(frozen=True)
class Frozen:
    """Everything a copy is made from, apart from its reader."""

    body: GuideBody
    slug: str
    language: str
    passages: Mapping[str, PassageText]
    names: tuple[str, ...] = ()
    """The readable names of facts that its sections print."""

    @property
    def closure(self) -> dict[str, Any]:
        """What is kept beside the body, as plain JSON values; `of` reads it back."""
        return {
            "slug": self.slug,
            "language": self.language,
            "passages": {
                key: {"axis": passage.axis, "cells": dict(passage.cells)}
                for key, passage in self.passages.items()
            },
            "names": list(self.names),
        }

    @classmethod
    def of(cls, body: GuideBody, closure: Mapping[str, Any]) -> Frozen:
        passages = {
            key: PassageText(key, passage["axis"], passage["cells"])
            for key, passage in closure["passages"].items()
        }
        return cls(body, closure["slug"], closure["language"], passages, tuple(closure["names"]))
