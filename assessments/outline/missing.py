"""What an assessment still wants, in its author's words, each where it is made. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from assessments.outline.measures import MeasureOutline, measures
from assessments.outline.questions import rated_questions
from assessments.outline.results import ResultOutline, outcomes, rows
from assessments.schema import AssessmentBody
from assessments.schema.assessment import Scoring
from assessments.simulation import Share
from publishing.kinds import Finding


def missing(body: AssessmentBody, shares: Mapping[str, Share]) -> list[Finding]:
    """`shares` are those of made-up people by result; empty while it cannot be scored."""
    return [*_questions(body), *_measures(body), *_results(body, shares)]


def _questions(body: AssessmentBody) -> Iterator[Finding]:
    if not rated_questions(body) and not _given(body):
        yield Finding("questions", _("There is no question yet. Write one on each line."))


def _given(body: AssessmentBody) -> set[str]:
    """The measures to which choices give points."""
    return {choice.scale for question in body.questions for choice in question.choices} - {""}


def _measures(body: AssessmentBody) -> Iterator[Finding]:
    if not body.scales:
        yield Finding(
            "scales",
            _("Nothing is measured yet. Give it a name and tick the questions that count."),
        )
    given = _given(body)
    for measure, scale in zip(measures(body), body.scales, strict=True):
        yield from _measure(measure, by_points=scale.key in given)


def _measure(measure: MeasureOutline, *, by_points: bool) -> Iterator[Finding]:
    place = f"scales/{measure.id}"
    if not measure.name:
        words = _("Give it a name. Readers see it beside their answers.")
        yield Finding(f"{place}/name", words)
    if not measure.counts and not by_points:
        words = _("No question counts for “%s” yet. Tick at least one.")
        yield Finding(place, words % (measure.name or _("this")))


def _results(body: AssessmentBody, shares: Mapping[str, Share]) -> Iterator[Finding]:
    results, column = outcomes(body), "profiles" if body.profiles else "readings"
    by_rules = not (body.profiles and body.scoring is Scoring.MOST_POINTS)
    if not results:
        yield Finding("readings", _("There is no result yet. Give one a name and a few words."))
    for place, (row, result) in enumerate(zip(rows(body), results, strict=True), start=1):
        at = f"{column}/{row.id}"
        if not result.name:
            yield Finding(f"{at}/name", _("Give this result a name."))
        if not result.text.strip():
            words = _("Write a few words for whoever gets it.")
            yield Finding(f"{at}/{'summary' if body.profiles else 'text'}", words)
        if by_rules and place < len(results) and _says_nothing(result):
            yield Finding(f"{at}/when", _("Say who gets it: choose what it goes by."))
        elif row.key in shares and not shares[row.key].got:
            yield Finding(f"{at}/when", unreached(shares[row.key], _names(body)))


def _says_nothing(result: ResultOutline) -> bool:
    return not result.own and not any(clause.measure for clause in result.clauses)


def _names(body: AssessmentBody) -> dict[str, str]:
    names = {reading.key: reading.name for reading in body.readings}
    return names | {profile.key: profile.name for profile in body.profiles}


def unreached(share: Share, names: Mapping[str, str]) -> str:
    """Why nobody gets a result, and what to do."""
    if share.fits:
        return _(
            "Nobody gets it: everybody it fits gets “%s” first, which stands above it. Put this "
            "one above, or ask more there."
        ) % names.get(share.before, share.before)
    return _("Nobody gets it: no answers lead here. Move a slider until somebody does.")
