"""The front page of an offer and the start of its assessment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from assessments import actions
from assessments.definition import Definition
from assessments.forms import PageForm
from assessments.models import Attempt
from assessments.route import Route, not_applicable
from assessments.views.redirects import assessment_at, private, sentence, to_page
from health.actions import count
from health.budgets import START, budgeted
from health.clock import now
from offers.forms import looked, source_of
from offers.models import Offer


def closed(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Nobody new begins it; who did goes on by their own links."""
    activate(offer.language)
    return private(render(request, "assessments/closed.html", {"offer": offer}))


@method_decorator([csrf_exempt, gzip_page, budgeted(START)], name="dispatch")
class Start(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        assessment = assessment_at(slug)
        if assessment.slug != slug:
            here = reverse("assessment:start", args=[assessment.slug])
            return redirect(f"{here}?{request.GET.urlencode()}".rstrip("?"))
        assert assessment.offer is not None
        if not assessment.offer.is_open:
            return closed(request, assessment.offer)
        count("page.start", now=now())
        source = looked(request, assessment.offer, now=now())
        activate(assessment.definition.language)
        return render(
            request,
            "assessments/start.html",
            {
                "body": assessment.definition.body,
                "slug": slug,
                "source": source.carried,
                "sentence": sentence(request),
                "first": opening(assessment.definition) if "first" in request.GET else None,
            },
        )

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        assessment = assessment_at(slug)
        assert assessment.offer is not None
        if not assessment.offer.is_open:
            return closed(request, assessment.offer)
        attempt = actions.start(assessment=assessment, source=source_of(request), now=now())
        return begun(attempt, request.POST)


def opening(definition: Definition, data: QueryDict | None = None) -> PageForm:
    """The first question alone, as it stands on the author's own website."""
    first = Route.of(definition, {}).stops[0].questions[0]
    return PageForm([first], {}, not_applicable(definition), data)


def begun(attempt: Attempt, data: QueryDict) -> HttpResponse:
    """To the first page; whoever answered its only question already, to the one after."""
    form = opening(attempt.definition, data)
    form.read(may_stay_open=True)
    answered = {key: value for key, value in form.clean.items() if value is not None}
    if answered:
        attempt = actions.answer(attempt=attempt, answers=answered, now=now())
    route = Route.of(attempt.definition, attempt.answers)
    here = route.stops[0]
    after = route.after(here.number)
    if answered and after and len(here.questions) == 1:
        actions.answer(attempt=attempt, answers={}, page=after.number, now=now())
        return to_page(attempt, after.number)
    return to_page(attempt, here.number)
