"""A small disk of its own, and what fills it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Whoever is not root may be one in a namespace of their own, where mounting is theirs.
AS_ROOT = ("unshare", "--user", "--map-root-user", "--mount")


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk in memory, mounted at `place`; None where we may not."""
    place.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(line, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(file: Path) -> None:
    """Take what room there is."""
    with file.open("ab", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    filler.write(b"x" * size)


def let_go(file: Path, leaving: int) -> None:
    """Of what was taken give back so much that so many bytes are free."""
    missing = leaving - shutil.disk_usage(file.parent).free
    os.truncate(file, file.stat().st_size - missing)
