"""Which messages a worker's server accepted, before the database knows: a file a worker.

Its room is taken before the first message leaves, and lines are written in place: a disk that
fills meanwhile cannot keep an acceptance from being written down. A line outlives kill -9 of the
worker and a crash of the database; whoever frees a dead worker's claims reads its file first. Lines
are not synced: after a loss of power the acceptances of one batch may repeat, under their own
Message-IDs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

LINES = 500
LINE = 32  # bytes; a page of memory holds whole lines, so that a killed writer leaves no half one
ROOM = b"\0" * (LINES * LINE)
_UNWRITTEN: dict[Path, list[int]] = {}


class NoRoom(Exception):
    """There is no room to write down what a server accepts: nothing may be sent."""


def file_of(folder: Path, worker: str) -> Path:
    return folder / f"{worker}.log"


def accepted_ids(folder: Path, worker: str) -> list[int]:
    """The ids in a worker's file."""
    path = file_of(folder, worker)
    text = path.read_bytes() if path.exists() else b""
    lines = (text[at : at + LINE] for at in range(0, len(text), LINE))
    whole = [int(line) for line in lines if line[:-1].isdigit() and line.endswith(b"\n")]
    return whole + _UNWRITTEN.get(path, [])


def workers(folder: Path) -> Iterator[str]:
    """Workers whose file lies here."""
    return (file.stem for file in sorted(folder.glob("*.log")))


def forget(folder: Path, worker: str) -> None:
    file_of(folder, worker).unlink(missing_ok=True)


class AcceptLog:
    """One worker's own file, open for as long as a pass; raises NoRoom where none can be had."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.path = folder, file_of(folder, worker)
        self.count = 0

    def __enter__(self) -> AcceptLog:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise NoRoom(f"{self.folder}: {error.strerror}") from error
        try:
            if os.fstat(self._file).st_size < len(ROOM):
                # Written, not only promised: every file system then has the blocks. A second pass
                # of this worker finds them.
                _write(self._file, ROOM, 0)
                os.fsync(self._file)
        except OSError as error:
            os.close(self._file)
            self.path.unlink(missing_ok=True)
            raise NoRoom(f"{self.folder}: {error.strerror}") from error
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._file)

    def add(self, pk: int) -> None:
        """Written to the kernel when this returns: a killed process cannot lose it.

        Where even that fails, as on a dying disk, this process knows it while it lives.
        """
        try:
            _write(self._file, b"%0*d\n" % (LINE - 1, pk), self.count * LINE)
        except OSError as error:
            _UNWRITTEN.setdefault(self.path, []).append(pk)
            raise NoRoom(f"{self.folder}: {error.strerror}") from error
        self.count += 1

    def clear(self) -> None:
        """The database knows them all."""
        _UNWRITTEN.pop(self.path, None)
        try:
            _write(self._file, ROOM, 0)
        except OSError as error:
            raise NoRoom(f"{self.folder}: {error.strerror}") from error
        self.count = 0


def _write(file: int, data: bytes, at: int) -> None:
    while data:
        # A write may take less than it was given, as on a disk that fills: the rest follows, or
        # raises.
        done = os.pwrite(file, data, at)
        data, at = data[done:], at + done
