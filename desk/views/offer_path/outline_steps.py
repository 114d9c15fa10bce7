"""The steps that make the assessment: name, questions, measures, results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.forms import BaseFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from assessments import actions as assessments
from assessments import outline
from assessments.outline import ANSWER_SCALES, Clause, MeasureOutline, ResultOutline, Sense
from assessments.schema import AssessmentBody
from assessments.simulation import Share
from desk import offer_steps
from desk.actions.offer_edit import Clash, OfferEdit
from desk.actions.offer_texts import OfferTexts
from desk.forms.offer_path import (
    OWN,
    SENSES,
    MeasureForms,
    NameForm,
    QuestionsForm,
    ResultForms,
    of_result,
)
from desk.views.offer_path.conflicts import Box, box_in
from desk.views.offer_path.step import Forms, StepPage, rows_again
from health.clock import now
from offers import actions as offers
from publishing import actions as publishing

HIGH, MIDDLE = 60, 35
"""Where the sliders of new results stand."""


class NameStep(StepPage):
    step = offer_steps.NAME
    template = "desk/offer/name.html"

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        name = clash.conflict.place
        return (forms["form"], name) if name in forms["form"].fields else None

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        offer = texts.offer
        said = {"name": offer.name, "language": offer.language, "promise": body.promise}
        said |= {"was_name": offer.name, "was_language": offer.language}
        return {"form": NameForm(initial=said)}

    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        return {"form": NameForm(data)}

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        said, offer = forms["form"].cleaned_data, texts.offer
        changed = {"promise": said["promise"]}
        if body.title in ("", offer.name):
            changed["title"] = said["name"]
        edit.save(texts.assessment, body.model_copy(update=changed))
        language = offer.language
        for name in ("name", "language"):
            saved = getattr(offer, name)
            was = said[f"was_{name}"] or saved
            setattr(offer, name, edit.column(name, was=was, typed=said[name], saved=saved))
        is_spoken_otherwise = offer.language != language
        offers.save(offer)
        if is_spoken_otherwise and not edit.clashes:
            publishing.renew(offer.pk, by=self.request.user, now=now())


class QuestionsStep(StepPage):
    step = offer_steps.QUESTIONS
    template = "desk/offer/questions.html"

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        is_line = clash.conflict.place.startswith("questions")
        return forms["form"], "questions" if is_line else "answers"

    def theirs(self, clash: Clash) -> Any:
        """A line, or the lines of an item that they left."""
        theirs = clash.conflict.theirs
        if isinstance(theirs, Mapping):
            return next((text for at, text in theirs.items() if at.endswith("/text")), "")
        return theirs

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        scale = outline.answer_scale(body)
        is_own = scale is None and bool(outline.rated_questions(body))
        key = scale.key if scale else OWN if is_own else ANSWER_SCALES[0].key
        said = {"questions": "\n".join(outline.lines(body)), "answers": key}
        return {"form": QuestionsForm(initial=said, **choices(texts, body))}

    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        return {"form": QuestionsForm(data, **choices(texts, body))}

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        said, language = forms["form"].cleaned_data, texts.offer.language
        body = outline.with_questions(body, said["questions"].splitlines())
        if said["answers"] != OWN:
            scale = next(scale for scale in ANSWER_SCALES if scale.key == said["answers"])
            body = outline.with_answer_scale(body, scale, language=language)
        edit.save(texts.assessment, body)

    def more(self, texts: OfferTexts, forms: Forms, body: AssessmentBody) -> Mapping[str, Any]:
        return {"others": len(body.questions) - len(outline.rated_questions(body))}


def choices(texts: OfferTexts, body: AssessmentBody) -> dict[str, Any]:
    """The scales to answer on, each with its words."""
    language = texts.offer.language
    words = {scale.key: ", ".join(scale.words_in(language)) for scale in ANSWER_SCALES}
    is_own = outline.answer_scale(body) is None and bool(outline.rated_questions(body))
    return {"words": words, "own": is_own}


class MeasuresStep(StepPage):
    step = offer_steps.MEASURES
    template = "desk/offer/measures.html"

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        place = clash.conflict.place.split("/")
        if place[0] != "questions":
            return box_in(forms["rows"], clash.conflict.place)
        ticked = [row for row in forms["rows"].forms if place[1] in row["counts"].value()]
        return (ticked[0], "counts") if ticked else None

    def theirs(self, clash: Clash) -> Any:
        """A name, or for which measure a question counts."""
        column, theirs = clash.conflict.place.rpartition("/")[2], clash.conflict.theirs
        if column == "scale" and clash.revision:
            body: Any = clash.revision.read()
            return {scale.key: scale.name for scale in body.scales}.get(theirs, "")
        return _("the other way round") if column == "reverse" and theirs else theirs or ""

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        measures = outline.measures(body) or [MeasureOutline(""), MeasureOutline("")]
        return {"rows": self.rows(body, [of_measure(measure) for measure in measures])}

    def rows(self, body: AssessmentBody, said: Sequence[Mapping[str, Any]]) -> BaseFormSet[Any]:
        return MeasureForms(initial=said, form_kwargs={"questions": lines(body)})

    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        return {"rows": MeasureForms(data, form_kwargs={"questions": lines(body)})}

    def anew(self, texts: OfferTexts, forms: Forms, request: HttpRequest) -> Forms:
        empty = {"id": "", "name": "", "counts": [], "reverse": []}
        said = rows_again(forms["rows"], request, empty)
        return {"rows": self.rows(texts.assessment.body, said)}

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        wanted = [form.outline() for form in forms["rows"].forms]
        named = [row for row in wanted if row.name]
        if len(named) == 1 and not any(row.counts for row in wanted):
            wanted = [replace(named[0], counts=dict.fromkeys(dict(lines(body)), False))]
        body = outline.with_measures(body, wanted, language=texts.offer.language)
        edit.save(texts.assessment, body)


def of_measure(measure: MeasureOutline) -> dict[str, Any]:
    reverse = [question for question, is_turned in measure.counts.items() if is_turned]
    counts = list(measure.counts)
    return {"id": measure.id, "name": measure.name, "counts": counts, "reverse": reverse}


def lines(body: AssessmentBody) -> list[tuple[str, str]]:
    return [
        (question.id, " ".join(question.text.split())) for question in outline.rated_questions(body)
    ]


BOX_OF = {"name": "name", "text": "text", "summary": "text", "when": "measure"}
"""The boxes of a result by the places of its body."""


class ResultsStep(StepPage):
    step = offer_steps.RESULTS
    template = "desk/offer/results.html"
    again: ClassVar[tuple[str, ...]] = ("more", "up", "look")

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        results = outline.outcomes(body) or first_results(body)
        return {"rows": self.rows(body, [of_result(result) for result in results])}

    def rows(self, body: AssessmentBody, said: Sequence[Mapping[str, Any]]) -> BaseFormSet[Any]:
        return ResultForms(initial=said, form_kwargs={"measures": measured(body)})

    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        return {"rows": ResultForms(data, form_kwargs={"measures": measured(body)})}

    def anew(self, texts: OfferTexts, forms: Forms, request: HttpRequest) -> Forms:
        body = texts.assessment.body
        empty = of_result(first_results(body)[0])
        said = rows_again(forms["rows"], request, empty)
        if "more" in request.POST:  # the last is for everybody else, and stays the last
            said[-2], said[-1] = said[-1], said[-2]
        return {"rows": self.rows(body, said)}

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        wanted = [form.outline() for form in forms["rows"].forms]
        body = outline.with_outcomes(body, wanted, language=texts.offer.language)
        edit.save(texts.assessment, body)

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        place = clash.conflict.place
        return box_in(forms["rows"], place, BOX_OF.get(place.rpartition("/")[2], "name"))

    def theirs(self, clash: Clash) -> Any:
        """Words, or who gets a result."""
        place, theirs = clash.conflict.place.split("/"), clash.conflict.theirs
        if place[-1] != "when" or clash.revision is None:
            return theirs
        body: Any = clash.revision.read()
        names = {measure.key: measure.name for measure in outline.measures(body)}
        result = next(outcome for outcome in outline.outcomes(body) if outcome.id == place[1])
        said = [f"{names[c.measure]} {dict(SENSES)[c.sense]} {c.number}" for c in result.clauses]
        return ", ".join(said) or result.own

    def more(self, texts: OfferTexts, forms: Forms, body: AssessmentBody) -> Mapping[str, Any]:
        """The spread as the boxes say it now, saved or not."""
        rows = forms["rows"]
        if not rows.is_bound:
            said = [form.initial for form in rows.forms]
            unsaved = ResultForms(posted(said), form_kwargs={"measures": measured(body)})
            forms = {"rows": unsaved}
        if not forms["rows"].is_valid():
            return {"spread": []}
        wanted = [form.outline() for form in forms["rows"].forms]
        # Who would get what is seen before a result has its name.
        named = [
            replace(row, name=row.name or _("Result %d") % number)
            for number, row in enumerate(wanted, start=1)
        ]
        seen = outline.with_outcomes(body, named, language=texts.offer.language)
        return {"spread": spread(seen), "measures": measured(body)}


def posted(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as a browser would send them."""
    data: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        data |= {f"form-{at}-{name}": value for name, value in row.items()}
    return {name: "" if value is None else value for name, value in data.items()}


