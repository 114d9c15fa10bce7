"""The work of `bench_render`, with Django ready."""

from __future__ import annotations

from statistics import fmean
from time import process_time

from django.core.mail import EmailMultiAlternatives

from benchmarks import measure
from benchmarks.post import Queue, people
from mail import rendering
from mail.actions import send_due, sending
from mail.models import Message
from practice.models import Practice
from pulse.clock import now


def spent(began: float, count: int) -> float:
    """Microseconds of processor time for each of `count`."""
    return (process_time() - began) / count * 1e6


class Work:
    """One queue of messages, and ways to measure on it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.queue = Queue(people(size))
        self.practice = Practice.objects.the()

    def serialise(self, messages: list[Message]) -> list[bytes]:
        moment = now()
        return [sending.prepared(one, practice=self.practice, now=moment).data for one in messages]

    def render(self) -> float:
        messages = self.queue.messages(self.size)
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
        messages = self.queue.messages(self.size // 10)
        outgoing = [sending.prepared(one, practice=self.practice, now=now()) for one in messages]
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
    first = work.queue.messages(work.size)
    began = process_time()
    data = work.serialise(first)
    variants = rendering.VARIANTS.misses
    cold = (process_time() - began) / variants * 1e6
    runs = {"render": work.render, "all_in": work.all_in, "django": work.django}
    found = measure.medians(measure.interleaved(runs))
    cache = rendering.VARIANTS
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
