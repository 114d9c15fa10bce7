"""Serves a WSGI application to an ASGI server: bodies read on the loop, answers made in threads.

Django's own ASGI handler was measured at a quarter of the pages a second and waitress at three
quarters; see docs/decisions/0013. The threads keep their database connections, as under WSGI.
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from project.request_bodies import Bodies, BodyRefused, ClientGone, Receive, limit

PIECE = 64 * 1024
_CHARSET = re.compile(r"\s*;\s*charset\s*=[^;]*", re.IGNORECASE)
REFUSALS = {
    408: b"This took too long to arrive. Please try again.\n",
    413: b"This is more than we can take. Please send less, or a smaller file.\n",
    503: b"We are busy with other large files. Please try again in a minute.\n",
}

type Scope = Mapping[str, Any]
type Send = Callable[[Mapping[str, Any]], Awaitable[None]]
type Headers = list[tuple[str, str]]


class File(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class FileBody:
    """A file that the application answers with (PEP 3333's file wrapper)."""

    file: File
    block_size: int = PIECE


@dataclass(frozen=True)
class GatewayResponse:
    status: int
    headers: Headers
    body: bytes
    rest: File | None = None  # what follows the body, of a file longer than a piece


class Gateway:
    """The ASGI application around a WSGI one."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self.bodies = Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Nothing here speaks {scope['type']}.")
        headers = [
            (name.decode("latin-1"), said.decode("latin-1")) for name, said in scope["headers"]
        ]
        length = next((int(said) for name, said in headers if name == "content-length"), None)
        most = limit(scope["path"])
        try:
            async with self.bodies.whole(receive, most, announced=length) as body:
                request = environ(scope, headers, body)
                loop = asyncio.get_running_loop()
                answer = await loop.run_in_executor(self.threads, self.answer, request)
        except ClientGone:
            return
        except BodyRefused as refused:
            answer = refusal(refused.status)
        await self.send(answer, send)

    def answer(self, request: dict[str, Any]) -> GatewayResponse:
        """What the application says, whole: a client that reads slowly holds no thread either."""
        said: list[Any] = []
        made = self.application(
            request, lambda status, headers, *_error: said.extend((status, headers))
        )
        if isinstance(made, FileBody):
            first = made.file.read(PIECE)
            if len(first) == PIECE:
                return GatewayResponse(int(said[0][:3]), said[1], first, rest=made.file)
            # Django hangs the end of its answer on the file's close: connections are let go there.
            made.file.close()
            return GatewayResponse(int(said[0][:3]), said[1], first)
        try:
            body = b"".join(made)
        finally:
            # PEP 3333: also after an error. Django ends the request there.
            if hasattr(made, "close"):
                made.close()
        return GatewayResponse(int(said[0][:3]), said[1], body)

    async def send(self, answer: GatewayResponse, send: Send) -> None:
        headers = [
            (name.lower().encode("latin-1"), said.encode("latin-1"))
            for name, said in answer.headers
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        body = {"type": "http.response.body", "body": answer.body}
        if answer.rest is None:
            await send(body)
            return
        await send(body | {"more_body": True})
        await self.send_file(answer.rest, send)

    async def send_file(self, file: File, send: Send) -> None:
        """Piece by piece, each when the client has taken the one before."""
        loop = asyncio.get_running_loop()
        try:
            while piece := await loop.run_in_executor(self.threads, file.read, PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await loop.run_in_executor(self.threads, file.close)


def refusal(status: int) -> GatewayResponse:
    """A sentence instead of a page: nothing of the body was looked at."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
    headers += [("Retry-After", "60")] if status == 503 else []
    return GatewayResponse(status, headers, REFUSALS[status])


def environ(scope: Scope, headers: Headers, body: bytes) -> dict[str, Any]:
    """A request as PEP 3333 wants it."""
    server, port = scope.get("server") or ("", 0)
    request: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # PEP 3333: bytes, told as if they were Latin-1; Django decodes them as UTF-8 itself. From
        # the raw path: `path` is decoded already, and what was no UTF-8 is lost in it.
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileBody,
    }
    for name, said in headers:
        if "_" in name:  # X_Forwarded_For would pass for the proxy's X-Forwarded-For
            continue
        key = f"HTTP_{name.upper().replace('-', '_')}"
        comma = "; " if key == "HTTP_COOKIE" else ","
        request[key] = f"{request[key]}{comma}{said}" if key in request else said
    # The body is here whole, also where it came in chunks and without a length.
    request.pop("HTTP_CONTENT_LENGTH", None)
    request["CONTENT_LENGTH"] = str(len(body))
    # Everything is read as UTF-8: Django stumbles over "charset=hex" before any middleware runs.
    request["CONTENT_TYPE"] = _CHARSET.sub("", request.pop("HTTP_CONTENT_TYPE", ""))
    return request
