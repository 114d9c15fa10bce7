"""How large the body of a request may be and how long it may take; read before a thread is taken.

Whoever sends byte by byte holds a connection and a few kilobytes here, never a thread. Sizes of
single fields and files are the forms' business.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

KB, MB = 1024, 1024 * 1024
SMALL = 64 * KB
"""A body up to this size is always taken; larger ones share `MOST_AT_ONCE`."""
MOST_AT_ONCE = 48 * MB

type Receive = Callable[[], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class BodyLimit:
    """The largest body of an address, and the seconds until it must be here whole."""

    size: int
    seconds: float


PUBLIC = BodyLimit(size=1 * MB, seconds=20)
LIMITS = {
    "/admin/": BodyLimit(size=17 * MB, seconds=120),  # a picture of 15 MB: its form says so kindly
    "/webhooks/mail/": BodyLimit(size=12 * MB, seconds=60),  # a reply with its attachments
}


class BodyRefused(Exception):
    """The body is not taken; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ClientGone(Exception):
    """The client left before its body was whole."""


def limit(path: str) -> BodyLimit:
    """What an address takes."""
    return next((most for start, most in LIMITS.items() if path.startswith(start)), PUBLIC)


class Bodies:
    """Reads the bodies of one process, whose larger ones share an amount of memory."""

    def __init__(self) -> None:
        self.held = 0

    @asynccontextmanager
    async def whole(
        self, receive: Receive, most: BodyLimit, *, announced: int | None
    ) -> AsyncIterator[bytes]:
        """The body, counted as held until it is answered. Raises Refused (408, 413, 503), Gone."""
        if announced is not None and announced > most.size:
            raise BodyRefused(413)
        body = bytearray()
        try:
            try:
                async with asyncio.timeout(most.seconds):
                    await self._read(receive, most, body)
            except TimeoutError as error:
                raise BodyRefused(408) from error
            yield bytes(body)
        finally:
            # Whatever ended it: a client that left midway would else take its share with it for
            # good.
            self.held -= len(body)

    async def _read(self, receive: Receive, most: BodyLimit, body: bytearray) -> None:
        while await self._more(receive, body):
            # Checked on what has arrived, not on the announced length: a client may lie about that,
            # or send in chunks without any.
            if len(body) > SMALL and self.held > MOST_AT_ONCE:
                raise BodyRefused(503)
            if len(body) > most.size:
                break
        if len(body) > most.size:
            raise BodyRefused(413)

    async def _more(self, receive: Receive, body: bytearray) -> bool:
        """Take the next piece; whether another follows."""
        piece = await receive()
        if piece["type"] != "http.request":
            raise ClientGone
        taken = piece.get("body", b"")
        body += taken
        self.held += len(taken)
        return bool(piece.get("more_body"))
