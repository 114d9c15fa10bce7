"""What letters and guides print of the practice: one identity, told by its hash. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from practice.look import Look

CONSTANTS = ("name", "author_name", "credentials", "legal_name", "postal_address", "contact_email")
"""What author text may print as {{ practice.… }}."""

SWITCHES = ("count_clicks", "sign_letters")


@dataclass(frozen=True)
class Identity:
    """The words, the look, whether links of letters are counted, how they are signed."""

    constants: Mapping[str, str]
    look: Look
    count_clicks: bool
    sign_letters: bool
    portrait: str  # the name of its file, which is that of its content
    sha256: str  # of all of it
    # What a letter brings along, read by whoever sends it; the rest of the house needs neither.
    logo_file: bytes = field(default=b"", repr=False)
    portrait_file: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, source: object) -> Self:
        """From anything with attributes of these names."""
        return cls.from_body(
            {name: str(getattr(source, name)) for name in CONSTANTS}
            | Look.of(source).as_body()
            | {name: bool(getattr(source, name, False)) for name in SWITCHES}
            | {"portrait": str(getattr(source, "portrait_name", ""))}
        )

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Self:
        return cls(
            constants={name: str(body[name]) for name in CONSTANTS},
            look=Look.from_body(body),
            count_clicks=bool(body["count_clicks"]),
            sign_letters=bool(body["sign_letters"]),
            portrait=str(body["portrait"]),
            sha256=fingerprint(body),
        )

    def as_body(self) -> dict[str, Any]:
        """Plain JSON values; `from_body` reads them back."""
        return {
            **self.constants,
            **self.look.as_body(),
            **{name: getattr(self, name) for name in SWITCHES},
            "portrait": self.portrait,
        }


def fingerprint(body: Mapping[str, Any]) -> str:
    """SHA-256 of a body as canonical JSON."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
