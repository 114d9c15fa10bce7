"""No sentence of the starter's offer stands in code, templates or the content for all offers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.content.reader import CONTENT, HOME, SHARED, prose
from writing import frontmatter

pytestmark = pytest.mark.slow

ROOT = CONTENT.parent
APPS = sorted(file.parent for file in ROOT.glob("*/apps.py"))
LONG = 5
"""So many words in a row are a sentence of somebody's."""
OF_THE_PRODUCT = (
    "If you like. Please leave out anything that could identify somebody else.",
    "A guide made from your answers",
    "Short letters by email. I can stop any time.",
    "Send me a letter now and then. I can stop any time.",
    "Now and then, when there is something new",
    "Has a link at its foot to stop",
    "You can stop at any time. You can stop at any step.",
    "Choose the answer that comes closest",
    "What did we get wrong?",
    "If you are in danger, or",
    "There is not enough here to try yet",
    "Answers only if you tick the box that allows it. If you tick the box that",
    "Answers that are never finished are deleted after",
    "If you do not confirm your address, it is deleted after",
    "When you ask for the guide",
    "Link to move or cancel",
)
"""What every offer does: the starter's pages tell of it as the product's own pages do."""
EVERYDAY = (
    "at the end of a",
    "at the end of the",
    "button book url see the",
    "if you are not sure",
    "if you would like to",
    "in one or two sentences",
    "on the first page and",
    "what would you like to",
    "what you would like to",
    "you do not have to",
    "you would most like to",
    "you would like to talk about",
)
"""Words that nobody owns."""
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
WORD = re.compile(r"[a-z]+")


def runs(text: str) -> set[str]:
    """Every five words in a row, small."""
    words = WORD.findall(text.lower().replace("’", "").replace("'", ""))
    return {" ".join(words[at : at + LONG]) for at in range(len(words) - LONG + 1)}


def all_runs(texts: Iterable[str]) -> set[str]:
    return {run for text in texts for run in runs(text)}


def pieces(text: str) -> list[str]:
    """What stands between the tags of a text, and in quotes within them."""
    quoted = [said for tag in TAG.findall(text) for said in re.findall(r'"([^"]*)"', tag)]
    return [*TAG.sub("\0", text).split("\0"), *quoted]


def said_in(file: Path) -> list[str]:
    """The texts of a content file, without its comments."""
    if file.suffix == ".md":
        head, body = frontmatter.parse(file.read_text())
        return [piece for text in (*prose(head), body) for piece in pieces(text)]
    return [piece for text in prose(yaml.safe_load(file.read_text())) for piece in pieces(text)]


@cache
def own_runs() -> frozenset[str]:
    """What only the starter's offer says: its versions of the product's letters repeat those."""
    own: set[str] = set()
    anybodys = all_runs((*OF_THE_PRODUCT, *EVERYDAY))
    for file in sorted([*HOME.rglob("*.md"), *HOME.rglob("*.yaml")]):
        repeats = all_runs(of_all()) if file.parent.name == "letters" else set()
        own |= all_runs(said_in(file)) - repeats
    return frozenset(own - anybodys)


def of_all() -> list[str]:
    return [text for file in sorted(SHARED.rglob("*.md")) for text in said_in(file)]


def in_code(source: str) -> list[str]:
    """The texts of a module but its docstrings."""
    tree = ast.parse(source)
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def texts_of(place: str) -> Iterator[tuple[str, list[str]]]:
    if place == "shared":
        for file in sorted([*SHARED.rglob("*.md"), *SHARED.rglob("*.yaml")]):
            yield str(file.relative_to(ROOT)), said_in(file)
    elif place == "templates":
        for file in sorted(file for file in (ROOT / "templates").rglob("*") if file.is_file()):
            yield str(file.relative_to(ROOT)), pieces(file.read_text())
    else:
        for file in sorted((ROOT / place).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), in_code(file.read_text())


@pytest.mark.slow
@pytest.mark.parametrize("place", ["shared", "templates", *(app.name for app in APPS)])
def test_no_five_words_in_a_row_are_the_starters(place: str) -> None:
    found = {name: sorted(all_runs(texts) & own_runs()) for name, texts in texts_of(place)}

    assert {name: hits for name, hits in found.items() if hits} == {}
