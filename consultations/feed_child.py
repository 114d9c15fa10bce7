"""A calendar file is read in a child process with hard limits: whoever writes the file may mean
harm, and a rule of 600 bytes can unfold to gigabytes or never end. Pure but for the child.

The child gets no setting and no secret, only the file; it ends by itself, or is ended.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from consultations.freebusy import Unreadable, busy
from consultations.hours import Window

SECONDS = 6  # of computing; a busy author's calendar of ten years takes about one
MEGABYTES = 400  # of address space
WALL_SECONDS = 15
ROOT = Path(__file__).resolve().parent.parent


class Confined(Unreadable):
    """The calendar asked for more than a calendar may."""


def read_confined(
    text: bytes, *, zone: ZoneInfo, first: datetime, last: datetime, own: str = ""
) -> list[Window]:
    """What `busy.busy` finds, within limits; raises Unreadable."""
    request = json.dumps([SECONDS, zone.key, first.isoformat(), last.isoformat(), own])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "consultations.feed_child"],
            input=request.encode() + b"\n" + text,
            capture_output=True,
            cwd=ROOT,
            env={},
            timeout=WALL_SECONDS,
            check=False,
        )
        result = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        result = {}
    if "windows" in result:
        return [Window(*map(datetime.fromisoformat, span)) for span in result["windows"]]
    if "unreadable" in result:
        raise Unreadable(result["unreadable"])
    raise Confined("Reading the calendar takes too long or too much memory: a rule in it is amiss.")


def confine(seconds: int) -> None:
    """The limits of this process, for good."""
    # Hard limits, which the process cannot raise again (setrlimit(2)).
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """The child: a line of arguments and the file in, one line of JSON out."""
    seconds, zone, first, last, own = json.loads(sys.stdin.buffer.readline())
    # Before a byte of the file is read.
    confine(seconds)
    text = sys.stdin.buffer.read()
    span = {"first": datetime.fromisoformat(first), "last": datetime.fromisoformat(last)}
    try:
        windows = busy(text, zone=ZoneInfo(zone), own=own, **span)
    except Unreadable as error:
        result: dict[str, object] = {"unreadable": str(error)}
    else:
        result = {"windows": [[w.start.isoformat(), w.end.isoformat()] for w in windows]}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
