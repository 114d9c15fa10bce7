"""Real processes that get killed, in both worlds; polls with a deadline."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from demo.house import House


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/crash" in str(item.path):
            item.add_marker(pytest.mark.crash)


def servers() -> dict[str, str]:
    """A fresh database on the private servers that `bin/test` started."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url:
        pytest.skip("bin/test starts the servers this needs")
    name = f"crash_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return {
        "DATABASE_URL": url.replace("/postgres?", f"/{name}?"),
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
    }


@pytest.fixture(params=["embedded", "servers"])
def world(request: pytest.FixtureRequest) -> dict[str, str]:
    return servers() if request.param == "servers" else {}


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """`build(folder, **settings)` makes a house and starts it; all are stopped at the end. With
    `is_empty=False` it stands on a database that is there.
    """
    houses: list[House] = []

    def made(var: Path | None = None, *, is_empty: bool = True, **settings: str) -> House:
        house = House(var or tmp_path / "house", **settings)
        houses.append(house)
        if is_empty:
            house.build()
        house.var.mkdir(exist_ok=True)
        house.start()
        return house

    yield made
    for house in houses:
        house.stop()
