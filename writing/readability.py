"""How hard a text reads: the Flesch-Kincaid grade (Kincaid et al., 1975), and its words. Pure."""

import re
from functools import cache

import pyphen

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…]+[\"”’')]*(?:\s+|$)|\n{2,}|\n(?=\s*[-*•\d])")
VOWELS = re.compile(r"[aeiouy]+")
TWO_VOWELS = re.compile(r"(?<![tcsg])i(?:a|ent|et)")  # heard apart, as in client
HYPHENS = pyphen.Pyphen(lang="en_US")


def words(text: str) -> list[str]:
    """The words of a text, numbers left out."""
    return WORD.findall(text)


@cache
def syllables(word: str) -> int:
    """Syllables of an English word: its hyphenation or its vowel groups, whichever are more."""
    plain = word.lower()
    groups = len(VOWELS.findall(plain)) + len(TWO_VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups, len(HYPHENS.inserted(plain).split("-")))


def grade(text: str) -> float:
    """The US school grade of a text; 0.0 for one without words."""
    counted = words(text)
    if not counted:
        return 0.0
    sentences = max(1, sum(1 for part in SENTENCE_END.split(text) if part and WORD.search(part)))
    rate = sum(syllables(word) for word in counted) / len(counted)
    return 0.39 * len(counted) / sentences + 11.8 * rate - 15.59
