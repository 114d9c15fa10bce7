"""An accounting SMTP server: it keeps every message it accepted, in order, and misbehaves on call.

`with Sink() as sink:` listens on a free port, or the one given, in a thread of its own. Faults are
planned before:

    sink.plan("RCPT", "550 5.1.1 no such user")     the next RCPT is answered so
    sink.plan("DOT", "451 later", times=3)          the next three messages
    sink.plan("DOT", DROP)                          hang up instead of answering
    sink.when = lambda command, line: "421 bye" or None   any rule at all, asked first
    Sink(delay=0.03)                                wait before each reply
    sink.is_stalled = True                          keep texts, and answer them once it is False

A message is written down (and to `log`, if given) before its 250 is sent.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self, cast

DROP = "drop"
NOBODY = "554 5.5.1 no valid recipients"
DROP_AFTER = "drop-after"  # take the message, then hang up without an answer


@dataclass(frozen=True)
class Taken:
    """One accepted message."""

    sender: str
    recipient: str
    data: bytes
    connection: int

    @property
    def message(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.data, policy=policy.default))

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


class Sink:
    """See the module's words."""

    def __init__(
        self,
        *,
        delay: float = 0.0,
        extensions: tuple[str, ...] = (),
        log: Path | None = None,
        port: int = 0,
    ) -> None:
        self.delay, self.extensions, self.log = delay, extensions, log
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.connections = 0
        self.port = port
        self.is_stalled = False
        self.is_lax = False  # asks for the text even when every recipient was refused
        self.when: Callable[[str, str], str | None] = lambda _command, _line: None
        self._plans: dict[str, deque[str]] = defaultdict(deque)
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="smtp-sink", daemon=True)

    def plan(self, command: str, reply: str, *, times: int = 1) -> None:
        """Answer the next `times` of a command (CONNECT, MAIL, RCPT, DATA, DOT) with `reply`."""
        self._plans[command].extend([reply] * times)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(5)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        self._stopped = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._met, "127.0.0.1", self.port, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            await _Talk(self, reader, writer, self.connections).run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    def answer(self, command: str, line: str, usual: str) -> str:
        asked = self.when(command, line)
        if asked is not None:
            return asked
        return self._plans[command].popleft() if self._plans[command] else usual

    def keep(self, taken: Taken) -> None:
        if self.log is not None:
            with self.log.open("a") as file:
                file.write(f"{taken.message_id} {taken.recipient}\n")
        self.taken.append(taken)


class _Talk:
    """One connection."""

    def __init__(
        self,
        sink: Sink,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        number: int,
    ) -> None:
        self.sink, self.reader, self.writer, self.number = sink, reader, writer, number
        self.sender = self.recipient = ""

    async def run(self) -> None:
        if not await self.say("CONNECT", "", "220 sink ESMTP"):
            return
        while line := (await self.reader.readline()).decode("utf-8", "replace").rstrip("\r\n"):
            command = line.split(":")[0].split(" ")[0].upper()
            self.sink.commands.append(line)
            if command == "QUIT":
                await self.write("221 bye")
                return
            if not await self.handle(command, line):
                return

    async def handle(self, command: str, line: str) -> bool:
        if command == "EHLO":
            return await self.say(command, line, *_hello(self.sink.extensions))
        if command == "DATA":
            return await self.data(line)
        if command in ("MAIL", "RSET"):
            self.sender, self.recipient = line, ""
        reply = self.sink.answer(command, line, "250 2.0.0 ok")
        if command == "RCPT" and reply.startswith("2"):
            self.recipient = line.partition("<")[2].rpartition(">")[0]
        return False if reply == DROP else await self.write(reply)

    async def data(self, line: str) -> bool:
        may = self.recipient or self.sink.is_lax
        reply = self.sink.answer("DATA", line, "354 go on" if may else NOBODY)
        if reply == DROP:
            return False
        await self.write(reply)
        if not reply.startswith("354"):
            return True
        raw = await self.reader.readline()
        if raw != b".\r\n":
            raw += await self.reader.readuntil(b"\r\n.\r\n")
        body = raw[:-3].replace(b"\r\n..", b"\r\n.")
        usual = "250 2.0.0 kept" if self.recipient else NOBODY
        reply = self.sink.answer("DOT", body.decode("utf-8", "replace"), usual)
        if reply == DROP:
            return False
        if reply.startswith("2") or reply == DROP_AFTER:
            self.sink.keep(Taken(self.sender, self.recipient, body, self.number))
        if reply == DROP_AFTER:
            return False
        while self.sink.is_stalled:
            await asyncio.sleep(0.05)
        return await self.write(reply)

    async def say(self, command: str, line: str, *usual: str) -> bool:
        reply = self.sink.answer(command, line, "\r\n".join(usual))
        return False if reply == DROP else await self.write(reply)

    async def write(self, reply: str) -> bool:
        if self.sink.delay:
            await asyncio.sleep(self.sink.delay)
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()
        return not reply.startswith("421")


def _hello(extensions: tuple[str, ...]) -> list[str]:
    names = ["sink", "PIPELINING", "8BITMIME", *extensions]
    return [f"250-{name}" for name in names[:-1]] + [f"250 {names[-1]}"]
