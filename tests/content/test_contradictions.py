"""No result contradicts what somebody answered: every offer's, for many people made up.

Each different outcome (reading, profile, bands, conditions, what is slight) is put into words once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessments import files, result, simulation
from assessments.definition import Definition
from assessments.entries import entries
from assessments.question_types.base import Answer
from assessments.result_page import ResultPage
from assessments.scoring import band, score
from offers import files as offers
from tests.content.reader import CONTENT, PRACTICE
from writing.passages import PassageText
from writing.render import Scope
from writing.segments import holds

pytestmark = pytest.mark.slow

FOLDERS = [at for at in offers.folders(CONTENT) if (at / files.ASSESSMENT).is_file()]
CONTRADICTIONS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("contradictions.yaml").read_text()
)
LEVELS = ("low", "middle", "high")
VALUES = {"date": "", "guide_url": "#", "book_url": "#", "retake_url": "#", "site_url": "#"}


@cache
def definition(folder: Path) -> Definition:
    return Definition.from_body(files.read_body(folder))


@cache
def passages(folder: Path) -> dict[str, PassageText]:
    return files.read_passages(folder)


def sheets(made: Definition) -> Iterator[dict[str, Answer]]:
    """One answer all along, nothing at all, then people who lean one way or another."""
    questions = [q for q in made.parts.questions.values() if q.options]
    yield {}
    for at in (0, -1):
        chosen = {question.key: question.options[at].value for question in questions}
        yield {
            key: [str(value)] if made.parts.questions[key].kind.many else value
            for key, value in chosen.items()
        }
    yield from simulation.sheets(made, 1200)


@cache
def pages(folder: Path) -> list[ResultPage]:
    """One page for each different outcome."""
    made, shown = definition(folder), {}
    for answers in sheets(made):
        scored = score(made, answers)
        facts = result.facts(made, scored, answers)
        scope = Scope(facts, result.names(made, facts), passages(folder), PRACTICE, VALUES)
        shown.setdefault(hash(facts), ResultPage(made, scored, answers, scope))
    return list(shown.values())


def words(page: ResultPage) -> str:
    """All that the page says of this result, but its bars."""
    boxes = (page.you_first, page.scope_box, page.reading, page.step, *page.conditions)
    parts = [f"{box.title}\n{box.short}\n{box.html}" for box in boxes if box is not None]
    parts += [*page.asides, *page.to_look_again, page.more, page.no_leaning, page.before_step]
    parts += [page.after_step, page.after_profile, page.after_bars]
    parts += (page.leaning or {}).values()
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(parts)).split())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_result_is_whole_for_everybody(folder: Path) -> None:
    for page in pages(folder):
        said = words(page)
        assert "{{" not in said
        assert "{%" not in said
        assert "  " not in said
        assert page.reading.html


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_text_never_says_the_words_of_another_band(folder: Path) -> None:
    """What a bar says when it is high stands nowhere on the page of somebody whose bar is low."""
    made = definition(folder)
    for page in pages(folder):
        said = words(page)
        for scale in entries(made.body, "scales"):
            level = band(made, page.result.scales[scale["key"]])
            own = str(scale.get(level) or "")
            others = [str(scale.get(other) or "") for other in LEVELS if other != level]
            for other in filter(None, others):
                assert other == own or other not in said, (page.result, scale["key"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_result_contradicts_no_answer(folder: Path) -> None:
    made = definition(folder)
    grounded = bool(made.body.get("names_grounds"))
    rows = CONTRADICTIONS.get(made.slug, [])
    rows = [row for row in rows if grounded or not row.get("grounded")]
    for page in pages(folder):
        for row in rows:
            if holds(row["when"], page.scope.facts):
                found = re.search(row["never"], words(page), re.IGNORECASE)
                assert found is None, f"{row['when']}: {found and found[0]} ({page.result})"
