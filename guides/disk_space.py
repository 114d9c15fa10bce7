"""How much of a disk guides leave free: rows and letters need it more than files, which can be made
later and are read on the web meanwhile. Pure but for the disk it asks.
"""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT}
PART, MOST = 5, 500_000_000  # a fifth of the disk, at most so many bytes


class NoSpace(Exception):
    """There is no room for a guide's file now."""


def check(folder: Path) -> None:
    """Raises NoSpace where a file in this folder (which need not be there yet) would take what is
    to stay free.
    """
    there = next(place for place in (folder, *folder.parents) if place.exists())
    disk = shutil.disk_usage(there)
    if disk.free < min(disk.total // PART, MOST):
        raise NoSpace(f"Only {disk.free / 1e6:.0f} MB are free on the disk.")
