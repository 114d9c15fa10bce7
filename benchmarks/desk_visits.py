"""One page of `bench_desk`, opened and timed. Imported with Django ready (`machine.within`)."""

from __future__ import annotations

from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl

from django.db import connection
from django.test import Client

from benchmarks import measure

POST = "POST "
LONG_VISIT = 0.25  # seconds
HELD_UP = 0.05  # of a visit's time, taken away by the host
HELD_UP_AT_MOST = 9  # visits made again for that, one after the other


def visit(client: Client, address: str) -> tuple[float, int, int]:
    """(milliseconds, queries, times held up) of one page. A visit that took long while the host of
    a virtual machine took its processors away is none: it is made again, a few times at most.
    """
    held_up = 0
    while True:
        stolen = measure.stolen()
        took, count = _visited(client, address)
        stolen = measure.stolen() - stolen
        if took < LONG_VISIT or stolen <= HELD_UP * took or held_up == HELD_UP_AT_MOST:
            return took * 1000, count, held_up
        held_up += 1


def _ask(client: Client, address: str) -> Any:
    """The answer to a GET; to a POST of what stands behind the question mark, where it says so."""
    if not address.startswith(POST):
        return client.get(address)
    path, _mark, sent = address.removeprefix(POST).partition("?")
    return client.post(path, dict(parse_qsl(sent)))


def _visited(client: Client, address: str) -> tuple[float, int]:
    """(seconds, queries) of one page."""
    count = 0

    def counted(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        began = perf_counter()
        answer = _ask(client, address)
        took = perf_counter() - began
    if answer.status_code not in (200, 302):
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return took, count
