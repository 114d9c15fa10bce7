"""The rows of `bench_crash`, by a process that is never killed: `top_up N`, `open`, `uids`."""

from __future__ import annotations

import sys
import time

from django.db import OperationalError, connection

from benchmarks.post import Queue, people
from mail.models import Message, MessageState

PEOPLE = 200
OPEN = (MessageState.QUEUED, MessageState.SENDING)


def answer(queue: Queue, what: str, number: int) -> object:
    if what == "top_up":
        missing = number - Message.objects.filter(state=MessageState.QUEUED).count()
        return queue.fill(missing) if missing > 0 else None
    if what == "open":
        return Message.objects.filter(state__in=OPEN).count()
    return " ".join(uid.hex for uid in Message.objects.values_list("uid", flat=True))


def patiently(queue: Queue, what: str, number: int) -> object:
    """Ask again where PostgreSQL is just coming back."""
    for _ in range(60):
        try:
            return answer(queue, what, number)
        except OperationalError:
            time.sleep(0.5)
        finally:
            connection.close()
    raise RuntimeError("PostgreSQL stayed away")


def main() -> None:
    queue = Queue(people(PEOPLE))
    for line in sys.stdin:
        what, *rest = line.split()
        print(patiently(queue, what, int(rest[0]) if rest else 0), flush=True)
