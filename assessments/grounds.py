"""What texts about a result rest on: the questions each names, so that none says what nobody was
asked. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from assessments.schema import AssessmentBody
from assessments.segments import CLOSE_TO, PROFILE, READING, SLIGHT
from publishing.kinds import Finding
from writing import liquid_check, segments
from writing.errors import Refused, listed
from writing.segments import BAND, WORD

THOUGHT, QUESTION = "thought", "question"
"""What a text may say instead: that it is a guess, or that it only asks."""
ASKS = ("?", "؟", "？")
OUTCOME = frozenset((PROFILE, READING, SLIGHT, CLOSE_TO))
"""What a text asks that says something else to each profile or reading."""
IN_PROFILE = {
    "summary_rests_on": ("summary",),
    "looks_after_rests_on": ("looks_after",),
    "does_well_rests_on": ("does_well",),
    "can_cost_rests_on": ("can_cost",),
    "slight_rests_on": ("slight", "slight_look"),
}
IN_READING = {"rests_on": ("text", "short", "more")}
"""By the field that names the questions, the texts that rest on them."""


def findings(body: AssessmentBody) -> Iterator[Finding]:
    """Names that are no question's; and, where the assessment says so, texts that rest on none or
    speak of a scale without any of its questions.
    """
    for column, rows, fields in (
        ("readings", body.readings, IN_READING),
        ("profiles", body.profiles, IN_PROFILE),
    ):
        for row in rows:
            for field, texts in fields.items():
                said = "\n\n".join(getattr(row, text) for text in texts)
                for message in faults(said, getattr(row, field), [body]):
                    yield Finding(f"{column}/{row.id}/{field}", message)


def faults(
    said: str, rests_on: str, bodies: Iterable[AssessmentBody], *, required: bool = True
) -> Iterator[str]:
    """What is wrong with the questions that one text names, of these assessments; one that is not
    `required` may name none.
    """
    bodies = list(bodies)
    names = [name.strip() for name in rests_on.split(",") if name.strip()]
    scales_of = {
        question.key: {question.scale, *(choice.scale for choice in question.choices)}
        for body in bodies
        for question in body.questions
    }
    if unknown := [name for name in names if name not in (*scales_of, THOUGHT, QUESTION)]:
        words = _("“%(names)s” is no question. Name questions by their short names.")
        yield words % {"names": listed(unknown)}
    elif not said.strip() or not any(body.names_grounds for body in bodies):
        return
    elif not names:
        if required:
            yield _(
                "Say which questions this text rests on, or that it is a thought or a question."
            )
    elif QUESTION in names and not any(sign in said for sign in ASKS):
        yield _("It says that it only asks, but there is no question mark in it.")
    else:
        unasked = spoken_of(said).difference(*(scales_of.get(name, ()) for name in names))
        for scale in (scale for body in bodies for scale in body.scales if scale.key in unasked):
            words = _("The text speaks of “%s”, but rests on none of its questions.")
            yield words % (scale.name or scale.key)


def of_versions(
    text: str, rests_on: str, bodies: Iterable[AssessmentBody], *, rule: str = ""
) -> Iterator[str]:
    """The same of a text that belongs to all, and perhaps says something else to each profile or
    reading, or is there for some of them only, by its rule.
    """
    required = bool(OUTCOME & (_asked(text) | _asked_by(rule)))
    return faults(text, rests_on, bodies, required=required)


def _asked(text: str) -> frozenset[str]:
    """The names in the conditions of a text; none where it cannot be read."""
    if not liquid_check.readable(text):
        return frozenset()
    return liquid_check.uses(text).conditions


def _asked_by(rule: str) -> frozenset[str]:
    try:
        return frozenset(segments.read(rule).names)
    except Refused:
        return frozenset()


def spoken_of(text: str) -> frozenset[str]:
    """The scales whose height a text asks or prints; none where it cannot be read."""
    if not liquid_check.readable(text):
        return frozenset()
    printed = liquid_check.uses(text).words
    heights = {name.removeprefix(BAND) for name in _asked(text) if name.startswith(BAND)}
    return frozenset(heights | {name.removesuffix(WORD) for name in printed if name.endswith(WORD)})
