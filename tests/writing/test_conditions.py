from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writing.conditions import FLAG, NUMBER, key, keys, parse
from writing.faults import Refused

NAMES = {
    "evidence": NUMBER,
    "others": NUMBER,
    "pushing": NUMBER,
    "reading": key("not_enough", "largely", "not_main", "partly"),
    "profile": key("push", "step-back"),
    "conditions": keys("scope", "skills"),
    "booked": FLAG,
}
VALUES = {
    "evidence": Fraction(55),
    "others": Fraction(5, 2),
    "pushing": None,
    "reading": "not_main",
    "profile": "step-back",
    "conditions": ("scope",),
    "booked": False,
}


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        ("otherwise", True),
        ("evidence >= 55", True),
        ("evidence > 55", False),
        ("evidence <= 55", True),
        ("evidence < 55", False),
        ("evidence is at least 55", True),
        ("evidence above 54.9", True),
        ("evidence at most 54.99", False),
        ("others < 3", True),
        ("others >= 5/2", True),
        ("others below 2.5", False),
        ("pushing < 100", False),
        ("pushing >= 0", False),
        ("not pushing >= 0", True),
        ("pushing counts", False),
        ("others counts", True),
        ("reading is not_main", True),
        ("reading is not not_main", False),
        ("reading is any of largely, not_main", True),
        ("profile is step-back", True),
        ("conditions contains scope", True),
        ("conditions contains skills", False),
        ("booked", False),
        ("not booked and others counts", True),
        ("booked or evidence >= 55 and others counts", True),
        ("(booked or evidence >= 55) and pushing counts", False),
        ("not (evidence counts and pushing counts)", True),
        ("reading is not_main\nand others >= 1", True),
    ],
)
def test_rule_is_answered(rule, answer):
    assert parse(rule, names=NAMES).holds(VALUES) is answer


@pytest.mark.parametrize(
    ("rule", "line", "told"),
    [
        ("", 1, "otherwise"),
        ("evidense >= 55", 1, "Allowed: evidence"),
        ("evidence\n>= many", 2, "no number"),
        ("evidence 55", 1, ">="),
        ("reading is\nlargly", 2, "largely"),
        ("reading >= 3", 1, "reading is key"),
        ("conditions is scope", 1, "contains"),
        ("conditions contains hope", 1, "scope, skills"),
        ("(booked or booked", 1, "bracket"),
        ("booked booked", 1, "one word too many"),
        ("booked and", 1, "“the end”"),
        ("otherwise and booked", 1, "otherwise"),
        ("reading is any largely", 1, "of"),
        ("evidence >= 5; drop", 1, "“;”"),
        ("not " * 500 + "booked", 1, "nested too deeply"),
    ],
)
def test_fault_names_its_line_and_what_is_allowed(rule, line, told):
    with pytest.raises(Refused) as refused:
        parse(rule, names=NAMES)

    (fault,) = refused.value.faults
    assert fault.line == line
    assert told in fault.message


@given(
    value=st.fractions(min_value=0, max_value=100, max_denominator=60),
    border=st.integers(min_value=0, max_value=100),
)
def test_borders_are_exact(value, border):
    values = {**VALUES, "evidence": value}

    assert parse(f"evidence >= {border}", names=NAMES).holds(values) is (value >= border)
    assert parse(f"evidence < {border}", names=NAMES).holds(values) is (value < border)


def test_a_third_of_hundred_is_no_rounded_number():
    values = {**VALUES, "evidence": Fraction(100, 3)}

    assert parse("evidence < 33.34", names=NAMES).holds(values)
    assert parse("evidence > 33.33", names=NAMES).holds(values)


def test_rule_knows_the_names_it_looks_at():
    assert parse("booked or not (others < 3)", names=NAMES).names == {"booked", "others"}


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_refused(text):
    with suppress(Refused):
        assert parse(text, names=NAMES).names <= set(NAMES)
