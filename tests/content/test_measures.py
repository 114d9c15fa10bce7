"""How the texts of a reader read: grade, sentences, and how much two readers have in common."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from offers import files as offers
from tests.content import as_read
from tests.content.as_read import LONG, PARTS, SHORT, Read
from tests.content.reader import CONTENT, HOME
from tests.content.test_contradictions import CONTRADICTIONS
from tests.content.test_glossary import GLOSSARY
from writing import readability
from writing.segments import holds

pytestmark = pytest.mark.slow

OFFERS = [at for at in offers.folders(CONTENT) if (at / GLOSSARY).is_file()]
"""Those whose words are edited to the end."""
EVERYBODY = [
    pytest.param(reader, id=f"{offer.name}-{reader.key}")
    for offer in OFFERS
    for reader in as_read.readers(offer)
]


@pytest.mark.parametrize("reader", EVERYBODY)
def test_texts_read_at_grade_five_to_nine(reader: Read) -> None:
    grades = {part: readability.grade(reader.of(part)) for part in PARTS}

    assert {part: grade for part, grade in grades.items() if not 5 <= grade <= 9} == {}


@pytest.mark.parametrize("reader", EVERYBODY)
def test_sentences_are_long_and_short(reader: Read) -> None:
    lengths = as_read.lengths(reader.of(*PARTS))
    tenth = len(lengths) // 10

    assert sum(length <= SHORT for length in lengths) / len(lengths) <= 0.3
    assert lengths[-tenth] - lengths[tenth] >= 12


@pytest.mark.parametrize("reader", EVERYBODY)
def test_no_sentence_stands_twice_between_result_guide_and_letters(reader: Read) -> None:
    assert as_read.told_twice(reader, LONG) == set()


@pytest.mark.parametrize("reader", as_read.readers(HOME), ids=lambda reader: reader.key)
def test_guide_and_letters_contradict_no_answer(reader: Read) -> None:
    said = " ".join(reader.of("guide", "letter").split())

    for row in CONTRADICTIONS[HOME.name]:
        if row["when"] and holds(row["when"], reader.facts):
            found = re.search(row["never"], said, re.IGNORECASE)
            assert found is None, f"{row['when']}: {found and found[0]}"


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_two_guides_share_at_most_sixty_percent_of_their_runs_of_five_words(offer: Path) -> None:
    """Of people of another field and another profile, where an offer asks a field."""
    shared = as_read.in_common(as_read.readers(offer))

    assert {names: share for names, share in shared.items() if share > 0.6} == {}
