"""The steps from a blank page to an open offer, in their order, and which of them makes which
place of an assessment. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NAME, QUESTIONS, MEASURES, RESULTS = "name", "questions", "measures", "results"
GUIDE, LETTERS, FRONT, PUBLISH = "guide", "letters", "front", "publish"


@dataclass(frozen=True)
class OfferStep:
    """One page of the path: its short title in the list of steps, and its heading."""

    key: str
    title: Any
    heading: Any


STEPS = (
    OfferStep(NAME, _("Name"), _("What is it called?")),
    OfferStep(QUESTIONS, _("Questions"), _("What do you ask?")),
    OfferStep(MEASURES, _("Measures"), _("What do the answers tell you?")),
    OfferStep(RESULTS, _("Results"), _("What do people find out?")),
    OfferStep(GUIDE, _("Guide"), _("What may they take home?")),
    OfferStep(LETTERS, _("Letters"), _("What do you write to them afterwards?")),
    OfferStep(FRONT, _("First page"), _("How do you invite them?")),
    OfferStep(PUBLISH, _("Try and publish"), _("Try it, then open it")),
)
BY_KEY = {step.key: step for step in STEPS}
PLACES = {
    **dict.fromkeys(("questions", "pages", "answers", "stem"), QUESTIONS),
    **dict.fromkeys(("scales", "groups"), MEASURES),
    **dict.fromkeys(("readings", "profiles", "measures", "steps", "notices"), RESULTS),
    **dict.fromkeys(("start", "safety", "mirror"), FRONT),
    **dict.fromkeys(("title", "promise"), NAME),
}


def step_of(place: str) -> str:
    """The step that makes a place of an assessment."""
    return PLACES.get(place.partition("/")[0], RESULTS)


def after(key: str) -> str:
    """The step that comes next; the last one stays."""
    keys = list(BY_KEY)
    return keys[min(keys.index(key) + 1, len(keys) - 1)]
