"""Django's cache in Redis, where a Redis that is gone holds nothing and nobody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.cache.backends.redis import RedisCache as DjangosRedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

SECONDS = 0.5
GONE = (RedisError, OSError)
log = logging.getLogger(__name__)


class RedisCache(DjangosRedisCache):
    """What is kept here may always be missing: `get` then finds nothing, `add` and `set` keep
    nothing.
    """

    def __init__(self, server: str, params: Mapping[str, Any]) -> None:
        hasty = {
            "socket_connect_timeout": SECONDS,
            "socket_timeout": SECONDS,
            # redis-py tries three times by itself: a page would wait for each.
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, {**params, "OPTIONS": {**hasty, **params.get("OPTIONS", {})}})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except GONE as error:
            # Promise 21: without Redis a page answers as if nothing were kept.
            log.warning("cache not read: %s", type(error).__name__)
            return default

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except GONE as error:
            log.warning("cache not written: %s", type(error).__name__)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            return bool(super().add(key, value, *args, **kwargs))
        except GONE as error:
            log.warning("cache not written: %s", type(error).__name__)
            return False
