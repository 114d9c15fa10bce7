"""Each gate by itself, and what follows from the gates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses.gates import GATES, GateAct, Situation, decide, gates
from courses.schedule import WEEKDAYS, Timetable
from courses.timetable import Card
from writing.rule_words import said
from writing.segments import Axes, Axis, Facts

CARD = Card(
    key="two",
    position=2,
    subject="Two",
    delay_days=2,
    audience="",
    published=True,
    timetable=Timetable(frozenset(WEEKDAYS[:5]), 9, 4),
)
TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
READY = Situation(
    now=TUESDAY,
    zone=ZoneInfo("UTC"),
    card=CARD,
    previous=TUESDAY - timedelta(days=2),
    facts=Facts(profile="ally"),
)
SHUT = {
    "confirmed": replace(READY, confirmed=False),
    "consented": replace(READY, consented=False),
    "may_be_mailed": replace(READY, mailable=False),
    "not_paused": replace(READY, paused_until=TUESDAY + timedelta(days=3)),
    "course_open": replace(READY, course_paused=True),
    "lesson_published": replace(READY, card=replace(CARD, published=False)),
    "audience": replace(READY, card=replace(CARD, audience='profile == "push"')),
    "previous_settled": replace(READY, previous=TUESDAY - timedelta(days=1)),
    "window": replace(READY, now=TUESDAY.replace(hour=8)),
    "one_a_day": replace(READY, taken=frozenset({date(2026, 11, 24)})),
    "limits": replace(READY, limit="five letters in a row were refused"),
    "workers": replace(READY, workers_alive=False),
}


def test_every_gate_is_open_for_somebody_whose_time_has_come() -> None:
    assert [gate.name for gate in gates(READY) if not gate.open] == []
    assert decide(READY).act is GateAct.SEND


def test_every_gate_has_a_case_here() -> None:
    assert list(SHUT) == [name for name, _ask in GATES]


@pytest.mark.parametrize("name", SHUT)
def test_gate_forced_shut_is_named_and_no_other(name: str) -> None:
    shut = [gate for gate in gates(SHUT[name]) if not gate.open]

    assert [gate.name for gate in shut] == [name]
    assert shut[0].sentence.endswith((".", "refused"))


@pytest.mark.parametrize(
    ("name", "act", "until"),
    [
        ("consented", GateAct.LEAVE, None),
        ("audience", GateAct.SKIP, None),
        ("may_be_mailed", GateAct.WAIT, datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("not_paused", GateAct.WAIT, datetime(2026, 11, 27, 9, 30, tzinfo=UTC)),
        ("previous_settled", GateAct.WAIT, datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("window", GateAct.WAIT, datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("one_a_day", GateAct.WAIT, datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("limits", GateAct.WAIT, datetime(2026, 11, 25, 9, tzinfo=UTC)),
    ],
)
def test_what_follows(name: str, act: GateAct, until: datetime | None) -> None:
    decision = decide(SHUT[name])

    assert decision.act is act
    assert until is None or decision.slot.opens_at == until
    assert decision.gate is not None
    assert decision.gate.name == name


def test_waiting_always_moves_forward() -> None:
    for situation in SHUT.values():
        decision = decide(situation)
        assert decision.act is not GateAct.WAIT or decision.slot.opens_at > situation.now


def test_nobody_outside_the_audience_is_passed_over_before_the_time_has_come() -> None:
    early = replace(SHUT["audience"], now=TUESDAY.replace(hour=8))

    assert decide(early).act is GateAct.WAIT


def test_lesson_that_failed_is_followed_at_once() -> None:
    assert decide(replace(SHUT["previous_settled"], at_once=True)).act is GateAct.SEND


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ('profile == "push" or profile == "ally"', "profile “Carrying the Hope” or “ally”"),
        ('profile != "push"', "not profile “Carrying the Hope”"),
        ('conditions contains "scope" and booked', "other reasons “Beyond” and has booked an hour"),
        (
            'has_name and (field == "other" or booked)',
            "gave a first name and (field “other” or has booked an hour)",
        ),
    ],
)
def test_audience_is_said_by_names(rule: str, words: str) -> None:
    axes = Axes(
        (
            Axis("profile", "profile", {"push": "Carrying the Hope"}),
            Axis("conditions", "other reasons", {"scope": "Beyond"}, sort="keys"),
        )
    )

    assert said(rule, axes) == words
