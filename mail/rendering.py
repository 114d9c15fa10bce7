"""Rendering a frozen letter for one person, with a bounded cache of variants. Pure.

The cache lives in the process: letters never change, so nothing in it can be stale.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import TYPE_CHECKING

from mail import compile
from mail.compile import Compiled, Rendered
from writing.facts import NAMES, Facts

if TYPE_CHECKING:
    from mail.models import Letter

MOST_VARIANTS = 600  # about 60 kB each


class Cache[Value]:
    """The last `most` values asked for, with hits and misses counted."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.hits = self.misses = 0
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        with self._lock:
            if key in self._kept:
                self.hits += 1
                self._kept.move_to_end(key)
                return self._kept[key]
            self.misses += 1
        value = make()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.hits = self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)


VARIANTS: Cache[Compiled] = Cache(MOST_VARIANTS)
_AXES: Cache[frozenset[str]] = Cache(MOST_VARIANTS)


def compiled(letter: Letter, facts: Facts, names: Mapping[str, str]) -> Compiled:
    """The variant of a letter for these facts and readable names."""
    axes = _AXES.get(letter.sha256, lambda: compile.axes(letter.body))
    printed = {name: names.get(name, "") for name in NAMES if name.removesuffix("_name") in axes}
    key = (letter.sha256, facts.variant(axes), *printed.items())
    return VARIANTS.get(key, lambda: compile.variant(letter.body, facts=facts, names=printed))


def render(
    letter: Letter, facts: Facts, names: Mapping[str, str], values: Mapping[str, str]
) -> Rendered:
    """A letter as one person reads it; `values` hold every free text and address it uses."""
    return compiled(letter, facts, names).fill(values)
