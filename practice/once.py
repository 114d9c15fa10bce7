"""What is read again and again while one page is made: read once inside `with once():`. Pure.

Only for pages that change nothing: what was read first stands until the block ends. The desk's
figure needs it (15 queries a page, 500 ms at a million contacts, `bin/bench desk`): the practice,
the passages and the drafts of assessments are asked from many places of a text's page. What the
checks of Home share is handed to them instead (`desk.actions.findings.CheckMoment`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

_values: ContextVar[dict[str, Any] | None] = ContextVar("once", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Keep what `cached` reads until the block ends; within such a block, until that one ends."""
    if _values.get() is not None:
        yield
        return
    token = _values.set({})
    try:
        yield
    finally:
        _values.reset(token)


def cached[Value](name: str, read: Callable[[], Value]) -> Value:
    """What `read` gives; inside `once()`, what it gave the first time."""
    values = _values.get()
    if values is None:
        return read()
    if name not in values:
        values[name] = read()
    return cast("Value", values[name])


@contextmanager
def instead(name: str, value: object) -> Iterator[None]:
    """Inside the block `cached` gives this value; to show what unsaved words would become."""
    token = _values.set({**(_values.get() or {}), name: value})
    try:
        yield
    finally:
        _values.reset(token)
