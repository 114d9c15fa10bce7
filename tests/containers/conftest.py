"""The documented deployment, up once for all tests of a run; each leaves it well."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from demo.house import ROOT
from demo.walk import Walk
from tests.containers.engine import Engine

SITE = "https://reframe.example.org"
SIOCSIFFLAGS, UP = 0x8914, 0x41  # netdevice(7): IFF_UP | IFF_RUNNING


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/containers" in str(item.path):
            item.add_marker(pytest.mark.containers)


class Proxy(urllib.request.HTTPSHandler):
    """The proxy with TLS in front of port 8000."""

    handler_order = 400  # before urllib's own

    def https_open(self, request: urllib.request.Request) -> HTTPResponse:
        request.add_unredirected_header("X-Forwarded-Proto", "https")
        request.add_unredirected_header("X-Forwarded-For", "203.0.113.9")
        return self.do_open(behind, request)  # type: ignore[return-value]  # typed as addinfourl


def behind(_host: str, **_ours: Any) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", 8000, timeout=30)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Every service up and healthy, with the file of settings that the image never saw."""
    context = os.environ.get("CONTAINERS_CONTEXT", "")
    if not context:
        pytest.skip("bin/test containers makes the image this needs")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", UP))
    engine = Engine(Path(context), os.environ["CONTAINERS_IMAGE"], SITE)
    with engine.sink:
        try:
            engine.up()
            yield engine
        finally:
            engine.down()


@pytest.fixture(scope="session")
def walk(house: Engine, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A visitor who came, got a guide and confirmed the letters."""
    out = tmp_path_factory.mktemp("walk")
    journey = Walk(house, out, ROOT / "content/resistance-reframe/samples/push.json")
    journey.visitor.opener.add_handler(Proxy())
    for title, step in journey.steps():
        if title == "gets eight letters, each once, in order":
            break  # three weeks of them: the demo's, on a pretend clock
        step()
    return journey
