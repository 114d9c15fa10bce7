"""Each thing has one name for the reader: an offer's glossary says which, and nothing strays."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from offers import files as offers
from tests.content.reader import CONTENT, HOME, SHARED
from tests.content.test_starter_runs import pieces, said_in

pytestmark = pytest.mark.slow

GLOSSARY = "glossary.yaml"
OFFERS = [at for at in offers.folders(CONTENT) if (at / GLOSSARY).is_file()]
TEMPLATES = CONTENT.parent / "templates"
READERS = ("assessments", "consultations", "contacts", "courses", "guides", "landing", "mail")
PLACES = {
    "landing": ("landing.yaml",),
    "assessment": ("assessment.yaml",),
    "guide": ("guide/*.md",),
    "lessons": ("lessons/01-*.md",),
}
"""The texts that a reader can meet first."""


@cache
def glossary(offer: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((offer / GLOSSARY).read_text()))


def sources(offer: Path) -> Iterator[tuple[str, list[str]]]:
    """(file, its texts) of all that readers of an offer are shown; home's answers for the pages."""
    for folder in (offer, SHARED):
        for file in sorted([*folder.rglob("*.md"), *folder.rglob("*.yaml")]):
            if file.name != GLOSSARY:
                yield str(file.relative_to(CONTENT)), said_in(file)
    if offer == HOME:
        for file in sorted(f for app in READERS for f in (TEMPLATES / app).rglob("*.html")):
            if not file.name.startswith("admin_"):
                yield str(file.relative_to(CONTENT.parent)), pieces(file.read_text())


def banned(offer: Path) -> Iterator[tuple[str, str, Collection[str]]]:
    """(a word never printed, what is printed instead, the texts that take it apart)."""
    said = glossary(offer)
    for row in said["words"]:
        for word in row.get("not", ()):
            yield word, row["word"], row.get("apart", ())
    never = said["never"]
    for word in (*never["of_anyone"], *never["at_all"]):
        yield word, "", never.get("apart", ()) if word in never["of_anyone"] else ()


def found(word: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE)


def strays(offer: Path) -> Iterator[str]:
    texts = [(name, " ".join(" ".join(said).split())) for name, said in sources(offer)]
    for word, instead, apart in banned(offer):
        for name, text in texts:
            if not any(part in name for part in apart) and (stray := found(word, text)):
                around = text[max(0, stray.start() - 30) : stray.end() + 30]
                yield f"{name}: “{around}”" + (f", not “{instead}”" if instead else "")


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_no_text_of_readers_strays_from_the_glossary(offer: Path) -> None:
    assert list(strays(offer)) == []


@pytest.mark.parametrize(
    ("offer", "row"),
    [
        pytest.param(offer, row, id=f"{offer.name}-{row['word']}")
        for offer in OFFERS
        for row in glossary(offer)["words"]
        if "explained" in row
    ],
)
def test_word_is_explained_wherever_a_reader_can_first_meet_it(
    offer: Path, row: dict[str, Any]
) -> None:
    for place in row["explained"]:
        files = sorted(file for pattern in PLACES[place] for file in offer.glob(pattern))
        said = " ".join(" ".join(text for file in files for text in said_in(file)).split())

        assert row["says"].lower() in said.lower(), place


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_word_taken_apart_still_stands_where_it_is(offer: Path) -> None:
    """An exception that nothing needs any more goes."""
    texts = [(name, " ".join(said)) for name, said in sources(offer)]
    rows = [row for row in glossary(offer)["words"] if "apart" in row]
    for words, apart in [(row["not"], row["apart"]) for row in rows]:
        for part in apart:
            beside = " ".join(text for name, text in texts if part in name).lower()
            assert any(word.lower() in beside for word in words), part


def test_a_stray_is_found_and_a_part_of_a_word_is_none() -> None:
    assert found("newsletter", "Our Newsletter comes on Monday.")
    assert not found("drip", "A dripping tap, drip-fed.")
