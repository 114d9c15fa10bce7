"""Every text of a reading or profile names the questions it rests on."""

from __future__ import annotations

from typing import Any

import pytest

from assessments import checks
from assessments.documents import PASSAGE
from tests.assessments.made_up import body, typed
from writing.errors import Refused


def told(column: str, at: int = 0, **changed: Any) -> list[tuple[str, str]]:
    said = body()
    said[column][at] |= changed
    findings = checks.findings(typed(said), slug="next-door")
    return [(finding.place.rpartition("/")[2], finding.message) for finding in findings]


@pytest.mark.parametrize("field", ["summary", "looks_after", "does_well", "can_cost", "slight"])
def test_text_of_a_profile_that_rests_on_nothing_is_refused(field: str) -> None:
    ((place, message),) = told("profiles", **{f"{field}_rests_on": ""})

    assert place == f"{field}_rests_on"
    assert "which questions this text rests on" in message


def test_text_of_a_reading_that_rests_on_nothing_is_refused() -> None:
    assert [place for place, _ in told("readings", at=1, rests_on="")] == ["rests_on"]


def test_assessment_that_does_not_keep_the_rule_is_left_in_peace() -> None:
    said = body() | {"names_grounds": False}
    said["profiles"][0]["summary_rests_on"] = ""

    assert checks.findings(typed(said), slug="next-door") == []


@pytest.mark.parametrize("names_grounds", [True, False])
def test_name_that_is_no_question_is_refused(*, names_grounds: bool) -> None:
    said = body() | {"names_grounds": names_grounds}
    said["profiles"][0]["summary_rests_on"] = "h1, h9, haste"

    (finding,) = checks.findings(typed(said), slug="next-door")
    assert "“h9, haste” is no question" in finding.message


def test_text_that_only_asks_has_a_question_in_it() -> None:
    assert told("profiles", can_cost="It costs a lot.")[0][0] == "can_cost_rests_on"


@pytest.mark.parametrize(
    "text",
    ["You rested {{ rest_word }}.", '{% if band.rest == "low" %}Hardly any rest.{% endif %}'],
)
def test_text_that_speaks_of_a_scale_rests_on_one_of_its_questions(text: str) -> None:
    ((place, message),) = told("profiles", does_well=text, does_well_rests_on="h1, h2")

    assert place == "does_well_rests_on"
    assert "“Rest”" in message


def test_what_passages_rest_on_comes_back_from_their_files() -> None:
    said = "---\nkey: own\ntitle: Own\naxis: profile\nrests_on:\n  push: h1, h2\n---\n"
    texts = {"passages/own.md": f"{said}[everyone]\nAll.\n\n[push]\nYou lean in.\n"}

    (filed,) = PASSAGE.files.read(texts)

    assert PASSAGE.files.write(filed) == texts
    assert [cell.rests_on for cell in filed.body.cells] == ["", "h1, h2"]


def test_file_that_names_a_text_it_has_not_is_refused() -> None:
    said = "---\nkey: own\naxis: profile\nrests_on: {pull: h1}\n---\n[everyone]\nAll.\n"

    with pytest.raises(Refused, match="there is no text"):
        PASSAGE.files.read({"passages/own.md": said})
