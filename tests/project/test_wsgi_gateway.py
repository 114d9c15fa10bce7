"""The gateway between the ASGI server and Django: sizes, deadlines, and what PEP 3333 asks for."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from project import request_bodies
from project.request_bodies import KB, MB, BodyLimit
from project.wsgi_gateway import PIECE, FileBody, Gateway

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/book/é",
    "raw_path": b"/book/%C3%A9",
    "query_string": b"kind=%00",
    "http_version": "1.1",
    "scheme": "http",
    "client": ("192.0.2.7", 5000),
    "server": ("127.0.0.1", 8000),
    "headers": [],
}


def echo(request: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [request["wsgi.input"].read()]


def asked(
    application: Callable[..., Iterable[bytes]] = echo,
    *,
    pieces: Iterable[bytes] = (b"",),
    hangs: bool = False,
    **scope: Any,
) -> tuple[int, bytes]:
    """The status and body that a client gets which sends these pieces (and then nothing more)."""
    waiting = list(pieces)
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting) or hangs}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(Gateway(application, threads=1)(SCOPE | scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_a_body_in_pieces_is_handed_on_whole() -> None:
    assert asked(pieces=[b"one ", b"two"]) == (200, b"one two")


def test_an_announced_body_beyond_the_limit_is_refused_unread() -> None:
    headers = [(b"content-length", str(2 * MB).encode())]

    assert asked(pieces=(), headers=headers)[0] == 413


def test_an_unannounced_body_beyond_the_limit_is_refused() -> None:
    assert asked(pieces=[b"a" * 700 * KB] * 3, hangs=True)[0] == 413


def test_a_picture_larger_than_any_public_form_reaches_the_desk() -> None:
    status, body = asked(pieces=[b"a" * MB] * 15, path="/admin/practice/image/add/")

    assert (status, len(body)) == (200, 15 * MB)


def test_a_body_past_its_deadline_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "PUBLIC", BodyLimit(size=MB, seconds=0.01))
    taken: list[object] = []

    assert asked(lambda *request: taken.append(request) or [], pieces=[b"a"], hangs=True)[0] == 408
    assert not taken


def test_large_bodies_share_their_memory_while_small_ones_are_always_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(request_bodies, "MOST_AT_ONCE", 0)

    assert asked(pieces=[b"a" * 100 * KB], hangs=True)[0] == 503
    assert asked(pieces=[b"a" * 10 * KB, b"b"])[0] == 200


def test_memory_held_by_bodies_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = Gateway(echo, threads=1)
    held: list[int] = []

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": b"abc"}

    async def send(_message: Mapping[str, Any]) -> None:
        held.append(gateway.bodies.held)

    asyncio.run(gateway(SCOPE, receive, send))

    assert held == [0, 0]


def test_a_client_that_leaves_takes_no_thread() -> None:
    gateway = Gateway(lambda *_request: pytest.fail("asked"), threads=1)

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_message: Mapping[str, Any]) -> None:
        pytest.fail("answered")

    asyncio.run(gateway(SCOPE, receive, send))


def test_the_request_is_what_pep_3333_wants() -> None:
    headers = [
        (b"host", b"example.org"),
        (b"content-type", b"text/plain"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-forwarded-for", b"192.0.2.1"),
        (b"x_forwarded_for", b"203.0.113.9"),
    ]
    seen: dict[str, Any] = {}

    def look(request: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        seen.update(request)
        return echo(request, start)

    asked(look, pieces=[b"four"], headers=headers)

    assert seen["PATH_INFO"] == "/book/é".encode().decode("latin-1")
    assert (seen["CONTENT_LENGTH"], seen["CONTENT_TYPE"]) == ("4", "text/plain")
    assert (seen["HTTP_COOKIE"], seen["HTTP_X_FORWARDED_FOR"]) == ("a=1; b=2", "192.0.2.1")
    assert (seen["REMOTE_ADDR"], seen["QUERY_STRING"]) == ("192.0.2.7", "kind=%00")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("text/plain; charset=hex", "text/plain"),
        ('multipart/form-data ; Charset="idna"; boundary=b', "multipart/form-data; boundary=b"),
        ("application/json", "application/json"),
    ],
)
def test_no_body_chooses_its_own_character_set(said: str, kept: str) -> None:
    seen: list[str] = []

    def look(request: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        seen.append(request["CONTENT_TYPE"])
        return echo(request, start)

    asked(look, headers=[(b"content-type", said.encode())])

    assert seen == [kept]


@pytest.mark.parametrize("size", [0, 10, PIECE, 3 * PIECE + 1])
def test_a_file_is_sent_whole_and_closed(size: int) -> None:
    file = io.BytesIO(b"a" * size)

    def send_file(_request: dict[str, Any], start: Callable[..., object]) -> Any:
        start("200 OK", [])
        return FileBody(file)

    assert asked(send_file) == (200, b"a" * size)
    assert file.closed


def test_slow_pages_run_side_by_side() -> None:
    """Four threads answer four requests at once; one after another they would wait for ever."""
    together = threading.Barrier(4, timeout=10)

    def meet(request: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        together.wait()
        return echo(request, start)

    async def four() -> list[int]:
        gateway = Gateway(meet, threads=4)
        statuses: list[int] = []

        async def receive() -> Mapping[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: Mapping[str, Any]) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        await asyncio.gather(*(gateway(SCOPE, receive, send) for _ in range(4)))
        return statuses

    assert asyncio.run(four()) == [200] * 4
