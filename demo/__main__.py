"""`bin/demo`: builds the house, walks the visitor, prints each step and artefact, then serves."""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from demo.house import ROOT, DemoHouse
from demo.walk import Walk, WalkFailed

PROBLEMS = (WalkFailed, RuntimeError, LookupError, OSError, AssertionError, StopIteration)


def walk(house: DemoHouse, out: Path, sheet: Path) -> bool:
    """Walk every step; True only if each was verified."""
    journey = Walk(house, out, sheet)
    for number, (title, step) in enumerate(journey.steps(), start=1):
        try:
            lines = step()
        except PROBLEMS as problem:
            print(f"  ✗ {number} The visitor {title}: {problem}", flush=True)
            return False
        print(f"  ✓ {number} The visitor {title}", flush=True)
        for line in lines:
            print(f"        {line}", flush=True)
    return True


def free_house(port: int) -> DemoHouse:
    """In a folder that no other demo of this clone has, nor the remains of a killed one."""
    for number in itertools.count(1):
        house = DemoHouse(ROOT / "var" / (f"demo-{number}" if number > 1 else "demo"), port)
        if house.reserve():
            break
    return house


def interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop after the walk")
    parser.add_argument("--out", type=Path, help="where the artefacts go (default: var/demo/out)")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument(
        "--answers",
        type=Path,
        default=ROOT / "content/resistance-reframe/samples/push.json",
        help="an answer sheet",
    )
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupted)
    house = free_house(given.port)
    began = time.monotonic()
    try:
        house.build()
        out = (given.out or house.var / "out").resolve()
        out.mkdir(parents=True, exist_ok=True)
        house.start()
        print(f"Four processes serve {house.site} from {house.var}", flush=True)
        held = walk(house, out, given.answers)
        print(
            f"{'Every step was verified' if held else 'A step failed'}, "
            f"{time.monotonic() - began:.0f} s. Artefacts: {out}, mails: {house.var}/mailbox",
            flush=True,
        )
        if held and not given.once:
            print(house.manage("welcome"), "Ctrl-C stops everything.", sep="", flush=True)
            while house.group and house.group.poll() is None:
                time.sleep(0.5)
        return 0 if held else 1
    except KeyboardInterrupt:
        return 0 if not given.once else 130
    finally:
        house.stop()


if __name__ == "__main__":
    sys.exit(main())
