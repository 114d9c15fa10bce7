"""Whom a one-off letter is for: a rule in plain form about a person's facts; empty: everybody.

Pure.
"""

from __future__ import annotations

from functools import lru_cache

from writing import conditions
from writing.conditions import FLAG, Condition, Kind, key, keys
from writing.facts import AXES, CHOICES, Facts
from writing.rules import Otherwise

NAMES: dict[str, Kind] = {
    **{name: key(*AXES[name]) for name in CHOICES},
    "conditions": keys(*AXES["condition"]),
    "has_name": FLAG,
    "booked": FLAG,
}


@lru_cache(maxsize=64)
def read(rule: str) -> Condition:
    """The rule, ready to answer; raises writing.faults.Refused saying what is allowed."""
    return conditions.parse(rule, names=NAMES) if rule.strip() else Otherwise()


def holds(rule: str, facts: Facts) -> bool:
    return read(rule).holds({name: facts.value(name) for name in NAMES})