def measured(body: AssessmentBody) -> list[tuple[str, str]]:
    return [(measure.key, measure.name or "…") for measure in outline.measures(body)]


def first_results(body: AssessmentBody) -> list[ResultOutline]:
    """Boxes for the first results, their sliders where they may stay: high, and for everybody else;
    of two measures also high on both, of one also in between.
    """
    high = [Clause(measure.key, Sense.AT_LEAST, HIGH) for measure in outline.measures(body)[:2]]
    sentences: list[tuple[Clause, ...]] = [tuple(high), tuple(high[:1])]
    if len(high) == 1:
        sentences[1] = (replace(high[0], number=MIDDLE),)
    return [*(ResultOutline("", "", sentence) for sentence in sentences), ResultOutline("", "")]


def spread(body: AssessmentBody) -> list[tuple[str, int, str]]:
    """How made-up people come out: each result, its share of them and, where nobody gets it, why;
    last, how many answered too little.
    """
    shares = assessments.shares(body)
    names = {reading.key: reading.name for reading in body.readings}
    names |= {profile.key: profile.name for profile in body.profiles}
    little = {reading.key for reading in body.readings if reading.too_little} | {"none"}
    results = [share for share in shares if share.key not in little]
    lines = [(names[result.key], result.got, note(result, names)) for result in results]
    left_open = sum(share.got for share in shares if share.key in little)
    return [*lines, (_("Left too much open"), left_open, "")] if left_open else lines


def note(share: Share, names: Mapping[str, str]) -> str:
    return "" if share.got else outline.unreached(share, names)
