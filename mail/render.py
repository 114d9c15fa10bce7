"""Rendering a frozen letter for one person, with a bounded cache of variants. Pure.

The cache lives in the process: letters and revisions of the practice never change, so nothing in
it can be stale.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from mail import variant
from mail.variant import Compiled
from practice.identity import Identity
from writing.segments import Facts

if TYPE_CHECKING:
    from mail.models import Letter

MOST_VARIANTS = 600  # about 60 kB each
MOST_READERS = 4000  # keys of variants


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
        # Made outside the lock: two threads may make the same, which harms nothing; under it all
        # would wait for the milliseconds of one.
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


class VariantKey(NamedTuple):
    """What tells one variant from another."""

    sha256: str
    practice: tuple[str, bool, bool]  # its identity's sha256, and which of its pictures are there
    facts: Hashable
    printed: tuple[tuple[str, str], ...]  # the readable names that the letter may print


VARIANTS: Cache[Compiled] = Cache(MOST_VARIANTS)
_KEYS: Cache[VariantKey] = Cache(MOST_READERS)
_USED: Cache[variant.LetterUses] = Cache(MOST_VARIANTS)


def compiled(
    letter: Letter, identity: Identity, facts: Facts, names: Mapping[str, str]
) -> Compiled:
    """The variant of a letter for these facts and readable names, in the practice's words."""
    key = _key(letter, identity, facts, names)
    return VARIANTS.get(key, lambda: _variant(letter, identity, facts, key))


def compiled_for(letter: Letter, identity: Identity, facts: str, names: str) -> Compiled:
    """`compiled` for facts and names as JSON, which is read once for readers who share it."""
    key = _KEYS.get(
        (letter.sha256, _practice(identity), facts, names),
        lambda: _key(letter, identity, Facts.from_json(json.loads(facts)), json.loads(names)),
    )
    return VARIANTS.get(
        key, lambda: _variant(letter, identity, Facts.from_json(json.loads(facts)), key)
    )


def _key(letter: Letter, identity: Identity, facts: Facts, names: Mapping[str, str]) -> VariantKey:
    used = _USED.get(letter.sha256, lambda: variant.used(letter.body))
    printed = tuple((name, names.get(name, "")) for name in used.names)
    return VariantKey(letter.sha256, _practice(identity), facts.variant(used.axes), printed)


def _practice(identity: Identity) -> tuple[str, bool, bool]:
    return identity.sha256, bool(identity.logo_file), bool(identity.portrait_file)


def _variant(letter: Letter, identity: Identity, facts: Facts, key: VariantKey) -> Compiled:
    return variant.variant(letter.body, identity=identity, facts=facts, names=dict(key.printed))
