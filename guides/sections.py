"""What an author may write in a section of the guide: its key, its condition, its text. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from writing import audience, compose
from writing.faults import Fault, Refused
from writing.passages import Passage
from writing.vocabulary import GUIDE, Vocabulary

validate_key = RegexValidator(
    r"^[a-z][a-z0-9-]*$", _("Small letters, digits and -, beginning with a letter.")
)


def validate_condition(rule: str) -> None:
    """Refuse a condition that cannot be read, saying what is allowed."""
    try:
        audience.read(rule)
    except Refused as refused:
        raise ValidationError([fault.message for fault in refused.faults]) from refused


def faults(
    body: str, passages: Mapping[str, Passage], vocabulary: Vocabulary = GUIDE
) -> list[Fault]:
    """Every fault of a section's text: its Liquid, the passages it uses, its blocks."""
    return compose.check(body, vocabulary=vocabulary, passages=passages, most=None)
