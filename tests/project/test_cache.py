"""Promise 21: pages outlive a Redis that is gone, and do not wait for it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from project.cache import RedisCache


@pytest.fixture
def gone() -> Iterator[RedisCache]:
    """A cache behind a port on which nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        yield RedisCache(f"redis://127.0.0.1:{door.getsockname()[1]}", {})


def test_cache_that_is_gone_holds_nothing(gone: RedisCache) -> None:
    gone.set("a", 1)

    assert gone.get("a", "nothing") == "nothing"
    assert gone.add("a", 1) is False


def test_cache_is_asked_once_and_briefly(gone: RedisCache) -> None:
    options = gone._cache._get_connection_pool(write=True).connection_kwargs

    assert options["socket_connect_timeout"] < 1
    assert options["socket_timeout"] < 1
    assert options["retry"]._retries == 0
