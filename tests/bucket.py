"""A bucket that speaks as much of S3 as the product asks of one, on loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class Bucket(BaseHTTPRequestHandler):
    """Objects by path, in the memory of its server."""

    protocol_version = "HTTP/1.1"
    server: Shop

    def do_PUT(self) -> None:
        # A body is asked for before it is sent (RFC 9110 §10.1.1); the base class answers that.
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = unchunked(body)
        self.server.objects[self.named] = body
        self.say(200, b"", ETag=etag(body))

    def do_GET(self) -> None:
        body = self.server.objects.get(self.named)
        if body is None:
            self.say(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        about = {"ETag": etag(body), "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT"}
        part = RANGE.fullmatch(self.headers.get("Range", ""))
        if part is None:
            self.say(200, body, **about)
            return
        first, last = int(part[1]), int(part[2] or len(body) - 1)
        about["Content-Range"] = f"bytes {first}-{min(last, len(body) - 1)}/{len(body)}"
        self.say(206, body[first : last + 1], **about)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.named, None)
        self.say(204, b"")

    @property
    def named(self) -> str:
        return unquote(urlsplit(self.path).path)

    def say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *_arguments: Any) -> None:
        """Nothing: a test reads what is stored."""


class Shop(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Bucket)
        self.objects: dict[str, bytes] = {}


def etag(body: bytes) -> str:
    return f'"{md5(body, usedforsecurity=False).hexdigest()}"'


def unchunked(body: bytes) -> bytes:
    """The object within `aws-chunked` coding: sizes in hexadecimal before parts, 0 at the end."""
    whole = b""
    while body:
        head, _, body = body.partition(b"\r\n")
        size = int(head.partition(b";")[0], 16)
        if not size:
            break
        whole, body = whole + body[:size], body[size + 2 :]
    return whole


@contextmanager
def bucket() -> Iterator[Shop]:
    with Shop() as shop:
        thread = Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield shop
        finally:
            shop.shutdown()
            thread.join()
