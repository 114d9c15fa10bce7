"""Promise 20: one network cannot have guides made without end, nor keep anybody else waiting."""

from __future__ import annotations

from collections import Counter

import pytest

from guides import actions
from guides.models import GuideCopy
from health.budgets import GUIDE
from health.models import Heartbeat

pytestmark = pytest.mark.slow

FORM = {"zone": "Europe/Berlin", "first_name": ""}


def ask(client, attempt, number, address):
    return client.post(
        f"/guide/for/{attempt.key}/",
        {**FORM, "email": f"stranger{number}@example.org"},
        REMOTE_ADDR=address,
    )


@pytest.mark.slow
def test_promise_20_a_flood_makes_at_most_the_budget(client, answered, at, moment):
    at(moment)
    attempts = [answered() for _ in range(15)]  # ten guides an hour with one set of answers

    codes = Counter(
        ask(client, attempts[number % 15], number, f"203.0.113.{number}").status_code
        for number in range(150)
    )

    assert codes == {302: GUIDE.network.most, 429: 150 - GUIDE.network.most}
    actions.receive_due(now=moment)
    assert GuideCopy.objects.count() == GUIDE.network.most


def test_promise_20_one_set_of_answers_makes_a_handful(client, attempt, at, moment):
    at(moment)

    codes = [ask(client, attempt, n, f"203.0.{n}.7").status_code for n in range(20)]

    assert codes.count(302) == GUIDE.link.most


def test_promise_20_a_visitors_guide_is_not_behind_a_flood(client, answered, at, moment):
    at(moment)
    flood = [answered() for _ in range(5)]
    for number in range(20):
        ask(client, flood[number % 5], number, "203.0.113.7")
    ask(client, answered(), "visitor", "198.51.100.7")

    actions.receive_due(now=moment)
    for worker in ("one", "two"):
        Heartbeat.objects.create(worker=worker, kind="guides", started_at=moment, beat_at=moment)

    first, second = (actions.claim(worker=worker, now=moment) for worker in ("one", "two"))
    names = [first.contact.email, second.contact.email]
    assert names == ["stranger0@example.org", "strangervisitor@example.org"]
