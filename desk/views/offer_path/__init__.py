"""From a blank page to an open offer: a page for each step, left and taken up again at will."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from desk.views.offer_path.begin import Begin
from desk.views.offer_path.front_step import FrontStep
from desk.views.offer_path.outline_steps import (
    MeasuresStep,
    NameStep,
    QuestionsStep,
    ResultsStep,
)
from desk.views.offer_path.publish import NewLink, PublishStep
from desk.views.offer_path.step import step_url
from desk.views.offer_path.text_steps import GuideStep, LettersStep
from practice.permissions import needs

__all__ = ["Begin", "NewLink", "step", "step_url"]
PAGES = (
    *(NameStep, QuestionsStep, MeasuresStep, ResultsStep),
    *(GuideStep, LettersStep, FrontStep, PublishStep),
)
BY_STEP = {page.step: page.as_view() for page in PAGES}


@needs(
    *("assessments.change_assessment", "guides.change_guide", "courses.change_lesson"),
)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """The page of one step of one offer."""
    if step not in BY_STEP:
        raise Http404
    return BY_STEP[step](request, pk=pk)
