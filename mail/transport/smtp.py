"""SMTP over one connection reused for a batch, a command at a time (RFC 5321).

Where a reply is missing, the phase tells what that means; `outcomes` decides. Pipelining would
change only `_converse`.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from mail.outcomes import Phase, Reply
from mail.transport.base import Answer, Outgoing

# RFC 5321, 4.5.3.2: minutes; a shorter wait after the dot makes duplicates.
CONNECT_SECONDS, COMMAND_SECONDS, DOT_SECONDS = 30, 300, 600


@dataclass(frozen=True)
class Server:
    """Where to, and how to be let in."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    use_ssl: bool = False
    use_tls: bool = False
    greeting: str = "localhost"  # our own name in EHLO


class Smtp:
    """One server; connects at the first message and again after a loss."""

    name = "smtp"

    def __init__(self, server: Server) -> None:
        self.server = server
        self._line: smtplib.SMTP | None = None
        self._used = 0  # messages on this connection
        self._tired = False  # a used connection was closed on us: worth one fresh try

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        try:
            _wait(line, 5)
            line.quit()
        except (OSError, smtplib.SMTPException):
            line.close()

    def deliver(self, outgoing: Outgoing) -> Answer:
        """One message: MAIL, RCPT, DATA, dot. Raises only what the message itself is to blame
        for (Unsendable, UnknownVariable), before a byte is sent.
        """
        data = stuffed(outgoing.data)
        sender, recipient = outgoing.sender, outgoing.recipient
        reply = self._tried(sender, recipient, data)
        if self._tired and reply.phase == Phase.ENVELOPE and reply.code in (0, 421):
            self._tired = False
            reply = self._tried(sender, recipient, data)
        return Answer(reply)

    def _tried(self, sender: str, recipient: str, data: bytes) -> Reply:
        if self._line is None:
            try:
                self._line = self._connected()
                self._used = 0
            except smtplib.SMTPResponseException as error:
                return Reply(error.smtp_code, _text(error.smtp_error), Phase.CONNECT)
            except (OSError, smtplib.SMTPException) as error:
                return Reply(0, _named(error), Phase.CONNECT)
        reply = self._converse(self._line, sender, recipient, data)
        self._tired = self._used > 0 and self._line is None
        self._used += 1
        return reply

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        context = ssl.create_default_context()
        line = (
            smtplib.SMTP_SSL(
                server.host, server.port, server.greeting, timeout=CONNECT_SECONDS, context=context
            )
            if server.use_ssl
            else smtplib.SMTP(server.host, server.port, server.greeting, timeout=CONNECT_SECONDS)
        )
        try:
            line.ehlo_or_helo_if_needed()
            if server.use_tls:
                line.starttls(context=context)
                line.ehlo()
            if server.username:
                line.login(server.username, server.password)
            _wait(line, COMMAND_SECONDS)
        except BaseException:
            line.close()
            raise
        return line

    def _converse(self, line: smtplib.SMTP, sender: str, recipient: str, data: bytes) -> Reply:
        phase = Phase.ENVELOPE
        options = []
        if not recipient.isascii():
            if not line.has_extn("smtputf8"):
                return Reply(553, "5.6.7 the server takes no address beyond ASCII")
            options = ["SMTPUTF8"]
            line.command_encoding = "utf-8"
        try:
            for command in (
                " ".join([f"MAIL FROM:<{sender}>", *options]),
                f"RCPT TO:<{recipient}>",
            ):
                code, said = line.docmd(command)
                if code not in (250, 251):
                    return self._refused(line, code, said, phase)
            phase = Phase.DATA
            code, said = line.docmd("DATA")
            if code != 354:
                return self._refused(line, code, said, phase)
            line.send(data)
            phase = Phase.DOT
            _wait(line, DOT_SECONDS)
            code, said = line.getreply()
            _wait(line, COMMAND_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            self._lose(line)
            return Reply(0, _named(error), phase)
        if code == 421:
            self._lose(line)
        return Reply(code, _text(said), phase)

    def _refused(self, line: smtplib.SMTP, code: int, said: bytes, phase: Phase) -> Reply:
        """The server's no; the line is made ready for the next message, or given up."""
        reply = Reply(code, _text(said), phase)
        if code == 421:
            self._lose(line)
            return reply
        try:
            if line.rset()[0] != 250:
                self._lose(line)
        except (OSError, smtplib.SMTPException):
            self._lose(line)
        return reply

    def _lose(self, line: smtplib.SMTP) -> None:
        line.close()
        self._line = None


def stuffed(data: bytes) -> bytes:
    """Message bytes as they follow DATA: leading dots doubled, the final dot added."""
    body = data.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _named(error: BaseException) -> str:
    """What went wrong on the line, without addresses or secrets."""
    reason = getattr(error, "strerror", None) or "the connection was lost"
    return f"{type(error).__name__}: {reason}"


def _wait(line: smtplib.SMTP, seconds: float) -> None:
    if line.sock:
        line.sock.settimeout(seconds)
