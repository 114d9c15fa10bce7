"""Slow and large clients against a real web process: an ordinary visitor waits for none of them."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from demo.house import DemoHouse

SLOW = 200
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    """One house for all: nothing here kills it."""
    house = DemoHouse(tmp_path_factory.mktemp("slow") / "house")
    house.build()
    house.start()
    yield house
    house.stop()


@pytest.fixture
def many(house: DemoHouse) -> Iterator[Callable[[bytes], list[socket.socket]]]:
    """`many(beginning)` opens SLOW connections that each send this and no more."""
    with ExitStack() as stack:

        def opened(beginning: bytes) -> list[socket.socket]:
            connections = [
                stack.enter_context(socket.create_connection(("127.0.0.1", house.port)))
                for _ in range(SLOW)
            ]
            for connection in connections:
                connection.sendall(beginning)
            return connections

        yield opened


def head(method: str, path: str, *lines: str) -> bytes:
    first = (f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines)
    return "\r\n".join((*first, "", "")).encode()


def answered(house: DemoHouse, seconds: float = 2) -> bool:
    """Whether a visitor gets the first page, each of eight times, long before a slow one is cut."""
    for _ in range(8):
        visitor = http.client.HTTPConnection("127.0.0.1", house.port, timeout=seconds)
        visitor.request("GET", "/")
        if visitor.getresponse().status != 200:
            return False
        visitor.close()
    return True


def status(connection: socket.socket, seconds: float) -> bytes:
    """The first line a connection gets to read; empty when it is closed without a word."""
    connection.settimeout(seconds)
    return connection.recv(4096).partition(b"\r\n")[0]


def test_two_hundred_bodies_sent_byte_by_byte_keep_no_visitor_waiting(
    house: DemoHouse, many: Callable[[bytes], list[socket.socket]]
) -> None:
    beginning = head("POST", "/book/", f"Content-Type: {FORM}", "Content-Length: 5000") + b"a"
    slow = many(beginning)

    assert answered(house)
    for connection in slow:
        connection.sendall(b"b")
    assert answered(house)


def test_two_hundred_half_open_heads_keep_no_visitor_waiting_and_are_closed(
    house: DemoHouse, many: Callable[[bytes], list[socket.socket]]
) -> None:
    slow = many(b"GET / HTTP/1.1\r\nHost: 127")

    assert answered(house)
    assert status(slow[0], 20) == b""


def test_two_hundred_clients_that_never_read_keep_no_visitor_waiting(
    house: DemoHouse, many: Callable[[bytes], list[socket.socket]]
) -> None:
    many(head("GET", "/"))

    assert answered(house, 5)


def test_a_body_that_never_ends_is_told_so_and_closed(house: DemoHouse) -> None:
    with socket.create_connection(("127.0.0.1", house.port)) as connection:
        connection.sendall(head("POST", "/book/", "Content-Length: 100") + b"a")

        assert status(connection, 25) == b"HTTP/1.1 408 Request Timeout"


@pytest.mark.parametrize("length", ["Content-Length: 300000000", "Transfer-Encoding: chunked"])
def test_an_upload_of_300_mb_is_refused_without_being_taken(house: DemoHouse, length: str) -> None:
    piece = b"a" * 65536
    sent = 0
    deadline = time.monotonic() + 20
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as connection:
        connection.sendall(head("POST", "/book/", length))
        try:
            while sent < 300_000_000 and time.monotonic() < deadline:
                connection.sendall(b"10000\r\n" + piece + b"\r\n" if "chunked" in length else piece)
                sent += len(piece)
        except (ConnectionError, TimeoutError):
            pass

    assert sent < 20_000_000
    assert answered(house)
