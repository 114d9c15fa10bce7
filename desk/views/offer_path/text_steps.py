"""The steps that write: the guide, the letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest

from assessments.schema import AssessmentBody
from courses.models import Lesson
from desk import offer_steps
from desk.actions.new_offer import OfferLetter, write_guide, write_letters
from desk.actions.offer_edit import Clash, OfferEdit
from desk.actions.offer_texts import OfferTexts
from desk.forms.offer_path import GuideForm, GuidePageForms, LetterForms
from desk.views.offer_path.conflicts import Box, box_in
from desk.views.offer_path.step import Forms, StepPage, rows_again
from guides import outline
from guides.outline import GuidePage

FIRST_LETTER, NEXT_LETTER = 1, 3
"""Days before a new letter."""


class GuideStep(StepPage):
    step = offer_steps.GUIDE
    template = "desk/offer/guide.html"

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        written = outline.pages(texts.guide.body) if texts.guide else []
        pages = written or [GuidePage("", ""), GuidePage("", "")]
        title = texts.guide.body.title if texts.guide else texts.offer.name
        said = [{"id": page.id, "title": page.title, "text": page.text} for page in pages]
        return {"form": GuideForm(initial={"title": title}), "rows": self.rows(said)}

    def rows(self, said: Sequence[Mapping[str, Any]]) -> BaseFormSet[Any]:
        return GuidePageForms(initial=said)

    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        return {"form": GuideForm(data), "rows": GuidePageForms(data)}

    def anew(self, texts: OfferTexts, forms: Forms, request: HttpRequest) -> Forms:
        said = rows_again(forms["rows"], request, {"id": "", "title": "", "text": ""})
        return {"form": forms["form"], "rows": self.rows(said)}

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        place = clash.conflict.place
        if place == "title":
            return forms["form"], place
        return box_in(forms["rows"], place)

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        said = [form.cleaned_data for form in forms["rows"].forms]
        pages = [GuidePage(form["title"], form["text"], form["id"]) for form in said]
        title = forms["form"].cleaned_data["title"]
        write_guide(texts, title=title, pages=pages, edit=edit)


class LettersStep(StepPage):
    step = offer_steps.LETTERS
    template = "desk/offer/letters.html"

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        said = [of_lesson(lesson) for lesson in texts.lessons]
        return {"rows": self.rows(said or [new_letter(FIRST_LETTER), new_letter(NEXT_LETTER)])}

    def rows(self, said: Sequence[Mapping[str, Any]]) -> BaseFormSet[Any]:
        return LetterForms(initial=said)

    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        return {"rows": LetterForms(data)}

    def anew(self, texts: OfferTexts, forms: Forms, request: HttpRequest) -> Forms:
        return {"rows": self.rows(rows_again(forms["rows"], request, new_letter(NEXT_LETTER)))}

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        place = clash.conflict.place
        return box_in(forms["rows"], f"{clash.document.pk}/{place}" if clash.document else place)

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        said = [form.cleaned_data for form in forms["rows"].forms]
        letters = [
            OfferLetter(form["subject"], form["text"], form["days"] or 0, form["id"], form["was"])
            for form in said
        ]
        write_letters(texts, letters, edit=edit)

    def more(self, texts: OfferTexts, forms: Forms, body: AssessmentBody) -> Mapping[str, Any]:
        return {"without_guide": texts.guide is None}


def of_lesson(lesson: Lesson) -> dict[str, Any]:
    said, days = lesson.body, lesson.delay_days
    return {"id": lesson.pk, "subject": said.subject, "text": said.text, "days": days, "was": days}


def new_letter(days: int) -> dict[str, Any]:
    return {"id": None, "subject": "", "text": "", "days": days, "was": None}
