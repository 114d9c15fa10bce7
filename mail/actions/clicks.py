"""Clicks on counted links: counted by letter and link, never by person; no rule reads them."""

from __future__ import annotations

from collections import Counter as Sums
from datetime import datetime

from django.core.cache import cache
from django.db.models import Sum
from django.utils.translation import gettext as _

from health.actions import count
from health.models import Counter
from mail import clicks, links, render
from mail.actions.preview import identity_of
from mail.clicks import Target
from mail.models import Letter, Message
from practice.models import Practice
from writing import markdown
from writing.placeholders import Placeholder


def true_address(message: Message, name: str) -> str | None:
    """Where a counted link of a message leads, looked up in its frozen letter."""
    compiled = render.compiled(message.letter, identity_of(message), message.reader, message.names)
    values = message.values_for(links.house(message, compiled.names))
    return clicks.straight(compiled.targets, values).get(name)


def note_click(
    *, message: Message, name: str, method: str, agent: str, is_ahead: bool, now: datetime
) -> None:
    """Count one click, if the author counts at all; how it was asked for as in `is_machine`.
    Changes nothing but counters.
    """
    if message.is_test or not Practice.objects.the().count_clicks:
        return
    since = now - message.sent_at if message.sent_at else None
    machine = clicks.is_machine(method=method, agent=agent, is_ahead=is_ahead, since_sent=since)
    several, first = _several(message, name, machine=machine)
    letter = message.letter.sha256
    count(clicks.counter(letter, name), now=now)
    for link in ([name] if machine or several else []) + ([first] if first else []):
        count(clicks.counter(letter, link, machine=True), now=now)


def _several(message: Message, name: str, *, machine: bool) -> tuple[bool, str]:
    """Whether another link of this mail was followed a moment ago, and which of them was taken
    for a person's until now; "" when none was.
    """
    key = f"clicked:{message.uid.hex}"
    # Read and written without a lock: clicks of one mail at the same instant may count one machine
    # as a person. Nothing but a number goes by it, and a lock would make readers wait for it.
    last, is_persons = cache.get(key, ("", False))
    several = last not in ("", name)
    stays = not machine and not several and (is_persons or not last)
    cache.set(key, (name, stays), clicks.AT_ONCE.total_seconds())
    return several, last if several and is_persons else ""


def clicked(letter: Letter) -> list[tuple[str, int, int]]:
    """Every followed link of a letter in words, and how often people and machines followed it; the
    most followed first.
    """
    labels = {clicks.name_of(target): _words(target) for target in _targets(letter)}
    all_of, machines = _sums(letter, machine=False), _sums(letter, machine=True)
    rows = [
        (labels.get(name, _("another link")), max(total - machines[name], 0), machines[name])
        for name, total in all_of.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def _sums(letter: Letter, *, machine: bool) -> Sums[str]:
    start = clicks.counter(letter.sha256, "", machine=machine)
    rows = Counter.objects.filter(name__startswith=start).values_list("name")
    summed = rows.annotate(total=Sum("count"))
    return Sums({name.removeprefix(start): total for name, total in summed})


def _targets(letter: Letter) -> set[Target]:
    """Everything a link of this letter may lead to, in any variant."""
    body = letter.body
    texts = [body["source"], *(c for p in body["passages"].values() for c in p["cells"].values())]
    written: set[Target] = {Placeholder(name) for name in clicks.VARIABLES}
    for text in texts:
        _html, targets = clicks.through(markdown.to_html(text))
        written |= set(targets.values())
    return written


def _words(target: Target) -> str:
    named = {
        "book_url": _("the booking page"),
        "retake_url": _("the questions, once more"),
        "site_url": _("the first page of your site"),
    }
    return named[target.name] if isinstance(target, Placeholder) else target
