"""The part of a file that a request asks for (RFC 9110 §14.2): one range, or the whole. Pure."""

from __future__ import annotations

import re

# Bounded: no file has more digits, and `int` of thousands of them takes its time.
_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(ValueError):
    """The range lies behind the end of the file (416)."""


def requested(header: str, size: int) -> tuple[int, int] | None:
    """(first, last) byte of a single range; None: send the whole (also for several ranges)."""
    # RFC 9110 §14.2 lets a server answer a range it cannot read, or does not want, with the whole.
    match = _ONE.fullmatch(header.strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        if length == 0:
            raise Unsatisfiable(header)
        return size - length, size - 1
    first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    if first >= size:
        raise Unsatisfiable(header)
    return (first, last) if first <= last else None
