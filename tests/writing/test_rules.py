"""One rule, in Liquid's spelling and with our meaning: alone, and in the text of a letter."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writing import liquid
from writing.errors import Refused
from writing.rule_parser import parse
from writing.rules import FLAG, NUMBER, key, keys
from writing.segments import Facts

NAMES = {
    "evidence": NUMBER,
    "others": NUMBER,
    "pushing": NUMBER,
    "band.pushing": key("low", "high"),
    "reading": key("not_enough", "largely", "not_main", "partly"),
    "profile": key("push", "step-back"),
    "conditions": keys("scope", "skills"),
    "booked": FLAG,
}
VALUES = {
    "evidence": Fraction(55),
    "others": Fraction(5, 2),
    "pushing": None,
    "band.pushing": "high",
    "reading": "not_main",
    "profile": "step-back",
    "conditions": ("scope",),
    "booked": False,
}


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        ("true", True),
        ("false", False),
        ("evidence >= 55", True),
        ("evidence > 55", False),
        ("evidence <= 55", True),
        ("evidence < 55", False),
        ("evidence > 54.9", True),
        ("evidence <= 54.99", False),
        ("evidence == 55", True),
        ("evidence != 55", False),
        ("others < 3", True),
        ("others >= 2.5", True),
        ("others < 2.5", False),
        ("pushing < 100", False),
        ("pushing >= 0", False),
        ("not pushing >= 0", True),
        ("pushing != nil", False),
        ("pushing == nil", True),
        ("others != nil", True),
        ('band.pushing == "high"', True),
        ('reading == "not_main"', True),
        ('reading != "not_main"', False),
        ('reading == "largely" or reading == "not_main"', True),
        ('profile == "step-back"', True),
        ('conditions contains "scope"', True),
        ('conditions contains "skills"', False),
        ("booked", False),
        ("booked == false", True),
        ("booked != true", True),
        ("not booked and others != nil", True),
        ("not (booked and others != nil)", True),
        ("not evidence >= 55 or others != nil", True),
        ("booked or (evidence >= 55 and others != nil)", True),
        ("(booked or evidence >= 55) and pushing != nil", False),
        ('reading == "not_main"\nand others >= 1', True),
    ],
)
def test_rule_is_answered(rule: str, answer: bool) -> None:
    assert parse(rule, names=NAMES).holds(VALUES) is answer


@pytest.mark.parametrize(
    ("rule", "line", "told"),
    [
        ("", 1, "true"),
        ("evidense >= 55", 1, "Allowed: evidence"),
        ("evidence\n>= many", 2, "no number"),
        ("evidence 55", 1, "one word too many"),
        ("evidence", 1, "evidence >= 55"),
        ('booked or\nreading == "largly"', 2, "largely"),
        ("reading == largely", 1, "in quotes"),
        ("reading >= 3", 1, "no number"),
        ("reading", 1, 'reading == "not_enough"'),
        ('conditions == "scope"', 1, "contains"),
        ('conditions contains "hope"', 1, "scope, skills"),
        ('reading contains "not"', 1, "reading =="),
        ("(booked or booked", 1, "bracket"),
        ("booked booked", 1, "one word too many"),
        ("booked and", 1, "the end"),
        ("booked\nand evidence >= 55\nor others != nil", 3, "brackets"),
        ("booked == 3", 1, "no number"),
        ("evidence >= 55; drop", 1, "';'"),
        ("not " * 500 + "booked", 1, "nested too deeply"),
        ("booked or " * 300 + "booked", 1, "too long"),
    ],
)
def test_fault_names_its_line_and_what_is_allowed(rule: str, line: int, told: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(rule, names=NAMES)

    (fault,) = refused.value.faults
    assert fault.line == line
    assert told in fault.message


@given(
    value=st.fractions(min_value=0, max_value=100, max_denominator=60),
    border=st.integers(min_value=0, max_value=100),
)
def test_borders_are_exact(value: Fraction, border: int) -> None:
    values = {**VALUES, "evidence": value}

    assert parse(f"evidence >= {border}", names=NAMES).holds(values) is (value >= border)
    assert parse(f"evidence < {border}", names=NAMES).holds(values) is (value < border)


def test_a_third_of_hundred_is_no_rounded_number() -> None:
    values = {**VALUES, "evidence": Fraction(100, 3)}

    assert parse("evidence < 33.34", names=NAMES).holds(values)
    assert parse("evidence > 33.33", names=NAMES).holds(values)


def test_rule_knows_the_names_it_looks_at() -> None:
    assert parse("booked or not (others < 3)", names=NAMES).names == {"booked", "others"}


@given(st.text(max_size=60) | st.text(alphabet='()<>=!". andortbke5', max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    with suppress(Refused):
        assert parse(text, names=NAMES).names <= set(NAMES)


@pytest.mark.parametrize(
    ("condition", "reader", "shown"),
    [
        ("not booked and has_name", Facts(booked=True), False),
        ("not has_name and booked", Facts(), False),
        ('conditions contains "scope"', Facts(conditions=("scopes",)), False),
        ('profile == "push" or profile == "ally"', Facts(profile="ally"), True),
        ('has_name and (booked or profile == "push")', Facts(profile="push"), False),
    ],
)
def test_a_condition_in_a_text_means_what_a_rule_means(
    condition: str, reader: Facts, shown: bool
) -> None:
    text = f"{{% if {condition} %}}yes{{% else %}}no{{% endif %}}"
    other = f"{{% unless {condition} %}}no{{% else %}}yes{{% endunless %}}"

    for source in (text, other):
        said = liquid.expand(source, facts=reader, names={}, passages={}, constants={})
        assert said == ("yes" if shown else "no")


def test_case_takes_the_first_that_fits() -> None:
    source = (
        '{% case profile %} nobody reads this {% when "push", "ally" %}one'
        '{% when "push" or "pendulum" %}two{% else %}three{% endcase %}'
    )

    said = [
        liquid.expand(source, facts=Facts(profile=key), names={}, passages={}, constants={})
        for key in ("push", "ally", "pendulum", "none")
    ]

    assert said == ["one", "one", "two", "three"]
