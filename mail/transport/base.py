"""What every transport takes and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, Self

from mail import mime
from mail.smtp_replies import ServerReply
from mail.variant import Compiled, Rendered


@dataclass(frozen=True)
class Outgoing:
    """One message on its way: as bytes for a server, as its parts for a provider's API."""

    uid: str
    head: mime.MessageHeaders
    compiled: Compiled
    values: Mapping[str, str]
    attachment: mime.Attachment | None = None
    is_retry: bool = False

    @cached_property
    def data(self) -> bytes:
        """The whole message with CRLF line ends; no line begins with a dot."""
        # Made once: a second try, on a fresh connection, sends the same bytes, Message-ID included
        # (promise 1).
        inner = mime.body(self.compiled.skeleton, self.values)
        return mime.assemble(self.head, inner, self.attachment)

    @cached_property
    def rendered(self) -> Rendered:
        return self.compiled.fill(self.values)

    @cached_property
    def sender(self) -> str:
        return mime.address(self.head.common.sender)

    @cached_property
    def recipient(self) -> str:
        return mime.address(self.head.to)


@dataclass(frozen=True)
class TransportReply:
    """A server's reply, and the id a provider gave the message."""

    reply: ServerReply
    provider_id: str = ""


Meanwhile = Callable[[], object]


def nothing() -> None:
    """Nothing to do while a server thinks."""


class Transport(Protocol):
    """A way out. Open for a batch, one `deliver` at a time; never raises for a server's word."""

    name: str

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...

    def check(self, outgoing: Outgoing) -> None:
        """Raise what the message itself is to blame for (Unsendable, UnknownVariable, …)."""
        ...

    def deliver(
        self, outgoing: Outgoing, after: Outgoing | None = None, meanwhile: Meanwhile = nothing
    ) -> TransportReply:
        """Hand one message over and say what the server answered.

        `after` is the next message, for a way that can announce it behind this one; `meanwhile`
        may be called once, while the server thinks about this one.
        """
        ...
