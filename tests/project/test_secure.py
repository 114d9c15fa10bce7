"""A start is refused with settings that would let strangers in."""

from __future__ import annotations

from typing import Any

import pytest

from project.start_checks import insecure

KEY = "kR3v9-fX2mQ7tLwZ8pNd4sYb6hCj1gUa5eTo0iKxVrMzHqWn"
GOOD: dict[str, Any] = {
    "debug": False,
    "keys": {"SECRET_KEY": KEY * 2, "HASH_KEY": KEY * 2},
    "hosts": ["practice.example.org"],
    "proxies": 1,
}

LOCAL = {"debug": True, "hosts": ["127.0.0.1"], "proxies": 0}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"keys": {"SECRET_KEY": "x"}}, "SECRET_KEY is too short"),
        (
            {"keys": {"SECRET_KEY": KEY * 2, "HASH_KEY": "development-only"}},
            "HASH_KEY is too short",
        ),
        ({"keys": {"SECRET_KEY": "a" * 60}}, "SECRET_KEY is too short"),
        ({"keys": {"SECRET_KEY": f"django-insecure-{KEY}"}}, "SECRET_KEY is too short"),
        ({"debug": True}, "practice.example.org is a public name"),
        ({"debug": True, "hosts": ["203.0.113.4"]}, "203.0.113.4 is a public name"),
        ({"debug": True, "hosts": ["127.0.0.1"]}, "TRUSTED_PROXIES is set"),
        (LOCAL | {"database": "db"}, "the database is at db"),
        (LOCAL | {"database": "10.0.0.7"}, "the database is at 10.0.0.7"),
        (LOCAL | {"database": "pg.example.net"}, "the database is at pg.example.net"),
    ],
)
def test_start_is_refused(changed: dict[str, Any], said: str) -> None:
    assert said in str(insecure(**GOOD | changed))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"database": "db"},
        LOCAL | {"keys": {"SECRET_KEY": "x"}, "hosts": ["127.0.0.1", "web"]},
        *(
            LOCAL | {"database": host}
            for host in ("", "/run/pg", "localhost", "127.0.0.1", "[::1]")
        ),
    ],
)
def test_start_is_allowed(changed: dict[str, Any]) -> None:
    assert insecure(**GOOD | changed) is None
