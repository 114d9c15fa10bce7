"""Boxes say what a rule says, and no more."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.starter_axes import AXES
from writing.rule_form import choices, picked, rule_text
from writing.segments import Facts, read

pytestmark = pytest.mark.slow

NAMES = AXES.kinds


@pytest.mark.parametrize(
    ("rule", "ticks"),
    [
        ("", {}),
        ('profile == "push"', {"profile": ["push"]}),
        ('profile == "push" or profile == "ally"', {"profile": ["push", "ally"]}),
        (
            '(field == "therapy" or field == "other") and not booked',
            {"field": ["therapy", "other"], "booked": ["no"]},
        ),
        (
            'conditions contains "scope" or conditions contains "fit"',
            {"conditions": ["scope", "fit"]},
        ),
        ('profile == "push" or field == "therapy"', None),
        ('not profile == "push"', None),
        ('profile == "push" and profile == "ally"', None),
        ('conditions contains "scope" and conditions contains "fit"', None),
    ],
)
def test_rule_becomes_ticks_where_boxes_can_say_it(
    rule: str, ticks: dict[str, list[str]] | None
) -> None:
    assert picked(read(rule)) == ticks


def test_everything_ticked_in_a_line_asks_nothing() -> None:
    assert rule_text({"profile": NAMES["profile"].allowed, "booked": ["yes", "no"]}, NAMES) == ""


def test_all_reasons_ticked_still_ask_for_one() -> None:
    rule = read(rule_text({"conditions": NAMES["conditions"].allowed}, NAMES))

    assert not rule.holds({"conditions": ()})


TICKS = st.fixed_dictionaries(
    {name: st.sets(st.sampled_from(choices(kind))) for name, kind in NAMES.items()}
)
HELD = {
    "key": lambda kind: st.sampled_from(kind.allowed),
    "keys": lambda kind: st.sets(st.sampled_from(kind.allowed)).map(lambda few: tuple(sorted(few))),
    "flag": lambda _kind: st.booleans(),
}
PEOPLE = st.fixed_dictionaries({name: HELD[kind.sort](kind) for name, kind in NAMES.items()}).map(
    Facts
)


def fits(person: Facts, ticks: dict[str, set[str]]) -> bool:
    """What the boxes promise: one of each line that has a tick."""
    for name, kind in NAMES.items():
        value = person.value(name)
        held = {"yes" if value else "no"} if kind.sort == "flag" else {value}
        if isinstance(value, tuple):
            held = set(value)
        if ticks[name] and not held & ticks[name]:
            return False
    return True


@given(TICKS, PEOPLE)
def test_written_rule_means_what_was_ticked(ticks: dict[str, set[str]], person: Facts) -> None:
    rule = rule_text({name: list(keys) for name, keys in ticks.items()}, NAMES)
    found = read(rule)

    assert found.holds({name: person.value(name) for name in NAMES}) is fits(person, ticks)
    assert picked(found) is not None


def test_every_pair_of_lines_is_joined_by_and() -> None:
    for one, other in product(("push", "ally"), ("therapy", "coaching")):
        assert rule_text({"profile": [one], "field": [other]}, NAMES) == (
            f'profile == "{one}" and field == "{other}"'
        )
