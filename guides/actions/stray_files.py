"""Files of guides that no row knows: left by a worker that was killed, or by a row that went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import Storage

from guides.models import GuideCopy

FOLDER = "guides"
OLD = timedelta(hours=1)
"""A file is stored before its row names it; a minute later the worker is stopped at the latest."""


def _storage() -> Storage:
    storage: Storage = GuideCopy._meta.get_field("file").storage
    return storage


def _names() -> list[str]:
    try:
        return sorted(_storage().listdir(FOLDER)[1])
    except FileNotFoundError:
        return []


def remove_files_of(uids: Iterable[UUID]) -> None:
    """Remove every file that was made for these copies, whether a row names it or not."""
    starts = {uid.hex for uid in uids}
    for name in _names() if starts else ():
        if name.partition("-")[0] in starts:
            _storage().delete(f"{FOLDER}/{name}")


def sweep(*, now: datetime, limit: int = 500) -> int:
    """Remove up to `limit` files older than an hour that no row names; how many."""
    # The rows before the folder: a file whose row is written between the two looks is younger than
    # an hour, and stays.
    files = set(GuideCopy.objects.exclude(file="").values_list("file", flat=True))
    gone = 0
    for name in _names():
        path = f"{FOLDER}/{name}"
        if path not in files and _storage().get_modified_time(path) < now - OLD:
            _storage().delete(path)
            gone += 1
        if gone >= limit:
            break
    return gone
