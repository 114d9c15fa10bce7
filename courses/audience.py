"""Whom a lesson is for: a rule in plain form about a reader's facts; empty means everybody.

Pure.
"""

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


@lru_cache(maxsize=256)
def read(rule: str) -> Condition:
    """The rule, ready to answer; raises writing.faults.Refused saying what is allowed."""
    return conditions.parse(rule, names=NAMES) if rule.strip() else Otherwise()


def holds(rule: str, facts: Facts) -> bool:
    """Whether a reader with these facts belongs to the audience."""
    return read(rule).holds({name: facts.value(name) for name in NAMES})
