"""kill -9 at any instant: no mail lost, at most one repeated a kill, every guide made."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from pathlib import Path

from demo.house import DemoHouse
from demo.walk import Walk
from tests.mail.sink import Sink

SAMPLES = Path(__file__).resolve().parents[2] / "content/resistance-reframe/samples"
MAILS = 40  # at each kill
QUEUE = """
from datetime import timedelta
from django.db import transaction
from contacts.actions import meet
from mail.actions import queue, system
from health.clock import now
from writing.segments import Facts
with transaction.atomic():
    for number in range({start}, {start} + {count}):
        contact = meet(email=f"reader{{number}}@example.net", first_name="", zone="", now=now())[0]
        queue(key=f"guide:{{number}}", letter=system("guide_again"), contact=contact,
              purpose="requested", facts=Facts(), names={{}}, now=now(),
              not_before=now() - timedelta(hours=2),
              values={{"guide_url": "http://127.0.0.1/guide/x/"}})
"""


def test_killed_mail_workers_lose_nothing_and_repeat_at_most_one_mail_a_kill(
    build: Callable[..., DemoHouse], world: dict[str, str]
) -> None:
    """Two workers die with mails in hand. What they did not hold goes on at once, what they held
    within a minute of the last kill.
    """
    chance = random.Random(7)
    kills = 2
    with Sink(delay=0.02) as sink:
        house = build(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}", **world)
        for kill in range(kills):
            new = queued(house, sink, kill * MAILS)
            house.until(lambda new=new: len(new()) >= MAILS // 4, "a quarter out", 40)
            threading.Event().wait(chance.random() * 0.05)
            house.kill("mail")

        all_of_them = kills * MAILS
        house.until(lambda: len(readers(sink)) == all_of_them, "all mails out", 60)

        assert len(sink.taken) - all_of_them <= kills
        assert len({taken.message_id for taken in sink.taken}) == all_of_them


def queued(house: DemoHouse, sink: Sink, start: int, count: int = MAILS) -> Callable[[], set[str]]:
    """Queue some mails, due by the clocks of hosts an hour back, too; how to ask which are out."""
    code = QUEUE.format(start=start, count=count)
    house.manage("shell", "--verbosity", "0", "-c", code)
    names = {f"reader{number}@example.net" for number in range(start, start + count)}
    return lambda: names & readers(sink)


def readers(sink: Sink) -> set[str]:
    return {taken.recipient for taken in list(sink.taken)}


def test_guide_is_made_and_walk_goes_on_when_every_process_is_killed_in_the_middle(
    build: Callable[..., DemoHouse], tmp_path: Path
) -> None:
    house = build()
    out = tmp_path / "out"
    out.mkdir()
    journey = Walk(house, out, SAMPLES / "pendulum.json")
    for title, step in journey.steps():
        if title.startswith("gets one letter"):
            house.kill("guides")
        step_with_patience(house, step)
        if title.startswith(("asks for the guide", "says yes")):
            for name in ("mail", "beat", "web"):
                house.kill(name)
            for file in (house.var / "broker" / "queue").glob("*"):
                file.unlink(missing_ok=True)
            house.until(house.ready, "the house answers again", 60)

    assert json.loads((out / "answers.json").read_text())["first_name"]


def step_with_patience(house: DemoHouse, step: Callable[[], list[str]]) -> None:
    """A step whose waits allow for the 45 seconds until a dead worker's claims are free."""
    before, house.patience = house.patience, 90.0
    try:
        step()
    finally:
        house.patience = before
