"""Short names made from the author's words, so that nobody is asked for one. Pure."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import slugify

from assessments.parser import ONE_ANSWER, SHOWN
from assessments.schema import AssessmentBody
from assessments.segments import NONE, OF_RESULT
from writing.segments import DID

LONGEST = 30
LIQUID = frozenset(
    {"and", "or", "not", "contains", "true", "false", "nil", "null", "blank", "empty"}
    | {"passage", "band", "if", "else", "unless", "case", "when", "for", "in"}
)
RESERVED = LIQUID | {*OF_RESULT, *DID, SHOWN, ONE_ANSWER, NONE}
"""Names that mean something else in rules and texts."""


def made_key(words: str, taken: Collection[str], *, otherwise: str) -> str:
    """A short name that nobody has: of the first words, or `otherwise` where they have no letters
    of the Latin alphabet.
    """
    slug = slugify(words).replace("-", "_").lstrip("_0123456789")
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("_")[0] or slug[:LONGEST]
    stem, number = slug.strip("_") or otherwise, 1
    key = stem
    while key in taken or key in RESERVED:
        number += 1
        key = f"{stem}_{number}"
    return key


def rule_names(body: AssessmentBody) -> set[str]:
    """The short names that rules may ask, which must differ from each other."""
    names = {question.key for question in body.questions}
    names |= {scale.key for scale in body.scales}
    return names | {measure.key for measure in body.measures}
