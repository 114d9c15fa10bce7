"""The work of `bench_render`, with Django ready."""

from __future__ import annotations

from statistics import fmean
from time import process_time

from django.core.mail import EmailMultiAlternatives

from benchmarks import measure
from benchmarks.post import Queue, claimed, people
from health.clock import now
from mail import render
from mail.actions import send_due
from mail.actions.prepare import Preparer
from mail.claim import ClaimedMessage
from practice.models import Practice


def spent(began: float, count: int) -> float:
    """Microseconds of processor time for each of `count`."""
    return (process_time() - began) / count * 1e6


class Work:
    """One queue of messages, and ways to measure on it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.queue = Queue(people(size))
        self.practice = Practice.objects.the()

    def messages(self, count: int) -> list[ClaimedMessage]:
        """As a claim gives them."""
        return [claimed(one) for one in self.queue.messages(count)]

    def serialise(self, messages: list[ClaimedMessage]) -> list[bytes]:
        preparer = Preparer(self.practice, now())
        return [preparer.prepared(one).data for one in messages]

    def render(self) -> float:
        messages = self.messages(self.size)
        began = process_time()
        self.serialise(messages)
        return spent(began, self.size)

    def all_in(self) -> float:
        self.queue.fill(self.size)
        began = process_time()
        done = send_due(now=now(), limit=self.size)
        cost = spent(began, self.size)
        if done != self.size:
            raise RuntimeError(f"sent {done} of {self.size}")
        return cost

    def django(self) -> float:
        preparer = Preparer(self.practice, now())
        outgoing = [preparer.prepared(one) for one in self.messages(self.size // 10)]
        words = [(one.rendered, one.head.to) for one in outgoing]
        began = process_time()
        for rendered, to in words:
            mail = EmailMultiAlternatives(rendered.subject, rendered.text, to=[to])
            mail.attach_alternative(rendered.html, "text/html")
            mail.message().as_bytes()
        return spent(began, len(words))


def figures(*, small: bool) -> dict[str, float]:
    """Every figure but the promises."""
    work = Work(500 if small else 3000)
    first = work.messages(work.size)
    began = process_time()
    data = work.serialise(first)
    variants = render.VARIANTS.misses
    cold = (process_time() - began) / variants * 1e6
    runs = {"render": work.render, "all_in": work.all_in, "django": work.django}
    found = measure.medians(measure.interleaved(runs))
    cache = render.VARIANTS
    return {
        "us_per_message": round(found["render"]),
        "us_all_in": round(found["all_in"]),
        "us_smtp_mark": round(found["all_in"] - found["render"]),
        "cache_hits": round(cache.hits / (cache.hits + cache.misses), 4),
        "variants": variants,
        "us_cold": round(cold),
        "us_django": round(found["django"]),
        "kb": round(fmean(map(len, data)) / 1000, 1),
    }
