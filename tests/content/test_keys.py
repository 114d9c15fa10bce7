"""No key that the content defines stands in the code: what an author calls things is data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content.reader import CONTENT, HOME, SHARED

pytestmark = pytest.mark.slow

ROOT = CONTENT.parent
APPS = (
    *("assessments", "consultations", "contacts", "courses", "desk", "guides", "health", "landing"),
    *("mail", "offers", "practice", "project", "publishing", "writing"),
)
CODE = sorted(
    file for app in APPS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts
)
PLAIN_NAMES = frozenset(
    "both few fit include others push response situation understand unheard worth".split()  # noqa: SIM905
)
"""English verbs and nouns, and those of Python and Redis: names may be called so, texts may not."""
PLAIN_WORDS = frozenset(
    """
    context cover deeper evidence field format groups guide letter meeting mirror moment other
    others partly reason scope staying worksheet
    """.split()  # noqa: SIM905
)
"""What Django, Markdown, the desk, scales of answers and the sections of a guide mean by them."""
ANSWERS = frozenset({"yes", "somewhat", "no", *"01234"})
"""The three answers of a kind of question that the product brings along, and small numbers."""
RULE_NAMES = frozenset({"one_answer"})
"""What any assessment's rules may ask besides its own scales: whether all answers are the same."""


def keys_in(node: Any) -> Iterator[str]:
    """Every `key:` of a content file, however deep."""
    if isinstance(node, dict):
        if "key" in node:
            yield str(node["key"])
        for part in node.values():
            yield from keys_in(part)
    elif isinstance(node, list):
        for part in node:
            yield from keys_in(part)


def defined(offer: Path) -> set[str]:
    """The keys of everything in a folder of content/ but the product's own letters, which the code
    asks for.
    """
    found: set[str] = set()
    for file in offer.rglob("*.yaml"):
        found |= set(keys_in(yaml.safe_load(file.read_text())))
    for folder in ("passages", "guide", "lessons"):
        for file in offer.glob(f"{folder}/*.md"):
            head = yaml.safe_load(file.read_text().split("---")[1])
            found.add(str(head.get("key", file.stem)))
    return found | {file.stem for file in offer.glob("samples/*.json")}


FOLDERS = sorted(folder for folder in CONTENT.iterdir() if folder.is_dir())
USUAL = PLAIN_WORDS | ANSWERS | RULE_NAMES
FIRST = defined(HOME) | defined(SHARED)
FURTHER = frozenset().union(*(defined(folder) for folder in FOLDERS))
LOOKED_FOR = (FIRST | {key for key in FURTHER if not key.isalpha()}) - USUAL
"""All keys of the first offer, which the code grew up with; of a further one those that are no
single word, since a word such as “rest” is anybody's.
"""


def found_in(source: str) -> list[str]:
    """Keys that stand in code: as a text of their own, in quotes within one, or as a name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        said: set[str] = set()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = {node.value, *re.findall(r'"([a-z0-9_-]+)"', node.value)} & LOOKED_FOR
        else:
            names = (getattr(node, name, None) for name in ("id", "attr", "arg", "name"))
            said = {name for name in names if isinstance(name, str)} & LOOKED_FOR - PLAIN_NAMES
        found += [f"line {node.lineno}: {key}" for key in sorted(said)]  # type: ignore[attr-defined]  # such nodes have lines
    return found


@pytest.mark.parametrize("app", APPS)
def test_no_key_of_the_content_stands_in_code(app: str) -> None:
    files = (file for file in CODE if file.is_relative_to(ROOT / app))

    assert [f"{file}: {hit}" for file in files for hit in found_in(file.read_text())] == []


@pytest.mark.parametrize(
    "code",
    ['FIRST = "wider-view"', "rule = 'profile == \"step-back\"'", "facts.stuck_with", "toll = 3"],
)
def test_a_key_is_found_wherever_it_stands(code: str) -> None:
    assert len(found_in(code)) == 1


def test_keys_of_every_kind_are_looked_for() -> None:
    known = {"wider-view", "not_main", "recognise", "workload", "stuck_with", "coaching", "toll",
             "roadmap", "guide_profile", "who-pays", "two-sides"}  # fmt: skip

    assert known <= LOOKED_FOR
