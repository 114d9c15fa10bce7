"""The questions once more, from a guide or a letter: the earlier answers are carried along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from assessments import actions as assessments
from assessments.route import Route
from guides.models import GuideCopy
from guides.views.download import copy_at
from guides.views.headers import page
from health.budgets import START, budgeted
from health.clock import now
from practice.private_page import private


@method_decorator([csrf_exempt, budgeted(START)], name="dispatch")
class TakeAgain(View):
    """Whoever said that the guide is theirs; anybody else begins without earlier answers."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        copy, opens = copy_at(token)
        if not opens:
            return private(redirect("guides:download", token=token))
        if not carries(copy):
            return private(redirect("assessment:start", copy.attempt.definition.slug))
        retake = copy.attempt.definition.body.get("retake") or {}
        return page(request, "retake", {"retake": retake, "again_url": request.path})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        copy, opens = copy_at(token)
        if not opens or not carries(copy):
            return private(redirect(request.path))
        before = copy.attempt
        attempt = assessments.start(
            assessment=before.assessment,
            source=before.source,
            previous=before,
            for_another=request.POST.get("about") == assessments.ANOTHER,
            now=now(),
        )
        first = Route.of(attempt.definition, {}).stops[0].number
        url = reverse("assessment:page", args=[attempt.definition.slug, attempt.key, first])
        return private(redirect(url))


def carries(copy: GuideCopy) -> bool:
    """Whether the answers behind a guide may be set beside new ones: its reader said that they are
    theirs, and the questions are still open.
    """
    assessment = copy.attempt.assessment
    offer = assessment.offer
    is_open = assessment.published is not None and offer is not None and offer.is_open
    return copy.claimed_at is not None and is_open
