"""`manage.py score`: answer sheets in, scores out, one line each."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments import jsonl
from assessments.models import Assessment, Attempt
from publishing import actions as publishing
from tests.assessments.made_up import definition, scored
from tests.assessments.rewriting import rewrite_item


def run(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    monkeypatch.setattr("sys.stdout", out)
    call_command("score", *arguments)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def line(name: str, content: Path) -> str:
    return json.dumps(json.loads((content / "samples" / f"{name}.json").read_text())) + "\n"


@pytest.mark.django_db
def test_scores_by_the_starter_content_where_nothing_is_published(
    monkeypatch: pytest.MonkeyPatch, content: Path
) -> None:
    lines = run(monkeypatch, line("push", content) + "\n" + line("not-enough", content))

    assert lines[0] == {
        "scales": {
            "presence": 75,
            "pushing": 81.25,
            "withdrawing": 25,
            "toll": 66.6666666667,
            "recognise": 58.3333333333,
            "understand": 25,
            "include": 50,
        },
        "reading": "largely",
        "profile": "push",
        "slight": False,
        "close_to": None,
        "you_first": False,
        "next_step": "understand",
        "conditions": ["workload", "skills"],
    }
    assert lines[1]["profile"] is None
    assert lines[1]["scales"]["presence"] is None


def test_scores_by_the_published_version(
    monkeypatch: pytest.MonkeyPatch, published: Assessment, content: Path, moment: datetime
) -> None:
    rewrite_item(published, "profiles", "ally", key="forward")
    publishing.freeze(published, now=moment)

    assert run(monkeypatch, line("ally", content))[0]["profile"] == "forward"
    assert not Attempt.objects.exists()


@pytest.mark.django_db
def test_next_step_is_to_go_deeper_when_all_are_high(
    monkeypatch: pytest.MonkeyPatch, content: Path
) -> None:
    assert run(monkeypatch, line("ally", content))[0]["next_step"] == "deeper"


@pytest.mark.django_db
def test_scores_by_the_assessment_of_an_address(
    monkeypatch: pytest.MonkeyPatch, content: Path
) -> None:
    arguments = ("--assessment", "resistance-reframe")

    assert run(monkeypatch, line("push", content), *arguments)[0]["profile"] == "push"
    with pytest.raises(CommandError, match="There is no assessment “nowhere”"):
        run(monkeypatch, line("push", content), "--assessment", "nowhere")


def test_line_says_what_is_slight_and_who_comes_first() -> None:
    line = jsonl.as_line(definition(), scored(haste=9, rest=8, cost=10, money="yes", health="yes"))

    assert line["profile"] == "swing"
    assert line["slight"] is True
    assert line["close_to"] == "rush"
    assert line["you_first"] is True
    assert line["conditions"] == ["health", "money"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "Line 1: This is no JSON"),
        ("\n[1]", "Line 2: An answer sheet is"),
        ('{"answers": {"i99": 1}}', 'Line 1: Unknown question "i99"'),
        ('{"answers": {"i01": 9}}', 'Line 1: Question "i01": 9 is no answer'),
        ('{"answers": {"i01": 1, "i01": 2}}', 'Line 1: "i01" is there twice.'),
        ('{"answers": {"i01": NaN}}', "nan is no answer"),
        ('{"answers": ' * 20000, "nested too deeply"),
    ],
)
def test_wrong_sheet_is_one_clear_error(
    monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    with pytest.raises(CommandError) as error:
        run(monkeypatch, text)

    assert told in str(error.value)
    assert error.value.returncode == 1


@pytest.mark.django_db
def test_nothing_in_is_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "") == []
