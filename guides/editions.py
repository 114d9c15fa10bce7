"""A guide as readers get it: its body, and what was frozen beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guides.schema import GuideBody
from writing.passages import PassageText, as_frozen, from_frozen


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
            "passages": as_frozen(self.passages.values()),
            "names": list(self.names),
        }

    @classmethod
    def of(cls, body: GuideBody, closure: Mapping[str, Any]) -> Frozen:
        passages = from_frozen(closure["passages"])
        return cls(body, closure["slug"], closure["language"], passages, tuple(closure["names"]))
