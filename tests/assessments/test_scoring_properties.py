"""What holds for every possible answer sheet."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import answers as sense
from assessments import simulation
from assessments.scoring import Result, score
from tests.assessments.conftest import STARTER

pytestmark = pytest.mark.slow

READINGS = {"not_enough", "unheard", "not_main", "one_of_several", "largely", "partly"}
PROFILES = {"pendulum", "push", "step-back", "wider-view", "ally", "in-between"}


def answer(question: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *(option.value for option in question.options)])


SHEETS = st.fixed_dictionaries({key: answer(q) for key, q in STARTER.questions.items()})
ITEM = st.sampled_from([q for q in STARTER.questions.values() if q.scale])
settings.register_profile("assessments", max_examples=400, deadline=None)
FAST = settings(settings.get_profile("assessments"))


@FAST
@given(SHEETS)
def test_every_sheet_gets_one_reading_and_a_profile_where_there_is_enough(
    sheet: dict[str, Any],
) -> None:
    result = score(STARTER, sense.clean(STARTER, sheet))
    responses = (result.scales["pushing"], result.scales["withdrawing"])

    assert result.reading in READINGS
    assert (result.profile is None) == (result.reading == "not_enough" or responses == (None, None))
    assert result.profile is None or result.profile in PROFILES


@FAST
@given(SHEETS)
def test_every_score_is_from_0_to_100(sheet: dict[str, Any]) -> None:
    result = score(STARTER, sheet)

    assert all(value is None or 0 <= value <= 100 for value in result.scales.values())


@FAST
@given(SHEETS)
def test_what_is_slight_names_another_profile_or_none(sheet: dict[str, Any]) -> None:
    result = score(STARTER, sheet)

    assert result.slight or not result.close_to
    assert result.close_to != result.profile or result.profile is None
    assert not result.close_to or result.close_to in PROFILES


@FAST
@given(SHEETS, ITEM)
def test_reverse_key_flips_the_answer(sheet: dict[str, Any], question: Any) -> None:
    high = score(STARTER, {**sheet, question.key: 4}).scales[question.scale]
    low = score(STARTER, {**sheet, question.key: 0}).scales[question.scale]

    if high is not None and low is not None:
        assert (high < low) is question.reverse
        assert high != low


@FAST
@given(SHEETS)
def test_toll_and_context_change_no_verdict(sheet: dict[str, Any]) -> None:
    def verdict(result: Result) -> tuple[Any, ...]:
        return result.reading, result.profile, result.step

    other = {**sheet, "i06": 4, "i12": 0, "i20": 4, "field": "other", "stuck_with": "half"}

    assert verdict(score(STARTER, sheet)) == verdict(score(STARTER, other))


@FAST
@given(SHEETS)
def test_open_answer_equals_a_missing_one(sheet: dict[str, Any]) -> None:
    given_ones = {key: value for key, value in sheet.items() if value is not None}

    assert score(STARTER, sheet) == score(STARTER, given_ones)


def test_made_up_people_reach_every_reading_and_profile(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counts = simulation.spread(STARTER, 2000)

    with capsys.disabled():
        profiles = {k: f"{n / 20:.0f} %" for k, n in sorted(counts.items()) if "profile" in k}
        print(f"\nspread over made-up people: {profiles}")
    assert simulation.unreached(STARTER) == []
    assert max(counts[f"profile {key}"] for key in PROFILES) < 1000
