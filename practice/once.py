"""What is read again and again while one page is made: read once inside `with once():`. Pure.

Only for pages that change nothing: what was read first stands until the block ends. The desk's
figure needs it (15 queries a page, 500 ms at a million contacts, `bin/bench desk`): the practice,
the passages and the drafts of assessments are asked from many places of a text's page. What the
checks of Home share is handed to them instead (`desk.actions.findings.Moment`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

_kept: ContextVar[dict[str, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Keep what `kept` reads until the block ends; within such a block, until that one ends."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept[Found](name: str, read: Callable[[], Found]) -> Found:
    """What `read` gives; inside `once()`, what it gave the first time."""
    values = _kept.get()
    if values is None:
        return read()
    if name not in values:
        values[name] = read()
    return cast("Found", values[name])


@contextmanager
def instead(name: str, value: object) -> Iterator[None]:
    """Inside the block `kept` gives this value; to show what unsaved words would become."""
    token = _kept.set({**(_kept.get() or {}), name: value})
    try:
        yield
    finally:
        _kept.reset(token)
