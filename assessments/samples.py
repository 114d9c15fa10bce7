"""The sample people: one answer sheet per profile, for previews, rehearsals and tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Sample:
    """An invented reader; `key` is the profile, or not-enough."""

    key: str
    first_name: str
    answers: Mapping[str, Any]


def sample_people(folder: Path) -> list[Sample]:
    """Every sheet in a folder such as content/samples, by key."""
    return [_sample(file) for file in sorted(folder.glob("*.json"))]


def _sample(file: Path) -> Sample:
    data = json.loads(file.read_text(encoding="utf-8"))
    return Sample(file.stem, data.get("first_name") or "", data["answers"])
