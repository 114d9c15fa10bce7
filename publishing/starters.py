"""What stands in a content folder besides documents: rows whose app reads and writes their files.

Documents come by what their kind says (`Kind.files`). An app whose files hold rows, or rows and
documents together, registers the module that reads and writes them in `AppConfig.ready()`. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from django.db.models import Model

    from offers.models import Offer


class Starter(Protocol):
    """The way of some rows from their files and back."""

    def differences(self, folder: Path) -> list[str]: ...

    def load(self, folder: Path, *, as_starter: bool, now: datetime) -> None: ...

    def publish(self, *, now: datetime) -> None: ...


@dataclass(frozen=True)
class StarterFiles:
    """A starter, with the model whose rows tell whether its content is there.

    Folders are those of one offer, or of what belongs to all (`offers.files`).
    `export(folder, offer, slug)` writes what is of this offer; of a model that a folder holds
    `one_of` that of this short name, else the first.
    """

    model: type[Model]
    starter: Starter
    export: Callable[[Path, Offer | None, str], None]
    one_of: bool = False


_own: dict[type[Model], StarterFiles] = {}


def register(own: StarterFiles) -> None:
    """Make known how rows of an app stand in files; again for a model replaces it."""
    _own[own.model] = own


def all_own() -> list[StarterFiles]:
    return list(_own.values())
