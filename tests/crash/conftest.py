"""Real processes that get killed, in both worlds; polls with a deadline."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from demo.house import ROOT, DemoHouse
from tests.crash.crowd import MEGABYTES
from tests.crash.disk import AS_ROOT, small_disk


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
def disk(tmp_path: Path) -> Iterator[Path | None]:
    """A small disk; None for whoever is not root: the test runs anew in a namespace."""
    with small_disk(tmp_path / "disk", MEGABYTES) as place:
        yield place


def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test of a small disk, run by somebody who may not mount one here."""
    if pyfuncitem.funcargs.get("disk", True) is not None:
        return None
    if os.geteuid() == 0 or subprocess.run([*AS_ROOT, "true"], check=False).returncode:
        pytest.skip("mounting a small disk needs root, or a user namespace")
    line = [*AS_ROOT, sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*line, pyfuncitem.nodeid], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not run.returncode, run.stdout
    return True


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., DemoHouse]]:
    """`build(folder, **settings)` makes a house and starts it; all are stopped at the end. With
    `is_empty=False` it stands on a database that is there.
    """
    houses: list[DemoHouse] = []

    def made(var: Path | None = None, *, is_empty: bool = True, **settings: str) -> DemoHouse:
        house = DemoHouse(var or tmp_path / "house", **settings)
        houses.append(house)
        if is_empty:
            house.build()
        house.var.mkdir(exist_ok=True)
        house.start()
        return house

    yield made
    for house in houses:
        house.stop()
