"""How many people a rule chooses: answers from thirty on, in tens, and alone (promise 18)."""

from __future__ import annotations

from datetime import datetime

import pytest

from contacts import actions as contacts
from contacts.models import SHARE_RESULT, Contact, Segment
from health.time_limit import time_limit
from mail.actions import people_query, rule_counts
from mail.actions.broadcasts import fitting
from mail.actions.rule_counts import Told
from tests.conftest import person
from writing.segments import Facts, asks_answers

from .conftest import Write

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("people", "rule", "told", "number"),
    [
        (29, 'profile == "push"', Told.FEW, 0),
        (34, 'profile == "push"', Told.ABOUT, 30),
        (34, 'profile == "push" and has_name', Told.NOT, 0),
        (34, 'not profile == "push"', Told.FEW, 0),
        (34, "not has_name", Told.EXACTLY, 35),
    ],
)
def test_promise_18_answers_are_counted_from_thirty_on_in_tens_and_alone(
    db: None, moment: datetime, write: Write, people: int, rule: str, told: Told, number: int
) -> None:
    for at in range(people):
        contact = person(f"s{at}@example.net", confirmed_at=moment)
        contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
        write(contact, facts=Facts(profile="push"))
    silent = person("silent@example.net", confirmed_at=moment)
    write(silent, facts=Facts(profile="push"))

    count = rule_counts.count_rule(rule)

    assert (count.told, count.people) == (told, number)
    if asks_answers(rule):
        assert silent not in rule_counts.chosen(Contact.objects.all(), rule)


def test_more_people_than_are_counted_are_said_to_be_more(
    db: None, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_counts, "MOST", 2)
    for name in ("ann", "ben", "cleo"):
        person(f"{name}@example.org", confirmed_at=moment)

    assert rule_counts.count_rule("").words == "more than 2 people"


def test_answers_choose_the_same_by_database_and_by_person(
    db: None, moment: datetime, write: Write
) -> None:
    known = {
        "ann": Facts(profile="push", conditions=("goals", "rules"), slight=True, booked=False),
        "ben": Facts({"profile": "ally", "band.pushing": "high", "conditions": ("rule",)}),
        "cleo": Facts({"profile": "push"}, private=("profile",)),
        "silent": Facts(profile="push", slight=True),
    }
    for name, facts in known.items():
        contact = person(f"{name}@example.org", confirmed_at=moment)
        write(contact, facts=Facts(profile="earlier"))
        write(contact, facts=facts)
        if name != "silent":
            contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    unwritten = person("unwritten@example.org", confirmed_at=moment)
    contacts.give(contact=unwritten, purpose=SHARE_RESULT, wording="Yes.", now=moment)

    sharing = {"ann", "ben", "cleo", "unwritten"}
    for rule, people in {
        'profile == "push"': {"ann"},
        'conditions contains "rule"': {"ben"},
        'band.pushing == "high"': {"ben"},
        "slight": {"ann"},
        'profile == "earlier"': set(),
        'profile == "ally" or slight': {"ann", "ben"},
    }.items():
        for asked, expected in ((rule, people), (f"not ({rule})", sharing - people)):
            found = people_query.of_rule(Contact.objects.all(), asked)
            walked = [contact for contact, *_known in fitting(asked, Contact.objects.all())]
            assert {row.email.partition("@")[0] for row in found} == expected, asked
            assert set(walked) == set(found), asked


def test_a_segment_of_everybody_beside_an_answer_chooses_by_the_answer(
    db: None, moment: datetime, write: Write
) -> None:
    Segment.objects.create(key="all", name="Everybody")
    for name in ("push", "ally"):
        contact = person(f"{name}@example.org", confirmed_at=moment)
        contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
        write(contact, facts=Facts(profile=name))

    for rule, people in {
        'known.segment contains "all" and profile == "push"': {"push"},
        'not (known.segment contains "all" and profile == "push")': {"ally"},
        'not known.segment contains "all" and profile == "push"': set(),
    }.items():
        chosen = rule_counts.chosen(Contact.objects.all(), rule)
        assert {row.email.partition("@")[0] for row in chosen} == people, rule


def test_segments_that_cannot_be_counted_in_time_are_counted_less_far_or_not_at_all(
    db: None, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ann", "ben", "cleo"):
        person(f"{name}@example.org", confirmed_at=moment)
    segment = Segment.objects.create(key="all", name="Everybody")
    limits = iter((0.0, 60.0))
    monkeypatch.setattr(rule_counts, "time_limit", lambda _seconds: time_limit(next(limits)))
    monkeypatch.setattr(rule_counts, "FEWER", 2)

    counts = rule_counts.count_segments([segment])

    assert counts[segment.pk].words == "more than 2 people"

    limits = iter((0.0, 0.0))
    assert rule_counts.count_segments([segment]) == {}
