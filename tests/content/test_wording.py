"""What the shipped words must keep: stance, lengths, reading grade, no borrowed sentence."""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path

import pytest

from tests.content.reader import CONTENT, PRACTICE, assessment, landing, passages, prose, texts
from tests.starter_axes import AXES
from writing import liquid, readability
from writing.passages import PassageText
from writing.render import Scope
from writing.segments import Facts

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
FILES = sorted([*CONTENT.rglob("*.md"), *CONTENT.rglob("*.yaml")])
NAMES = {
    "profile_name": "Carrying the Hope",
    "field_name": "Coaching",
    "reading_name": "It looks like one part of it",
    "step_name": "Noticing yourself",
    "close_to_name": "Back and Forth",
    **{f"{scale['key']}_word": "sometimes" for scale in assessment()["scales"]},
}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("’", "'").replace("'", ""))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_eight_words_in_a_row_are_borrowed_from_the_sources(file: Path) -> None:
    source = set((HERE / "source_runs.txt").read_text().split())
    found = words(file.read_text())

    runs = {" ".join(found[at : at + 8]) for at in range(len(found) - 7)}

    borrowed = [r for r in runs if hashlib.sha256(r.encode()).hexdigest()[:12] in source]
    assert borrowed == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_one_spelling_throughout(file: Path) -> None:
    british = re.compile(
        r"\b(behaviour|colour|favourite|centre|organis(e|ing|ation)|programme|counsell(ing|or)|"
        r"practis(e|ing)|cancelled|honour|labour|neighbour|analyse)\w*",
        re.I,
    )
    text = re.sub(r"booking_cancelled", "", file.read_text())

    assert british.findall(text) == []


def test_no_item_speaks_of_resistance() -> None:
    asked = [question["text"] for question in assessment()["questions"]]

    assert [text for text in asked if "resist" in text.lower()] == []


def test_nobody_is_called_resistant_or_difficult() -> None:
    labels = re.compile(
        r"\b(resistant|difficult|unmotivated|self-sabotaging|non-?compliant) "
        r"(client|patient|person|people|member)s?\b",
        re.I,
    )
    everything = [
        *prose(assessment()),
        *prose(landing()),
        *(body for f in ("lessons", "guide") for *_, body in texts(f)),
    ]

    # The words stand only where they are taken apart, in quotation marks.
    assert [
        text for text in everything if labels.search(re.sub(r"[“\"][^”\"]*[”\"]", "", text))
    ] == []


def variants_of(source: str) -> list[Facts]:
    """One reader for every combination that changes this text; conditions none, each, all."""
    used = sorted(liquid.used_axes(source, passages(), AXES.printed) - {"has_name"})
    known = {name: kind.allowed or (True, False) for name, kind in AXES.kinds.items()}
    reasons = known["conditions"]
    some = {**known, "conditions": [(), *((one,) for one in reasons), reasons]}
    return [
        Facts(dict(zip(used, values, strict=True)), has_name=True)
        for values in itertools.product(*(some.get(axis, (True, False)) for axis in used))
    ]


LESSONS = [pytest.param(head, body, id=name) for name, head, body in texts("lessons")]


def lesson_text(body: str, facts: Facts) -> str:
    values = dict.fromkeys(
        (
            "book_url",
            "letters_url",
            "onward_url",
            "retake_url",
            "preferences_url",
            "unsubscribe_url",
            "site_url",
            "guide_url",
            "sheet_url",
        ),
        "https://x.example/",
    )
    scope = Scope(facts, NAMES, passages(), PRACTICE, values | {"first_name": "Robin"})
    return scope.text(body)


@pytest.mark.parametrize(("head", "body"), LESSONS)
def test_lesson_is_short_plain_and_asks_for_nothing_identifying(
    head: dict[str, object], body: str
) -> None:
    for facts in variants_of(body):
        text = lesson_text(body, facts)
        assert 250 <= len(words(text)) <= 450, facts
        assert readability.grade(text) <= 9, facts
        assert "leave out anything that could identify a client" in " ".join(text.split())


def test_lessons_come_on_the_promised_days() -> None:
    delays = [int(str(head["delay_days"])) for _name, head, _body in texts("lessons")][:8]

    assert list(itertools.accumulate(delays)) == [1, 3, 6, 8, 10, 14, 17, 21]


def test_invitations_are_none_in_the_first_two_and_one_line_until_the_last() -> None:
    bodies = [body for _name, _head, body in texts("lessons")]

    assert all("book_url" not in body for body in bodies[:2])
    assert all(body.count("book_url") == 1 for body in bodies[2:7])
    assert all("{% if invites %}" in body for body in bodies[2:7])


def test_own_lines_have_a_place_after_the_first_third_and_last_letter() -> None:
    signed = "{{ practice.author_name }}\n\n{{ passage.own_lines_"
    with_place = [head["position"] for _name, head, body in texts("lessons") if signed in body]

    assert with_place == [1, 3, 8]


def sentences(text: str) -> set[str]:
    parts = re.split(r"(?<=[.!?])\s+|\n+", re.sub(r"[*_#>|:]", "", text))
    return {part.strip().lower() for part in parts if len(part.split()) > 3}


VARIED = [p for p in passages().values() if p.axis in {"profile", "field"}]


@pytest.mark.parametrize("passage", VARIED, ids=lambda passage: passage.key)
def test_two_profiles_or_fields_share_at_most_seventy_percent(passage: PassageText) -> None:
    for one, other in itertools.combinations(passage.cells.values(), 2):
        mine, theirs = sentences(one), sentences(other)
        if mine and theirs:
            assert len(mine & theirs) / min(len(mine), len(theirs)) <= 0.7


@pytest.mark.parametrize("passage", passages().values(), ids=lambda passage: passage.key)
def test_every_cell_of_a_passage_is_written(passage: PassageText) -> None:
    """But of one that says the same to everybody, or waits for the author's own lines."""
    if set(passage.cells) == {"everyone"}:
        return
    known = set(AXES.with_keys[passage.axis].keys) - {"none"}

    assert {"everyone"} | known <= set(passage.cells)
    assert all(text.strip() for text in passage.cells.values())


def test_assessment_reads_at_grade_nine_or_below() -> None:
    """Each text as any reader gets it: a text with conditions in it is several."""
    long = [text for text in prose(assessment()) if len(text.split()) > 30]
    rendered = {
        lesson_text(text, facts)
        for text in long
        for facts in variants_of(text)
        if "passage." not in text
    }

    assert [text[:60] for text in rendered if readability.grade(text) > 9] == []
