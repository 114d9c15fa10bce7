"""Questions and pages that show only under a condition: hidden ones never count."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.definition import Definition
from assessments.scoring import score
from tests.assessments.test_scoring import sheet
from writing.errors import Refused


def conditional(body: dict[str, Any], key: str, when: str) -> Definition:
    next(q for q in body["questions"] if q["key"] == key)["when"] = when
    return Definition.from_body(body)


def test_hidden_answer_does_not_count(body: dict[str, Any]) -> None:
    definition = conditional(body, "i01", 'stuck_with == "half"')
    answers = sheet(i01=4, i09=0, i15=4, i19=0, stuck_with="few")

    hidden = score(definition, answers)
    shown = score(definition, {**answers, "stuck_with": "half"})

    assert hidden.scales["presence"] == 0
    assert shown.scales["presence"] == 25


def test_hidden_condition_is_not_shown(body: dict[str, Any]) -> None:
    definition = conditional(body, "fit", 'goals == "yes"')

    assert score(definition, sheet(fit="yes", goals="no")).conditions == ()


def test_what_hangs_on_a_hidden_question_is_hidden_too(body: dict[str, Any]) -> None:
    conditional(body, "i02", 'stuck_with == "half"')
    definition = conditional(body, "i03", "i02 >= 1")

    visible = definition.visible({"stuck_with": "few", "i02": 4})

    assert not {"i02", "i03"} & visible


def test_hidden_page_hides_its_questions(body: dict[str, Any]) -> None:
    body["pages"][1]["when"] = 'stuck_with != "none_now"'
    definition = Definition.from_body(body)

    assert "i01" in definition.visible({"stuck_with": "quarter"})
    assert "i01" not in definition.visible({"stuck_with": "none_now"})


def test_condition_may_only_look_back(body: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="“i05” is not known here"):
        conditional(body, "i01", "i05 >= 1")
