"""A folder instead of a server: each message one .eml, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from mail.accept_log import NoRoom
from mail.smtp_replies import Phase, ServerReply
from mail.transport.base import Meanwhile, Outgoing, TransportReply, nothing


class Mailbox:
    """Writes into a folder. A message tried before is not written twice (same uid)."""

    name = "file"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def check(self, outgoing: Outgoing) -> None:
        _ = outgoing.data

    def deliver(
        self, outgoing: Outgoing, after: Outgoing | None = None, meanwhile: Meanwhile = nothing
    ) -> TransportReply:
        """Write the message; the answer is a server's 250. Raises NoRoom, and leaves no file."""
        data = outgoing.data
        uid = outgoing.uid
        # As a server would tell by the Message-ID: a worker killed between file and row finds its
        # file. Only for a second try, as looking costs a walk through the folder.
        if outgoing.is_retry and any(self.folder.glob(f"*-{uid}.eml")):
            return TransportReply(ServerReply(250, "kept already", Phase.DOT))
        stamp = outgoing.head.common.date.strftime("%Y%m%dT%H%M%S%fZ")
        # Written aside, then renamed: whoever looks finds it whole or not at all.
        draft = self.folder / f".{uid}.new"
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                # Before the 250, which takes the mail over (RFC 5321 §4.2.5): then it is on the
                # disk.
                os.fsync(file.fileno())
            draft.replace(self.folder / f"{stamp}-{uid}.eml")
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise NoRoom(f"{self.folder}: {error.strerror}") from error
        return TransportReply(ServerReply(250, "kept", Phase.DOT))
