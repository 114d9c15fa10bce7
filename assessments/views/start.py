"""The front page of an offer and the start of its assessment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from assessments import actions
from assessments.forms import source
from assessments.route import Route
from assessments.views.redirects import assessment_at, private, sentence, to_page
from health.actions import count
from health.budgets import START, budgeted
from health.clock import now
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
        activate(assessment.definition.language)
        return render(
            request,
            "assessments/start.html",
            {
                "body": assessment.definition.body,
                "slug": slug,
                "source": source(request),
                "sentence": sentence(request),
            },
        )

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        assessment = assessment_at(slug)
        assert assessment.offer is not None
        if not assessment.offer.is_open:
            return closed(request, assessment.offer)
        attempt = actions.start(assessment=assessment, source=source(request), now=now())
        return to_page(attempt, Route.of(attempt.definition, {}).stops[0].number)
