"""The step that invites: the first page, and the words just before the first question."""

from __future__ import annotations

from django.http import HttpRequest

from assessments.outline import wording
from assessments.schema import AssessmentBody
from desk import offer_steps
from desk.actions.new_offer import write_front
from desk.actions.offer_texts import OfferTexts
from desk.forms.offer_path import FrontForm
from desk.views.offer_path.step import Forms, StepPage
from health.clock import now
from landing.outline import FrontOutline, front


class FrontStep(StepPage):
    step = offer_steps.FRONT
    template = "desk/offer/front.html"

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        said = front(texts.landing.body) if texts.landing else suggested(texts, body)
        words = {"start": body.start, "safety": body.safety}
        begun = {"headline": said.headline, "lead": said.lead, "gets": "\n".join(said.gets)}
        return {"form": FrontForm(initial=begun | words)}

    def bound(self, texts: OfferTexts, body: AssessmentBody, request: HttpRequest) -> Forms:
        return {"form": FrontForm(request.POST)}

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, base: int) -> None:
        said = forms["form"].cleaned_data
        words = {"start": said["start"], "safety": said["safety"]}
        self.keep(texts, body.model_copy(update=words), base)
        gets = tuple(line for line in map(str.strip, said["gets"].splitlines()) if line)
        outline = FrontOutline(said["headline"], said["lead"], gets)
        write_front(texts, outline, by=self.request.user, now=now())


def suggested(texts: OfferTexts, body: AssessmentBody) -> FrontOutline:
    """What stands in the boxes before anything was written."""
    gets = wording.gets(
        texts.offer.language, guide=texts.guide is not None, letters=bool(texts.lessons)
    )
    return FrontOutline(body.title, body.promise, tuple(gets))
