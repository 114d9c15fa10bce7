"""SMTP over one connection reused for a batch (RFC 5321), pipelined where offered (RFC 2920).

Where a reply is missing, the phase tells what that means; `smtp_replies` decides. However fast, a
text never leaves before the answer to the one before it was heard: at most one is in doubt.
In the steady state a message costs one write (its text and the next one's envelope) and one read.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from functools import lru_cache
from typing import Self

from mail.smtp_replies import Phase, ServerReply
from mail.transport.base import Meanwhile, Outgoing, TransportReply, nothing

_GOOD = (frozenset({250, 251}), frozenset({250, 251}), frozenset({354}))  # MAIL, RCPT, DATA
_LONGEST_LINE = 8192
# RFC 5321 §4.5.3.2: minutes; a shorter wait after the dot makes duplicates.
CONNECT_SECONDS, COMMAND_SECONDS, DOT_SECONDS = 30, 300, 600


class Smtp:
    """One server; connects at the first message and again after a loss. `greeting`: our own name in
    EHLO.
    """

    name = "smtp"

    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str = "",
        password: str = "",
        use_ssl: bool = False,
        use_tls: bool = False,
        greeting: str = "localhost",
    ) -> None:
        self.host, self.port, self.greeting = host, port, greeting
        self.username, self.password = username, password
        self.use_ssl, self.use_tls = use_ssl, use_tls
        self._line: smtplib.SMTP | None = None
        self._used = 0  # messages on this connection
        self._phase = Phase.CONNECT
        self._announced: str | None = None  # the uid whose envelope is out, its answers not read
        self._tired = False  # a used connection was closed on us: worth one fresh try

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        try:
            # With an envelope out the server reads on for its text, and would take QUIT for that:
            # the line is cut, and what has no dot is dropped (RFC 5321 §3.3).
            if self._announced is None:
                _wait(line, 5)
                line.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            line.close()

    def check(self, outgoing: Outgoing) -> None:
        """Raise what the message itself is to blame for (Unsendable, UnknownVariable)."""
        _ = (outgoing.sender, outgoing.recipient, outgoing.data)

    def deliver(
        self, outgoing: Outgoing, after: Outgoing | None = None, meanwhile: Meanwhile = nothing
    ) -> TransportReply:
        """One message: MAIL, RCPT, DATA, dot; and the next one's envelope, where it may follow."""
        reply = self._tried(outgoing, after, meanwhile)
        # Only before the text, on a connection used before: servers close idle ones. After DATA the
        # message may have arrived, and another try would be a second mail.
        if self._tired and reply.phase == Phase.ENVELOPE and reply.code in (0, 421):
            self._tired = False
            reply = self._tried(outgoing, after, meanwhile)
        return TransportReply(reply)

    def _tried(
        self, outgoing: Outgoing, after: Outgoing | None, meanwhile: Meanwhile
    ) -> ServerReply:
        if self._announced not in (None, outgoing.uid) and self._line:
            self._lose(self._line)  # the server waits for another message's text
        if self._line is None:
            try:
                self._line = self._connected()
                self._used = 0
            except smtplib.SMTPResponseException as error:
                return ServerReply(error.smtp_code, _text(error.smtp_error), Phase.CONNECT)
            except (OSError, smtplib.SMTPException) as error:
                return ServerReply(0, _named(error), Phase.CONNECT)
        reply = self._converse(self._line, outgoing, after, meanwhile)
        self._tired = self._used > 0 and self._line is None
        self._used += 1
        return reply

    def _connected(self) -> smtplib.SMTP:
        context = _trust() if self.use_ssl or self.use_tls else None
        to = (self.host, self.port, self.greeting)
        line = (
            smtplib.SMTP_SSL(*to, timeout=CONNECT_SECONDS, context=context)
            if self.use_ssl
            else smtplib.SMTP(*to, timeout=CONNECT_SECONDS)
        )
        try:
            line.ehlo_or_helo_if_needed()
            if self.use_tls:
                line.starttls(context=context)
                line.ehlo()
            if self.username:
                line.login(self.username, self.password)
            _wait(line, COMMAND_SECONDS)
            if line.sock:
                # With Nagle's algorithm the end of a text would wait for the server's delayed ACK.
                line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            line.close()
            raise
        return line

    def _converse(
        self,
        line: smtplib.SMTP,
        outgoing: Outgoing,
        after: Outgoing | None,
        meanwhile: Meanwhile,
    ) -> ServerReply:
        if not outgoing.recipient.isascii() and not line.has_extn("smtputf8"):
            return ServerReply(553, "5.6.7 the server takes no address beyond ASCII")
        self._phase = Phase.ENVELOPE
        try:
            reply = self._opened(line, outgoing)
            if reply is not None:
                return reply
            self._phase = Phase.DATA
            # No line of the data begins with a dot (`mime.quoted`), so there is none to double (RFC
            # 5321 §4.5.2).
            line.send(b"".join((outgoing.data, b".\r\n", self._announcement(line, after))))
            self._phase = Phase.DOT
            # While the server writes the text to its disk, the messages behind it are made.
            meanwhile()
            _wait(line, DOT_SECONDS)
            code, said = _answer(line)
            _wait(line, COMMAND_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            self._lose(line)
            return ServerReply(0, _named(error), self._phase)
        if code == 421:
            self._lose(line)
        return ServerReply(code, _text(said), Phase.DOT)

    def _announcement(self, line: smtplib.SMTP, after: Outgoing | None) -> bytes:
        """The next message's envelope, to go behind this one's text (RFC 2920, 3.1): its text does
        not follow before this one's answer is heard and written down.
        """
        if after is None or not after.recipient.isascii() or not self._may_pipeline(line):
            return b""
        self._announced = after.uid
        return _envelope(after)

    def _may_pipeline(self, line: smtplib.SMTP) -> bool:
        return line.has_extn("pipelining")

    def _opened(self, line: smtplib.SMTP, outgoing: Outgoing) -> ServerReply | None:
        """Bring the server to the point where it waits for the text; its no otherwise."""
        if not self._may_pipeline(line):
            return self._opened_slowly(line, outgoing)
        if self._announced is None:
            line.send(_envelope(outgoing))
        self._announced = None
        # All three are read, even after a no: what is left unread would be heard as the answers to
        # the next message.
        answers = [_answer(line)]
        while len(answers) < 3 and answers[-1][0] != 421:
            answers.append(_answer(line))
        for (code, said), good in zip(answers, _GOOD, strict=False):
            if code not in good:
                if answers[-1][0] == 354:  # RFC 2920, 3.1: an empty text for nobody
                    line.send(b".\r\n")
                    _answer(line)
                return self._refused(line, code, said, self._phase_of(good))
        return None

    def _opened_slowly(self, line: smtplib.SMTP, outgoing: Outgoing) -> ServerReply | None:
        for command, good in zip(_envelope(outgoing).split(b"\r\n"), _GOOD, strict=False):
            line.send(command + b"\r\n")
            code, said = _answer(line)
            if code not in good:
                return self._refused(line, code, said, self._phase_of(good))
        return None

    def _phase_of(self, good: frozenset[int]) -> Phase:
        return Phase.DATA if 354 in good else Phase.ENVELOPE

    def _refused(self, line: smtplib.SMTP, code: int, text: bytes, phase: Phase) -> ServerReply:
        """The server's no; the line is made ready for the next message, or given up."""
        reply = ServerReply(code, _text(text), phase)
        if code == 421:
            self._lose(line)
            return reply
        try:
            # RFC 5321 §4.1.1.5: forgets the sender and the recipients so far, or the next MAIL
            # would be a nested one.
            if line.rset()[0] != 250:
                self._lose(line)
        except (OSError, smtplib.SMTPException):
            self._lose(line)
        return reply

    def _lose(self, line: smtplib.SMTP) -> None:
        line.close()
        self._line = self._announced = None


# Reading the system's certificates takes tens of ms, each connection anew (`bin/bench send`).
@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _envelope(outgoing: Outgoing) -> bytes:
    """The commands before the text. An address beyond ASCII goes as it is (RFC 6531)."""
    options = "" if outgoing.recipient.isascii() else " SMTPUTF8"
    return (
        f"MAIL FROM:<{outgoing.sender}>{options}\r\nRCPT TO:<{outgoing.recipient}>\r\nDATA\r\n"
    ).encode()


def _answer(line: smtplib.SMTP) -> tuple[int, bytes]:
    """One reply (RFC 5321, 4.2.1): what smtplib's `getreply` reads, in a fraction of its time."""
    said = []
    goes_on = True
    while goes_on:
        row = line.file.readline(_LONGEST_LINE) if line.file else b""
        if not row[:3].isdigit() or not row.endswith(b"\n"):
            raise smtplib.SMTPServerDisconnected("the server's reply was none")
        said.append(row[4:].strip())
        goes_on = row[3:4] == b"-"
    return int(row[:3]), b"\n".join(said)


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)


def _named(error: BaseException) -> str:
    """What went wrong on the line, without addresses or secrets."""
    reason = getattr(error, "strerror", None) or "the connection was lost"
    return f"{type(error).__name__}: {reason}"


def _wait(line: smtplib.SMTP, seconds: float) -> None:
    if line.sock:
        line.sock.settimeout(seconds)
