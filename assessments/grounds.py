"""What the texts of a result rest on: the questions each names, so that none says what nobody was
asked. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.definition import Definition
from assessments.schema import AssessmentBody
from assessments.schema.rules import Profile, Reading
from publishing.kinds import Finding
from writing import liquid_check
from writing.errors import listed
from writing.segments import BAND, WORD

THOUGHT, QUESTION = "thought", "question"
"""What a text may say instead: that it is a guess, or that it only asks."""
ASKS = ("?", "؟", "？")
PROFILE = {
    "summary_rests_on": ("summary",),
    "looks_after_rests_on": ("looks_after",),
    "does_well_rests_on": ("does_well",),
    "can_cost_rests_on": ("can_cost",),
    "slight_rests_on": ("slight", "slight_look"),
}
READING = {"rests_on": ("text", "more")}
"""By the field that names the questions, the texts that rest on them."""


def findings(body: AssessmentBody, definition: Definition) -> Iterator[Finding]:
    """Names that are no question's; and, where the assessment says so, texts that rest on none or
    speak of a scale without any of its questions.
    """
    for column, rows, fields in (
        ("readings", body.readings, READING),
        ("profiles", body.profiles, PROFILE),
    ):
        for row in rows:
            for field, texts in fields.items():
                place = f"{column}/{row.id}/{field}"
                yield from _findings(body, definition, place, row, field, texts)


def _findings(
    body: AssessmentBody,
    definition: Definition,
    place: str,
    row: Profile | Reading,
    field: str,
    texts: tuple[str, ...],
) -> Iterator[Finding]:
    said = "\n\n".join(getattr(row, text) for text in texts)
    names = [name.strip() for name in getattr(row, field).split(",") if name.strip()]
    questions = definition.parts.questions
    if unknown := [name for name in names if name not in (*questions, THOUGHT, QUESTION)]:
        words = _("“%(names)s” is no question. Name questions by their short names.")
        yield Finding(place, words % {"names": listed(unknown)})
    elif not body.names_grounds or not said.strip():
        return
    elif not names:
        words = _("Say which questions this text rests on, or that it is a thought or a question.")
        yield Finding(place, words)
    elif QUESTION in names and not any(sign in said for sign in ASKS):
        yield Finding(place, _("It says that it only asks, but there is no question mark in it."))
    else:
        resting = {questions[name].scale for name in names if name in questions}
        scales = [scale for scale in body.scales if scale.key in spoken_of(said) - resting]
        for scale in scales:
            words = _("The text speaks of “%s”, but rests on none of its questions.")
            yield Finding(place, words % (scale.name or scale.key))


def spoken_of(text: str) -> frozenset[str]:
    """The scales whose height a text asks or prints; none where it cannot be read."""
    if not liquid_check.readable(text):
        return frozenset()
    uses = liquid_check.uses(text)
    asked = {name.removeprefix(BAND) for name in uses.conditions if name.startswith(BAND)}
    printed = {name.removesuffix(WORD) for name in uses.words if name.endswith(WORD)}
    return frozenset(asked | printed)
