"""Which messages a worker's server accepted, before the database knows: a file a worker.

One short append an acceptance outlives kill -9 of the worker and a crash of the database; rows
are marked once a batch, and whoever frees a dead worker's claims reads its file first. It is not
synced: after a loss of power the acceptances of one batch may repeat, under their own Message-IDs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_UNFIT = re.compile(r"[^A-Za-z0-9:._-]")


def file_of(folder: Path, worker: str) -> Path:
    return folder / f"{_UNFIT.sub('-', worker)}.sent"


def kept(folder: Path, worker: str) -> list[int]:
    """The ids in a worker's file; a line cut short by a crash of the machine is left out."""
    try:
        text = file_of(folder, worker).read_text("ascii", "replace")
    except FileNotFoundError:
        return []
    return [int(line) for line in text.split("\n")[:-1] if line.isdigit()]


def others(folder: Path, alive: Iterable[str]) -> Iterator[str]:
    """Workers whose file lies here and who are no longer heard."""
    living = {file_of(folder, name).name for name in alive}
    for file in sorted(folder.glob("*.sent")):
        if file.name not in living:
            yield file.stem


def forget(folder: Path, worker: str) -> None:
    file_of(folder, worker).unlink(missing_ok=True)


class Journal:
    """One worker's own file, open for as long as a pass."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker
        self.waiting: list[int] = []

    def __enter__(self) -> Journal:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = file_of(self.folder, self.worker)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._file)

    def add(self, pk: int) -> None:
        """Written to the kernel when this returns: a killed process cannot lose it."""
        os.write(self._file, b"%d\n" % pk)
        self.waiting.append(pk)

    def clear(self) -> None:
        """The database knows them all."""
        os.ftruncate(self._file, 0)
        self.waiting.clear()
