"""Stand-ins nobody may read: the words a practice begins with, example addresses. Pure."""

from __future__ import annotations

import re

STAND_INS = ("Your author", "Example Practice", "1 Example Street", "Example Town")
_EXAMPLE = re.compile(r"[\w.+-]*[@/.]?\bexample\.(?:org|com|net)\b", re.IGNORECASE)


def stand_ins_in(text: str) -> list[str]:
    """Every stand-in of a text, as it stands there, told once."""
    named = [stand_in for stand_in in STAND_INS if stand_in.casefold() in text.casefold()]
    return list(dict.fromkeys([*named, *(hit.group() for hit in _EXAMPLE.finditer(text))]))
