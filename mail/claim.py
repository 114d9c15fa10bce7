"""A claimed message: what sending it takes, as the claim's own statement gave it. Pure.

Facts, names, values and attachment are JSON as it stands in the row; whoever needs them reads them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID


@dataclass
class ClaimedMessage:
    """One row of the claim, in the order of `COLUMNS`."""

    pk: int
    uid: UUID
    letter_id: int
    contact_id: int | None
    reader_uid: UUID | None
    email: str | None  # None: to the author
    purpose: str
    consent: str
    # JSON text, not read here: readers who share the very text share a variant, found by it without
    # parsing (`render.compiled_for`, the promise of 200 µs a message).
    facts: str
    names: str
    values: str
    attachment: str | None
    is_test: bool
    revision_id: int | None  # of the practice
    tries: int
    claimed_by: str = ""

    @cached_property
    def texts(self) -> dict[str, str]:
        """Free text and addresses by name."""
        return {name: str(value) for name, value in json.loads(self.values).items()}

    @property
    def attached(self) -> dict[str, Any] | None:
        """The attachment's fields."""
        attachment: dict[str, Any] | None = json.loads(self.attachment) if self.attachment else None
        return attachment
