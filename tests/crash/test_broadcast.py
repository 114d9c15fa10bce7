"""kill -9 of worker and beat while a one-off letter is paused, goes on, and is taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable

from demo.house import DemoHouse
from tests.crash.test_kill import readers
from tests.mail.sink import Sink

PEOPLE = 40
WRITE = f"""
from contacts.actions import meet, prove
from health.clock import now
from mail import actions as mail
from mail.models import Broadcast
from mail.schema import BroadcastBody
from publishing import actions as publishing
n = now()
for number in range({PEOPLE}):
    email = f"reader{{number}}@example.net"
    contact = prove(contact=meet(email=email, first_name="", zone="", now=n)[0], now=n)
    mail.set_letters(contact=contact, agrees=True, wording="Letters.", now=n)
draft = Broadcast(name="May", send_on=n.date(), timing=Broadcast.Timing.NOW)
body = BroadcastBody(subject="In May", text="Hello, it is May.")
letter = publishing.create(draft, body=body, now=n)
mail.schedule(broadcast=letter, now=n)
"""
TURN = """
from health.clock import now
from mail import actions as mail
from mail.models import Broadcast
mail.{verb}(broadcast=Broadcast.objects.get(), now=now())
"""
HELD = """
from mail.models import Message
print("held", Message.objects.filter(purpose="letters", state="sending").count())
"""
A_WHILE = 5  # seconds: the house of a test looks for due mail every second


def turn(house: DemoHouse, verb: str) -> None:
    house.manage("shell", "--verbosity", "0", "-c", TURN.format(verb=verb))


def turned_and_killed(house: DemoHouse, sink: Sink, verb: str) -> None:
    """The letter is paused or taken back with mails in a worker's hand, which then dies."""
    sink.is_stalled = True
    turn(house, verb)
    house.kill("mail")
    house.kill("beat")
    sink.is_stalled = False
    free = house.manage
    house.until(lambda: "held 0" in free("shell", "--verbosity", "0", "-c", HELD), "free", 90)


def stays_still(sink: Sink) -> None:
    before = len(sink.taken)
    threading.Event().wait(A_WHILE)
    assert len(sink.taken) == before


def test_killed_worker_and_beat_send_nothing_of_a_paused_letter_and_lose_nothing_of_it(
    build: Callable[..., DemoHouse], world: dict[str, str]
) -> None:
    """Paused with mails in hand, killed, gone on with, killed again: each reader has the letter,
    at most one mail a kill comes twice, and none while it was paused.
    """
    kills = 2
    with Sink(delay=0.05) as sink:
        house = build(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}", **world)
        house.manage("shell", "--verbosity", "0", "-c", WRITE)
        house.until(lambda: len(readers(sink)) >= PEOPLE // 8, "some out", 40)
        turned_and_killed(house, sink, "pause")
        stays_still(sink)
        paused_at = len(readers(sink))
        assert paused_at < PEOPLE

        turn(house, "unpause")
        house.until(lambda: len(readers(sink)) > paused_at, "it goes on", 40)
        house.kill("mail")
        house.kill("beat")
        house.until(lambda: len(readers(sink)) == PEOPLE, "everybody has it", 90)

        assert len(sink.taken) - PEOPLE <= kills
        assert len({taken.message_id for taken in sink.taken}) == PEOPLE


def test_killed_worker_and_beat_send_nothing_of_a_letter_that_was_taken_back(
    build: Callable[..., DemoHouse], world: dict[str, str]
) -> None:
    with Sink(delay=0.05) as sink:
        house = build(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}", **world)
        house.manage("shell", "--verbosity", "0", "-c", WRITE)
        house.until(lambda: len(readers(sink)) >= PEOPLE // 8, "some out", 40)
        turned_and_killed(house, sink, "stop")
        stays_still(sink)

        assert len(readers(sink)) < PEOPLE
        assert len(sink.taken) - len(readers(sink)) <= 1
