"""The contenders of `bench_send`, with Django ready. Each run returns messages a second."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from time import perf_counter

from django.core.mail import EmailMultiAlternatives, mailers

from benchmarks.machine import ROOT, Servers, worker
from benchmarks.post import Queue, claimed, people
from health.clock import now
from mail import actions
from mail.actions.prepare import Preparer
from mail.models import Message
from mail.transport.base import Outgoing
from practice.models import Practice
from writing.segments import Facts

FIELDS = (
    *("key", "letter", "contact", "purpose", "consent", "names", "values"),
    *("not_before", "not_after"),
)


class Work:
    """The same messages for everybody."""

    def __init__(self, port: int, size: int) -> None:
        self.port, self.size = port, size
        self.queue = Queue(people(size))
        preparer = Preparer(Practice.objects.the(), now())
        self.ready: list[Outgoing] = [
            preparer.prepared(claimed(one)) for one in self.queue.messages(min(size, 500))
        ]
        self.bytes = [one.data for one in self.ready]

    def rate(self, began: float, done: int, wanted: int) -> float:
        if done != wanted:
            raise RuntimeError(f"sent {done} of {wanted}")
        return done / (perf_counter() - began)

    def ours(self) -> float:
        self.queue.fill(self.size)
        began = perf_counter()
        return self.rate(began, self.sent(self.size), self.size)

    def sent(self, count: int) -> int:
        """Passes until `count` are through, as ticks would; how many were sent."""
        before = Message.objects.filter(state=Message.State.SENT).count()
        done = 0
        while done < count and (step := actions.send_due(now=now(), limit=count - done)):
            done += step
        return Message.objects.filter(state=Message.State.SENT).count() - before

    def ours_with_rows(self) -> float:
        messages = self.queue.messages(self.size // 5)
        began = perf_counter()
        for some in batched(messages, 500):
            actions.queue_all([self.wanted(one) for one in some], now=now())
        return self.rate(began, self.sent(len(messages)), len(messages))

    def wanted(self, one: Message) -> actions.NewMessage:
        return actions.NewMessage(
            **{name: getattr(one, name) for name in FIELDS}, facts=Facts.from_json(one.facts)
        )

    def raw(self) -> float:
        with smtplib.SMTP("127.0.0.1", self.port) as line:
            line.ehlo()
            began = perf_counter()
            for number in range(self.size):
                at = number % len(self.ready)
                line.sendmail(self.ready[at].sender, [self.ready[at].recipient], self.bytes[at])
            return self.rate(began, self.size, self.size)

    def pipelined(self) -> float:
        """Envelope in one write, message and the next envelope in another (RFC 2920)."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            answers = line.makefile("rb")
            line.sendall(b"EHLO localhost\r\n")
            answers.readline()
            while answers.readline()[3:4] == b"-":
                pass
            began = perf_counter()
            line.sendall(self.envelope(0))
            for number in range(self.size):
                codes = [answers.readline()[:3] for _ in range(3)]
                following = self.envelope(number + 1) if number + 1 < self.size else b""
                line.sendall(self.bytes[number % len(self.ready)] + b".\r\n" + following)
                codes.append(answers.readline()[:3])
                if codes != [b"250", b"250", b"354", b"250"]:
                    raise RuntimeError(f"the sink answered {codes}")
            return self.rate(began, self.size, self.size)

    def envelope(self, number: int) -> bytes:
        one = self.ready[number % len(self.ready)]
        return f"MAIL FROM:<{one.sender}>\r\nRCPT TO:<{one.recipient}>\r\nDATA\r\n".encode()

    def django(self) -> float:
        count = self.size // 5
        words = [one.rendered for one in self.ready]
        with mailers["default"] as line:
            began = perf_counter()
            done = 0
            for number in range(count):
                at = number % len(words)
                mail = EmailMultiAlternatives(
                    words[at].subject,
                    words[at].text,
                    self.ready[at].sender,
                    [self.ready[at].head.to],
                )
                mail.attach_alternative(words[at].html, "text/html")
                done += line.send_messages([mail])
            return self.rate(began, done, count)

    @contextmanager
    def post_office(self, python: Path, servers: Servers) -> Iterator[Callable[[], float]]:
        """The peer in a process of its own; each call queues and sends once."""
        one = self.ready[0].rendered
        (servers.home / "letter.html").write_text(one.html)
        (servers.home / "letter.txt").write_text(one.text)
        line = [str(python), str(ROOT / "benchmarks" / "peer_post_office.py")]
        line += [str(servers.home), str(self.port)]
        with worker(line) as peer:
            yield lambda: float(peer.ask(self.size // 5))
