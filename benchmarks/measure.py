"""What every benchmark shares: the command line, interleaved rounds, medians, the last line."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROUNDS = 5
STAT = Path("/proc/stat")


def is_small(doc: str | None) -> bool:
    """Read the command line; True for --small."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="a quick look at lower sizes")
    return bool(parser.parse_args().small)


def say(text: str) -> None:
    """One line about what is going on, beside the figures."""
    print(f"· {text}", file=sys.stderr, flush=True)


def note(**figures: Any) -> None:
    """One JSON line on the way; the closing one comes from `close`."""
    print(json.dumps(figures), flush=True)


def interleaved(
    runs: Mapping[str, Callable[[], float]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Every contender once a round, a different one first each time; what each returned."""
    names = list(runs)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            found[name].append(runs[name]())
        say(f"round {number + 1} of {rounds}: {summary(found)}")
    return found


def summary(found: Mapping[str, list[float]]) -> str:
    return ", ".join(f"{name} {values[-1]:,.4g}" for name, values in found.items())


def medians(found: Mapping[str, list[float]]) -> dict[str, float]:
    """The median of each contender's rounds."""
    return {name: statistics.median(values) for name, values in found.items()}


def p95(values: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]


def stolen() -> float:
    """Seconds of processor time that the host of a virtual machine has taken away so far (steal,
    proc(5)); 0 where the system does not say.
    """
    if not STAT.exists():
        return 0.0
    ticks = int(STAT.read_text().split(maxsplit=9)[8])
    return ticks / os.sysconf("SC_CLK_TCK")


def rounded(value: float) -> float:
    """Three figures are more than a run is worth."""
    return float(f"{value:.3g}")


def close(name: str, figures: Mapping[str, Any], promises: Mapping[str, bool]) -> None:
    """Name the promises that do not hold, then print the last line."""
    for promise, held in promises.items():
        if not held:
            say(f"does not hold: {promise}")
    line = {"bench": name, "figures": dict(figures), "holds": all(promises.values())}
    print(json.dumps(line), flush=True)
