"""The result: shown, taken again, looked at again, deleted."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from assessments import actions
from assessments.comparison import Before
from assessments.models import Attempt
from assessments.result_page import ResultPage, passages
from assessments.route import Route
from assessments.views.redirects import (
    assessment_at,
    attempt_at,
    private,
    sentence,
    to_page,
    to_result,
)
from health.actions import count
from health.budgets import START, budgeted
from health.clock import now
from practice.frames import outside
from practice.models import Practice, constants
from writing.render import Scope


@never_cache
@gzip_page
@require_safe
def result(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    attempt = attempt_at(slug, key)
    if not attempt.finished_at:
        route = Route.of(attempt.definition, attempt.answers)
        return to_page(attempt, route.furthest(attempt.page).number, "saved")
    count("page.result", now=now())
    context: dict[str, Any] = {
        "attempt": attempt,
        "body": attempt.definition.body,
        "slug": slug,
        "offer_id": attempt.assessment.offer_id,
        "shown": result_page(attempt),
        "front": front(attempt),
        "sentence": sentence(request),
        "ends": ends(attempt),
        # Apps above offer what follows from a result, where there are any.
        "request_form": ["guides/_request.html", "assessments/_request.html"],
        "guide_offer": ["guides/_offer.html", "assessments/_request.html"],
        "pass_on": "guides/_pass_on.html",
        "offer": attempt.assessment.offer,
    }
    template = "result" if attempt.shows_result else "waiting"
    return private(render(request, f"assessments/{template}.html", context))


@csrf_exempt
@never_cache
@require_POST
@budgeted(START)
def again(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take it again from the start, about the same person or another; both results stay."""
    attempt, assessment = attempt_at(slug, key), assessment_at(slug)
    if assessment.offer is None or not assessment.offer.is_open:
        return redirect("assessment:start", assessment.slug)
    fresh = actions.start(
        assessment=assessment,
        source=attempt.source,
        previous=attempt,
        for_another=request.POST.get("about") == actions.ANOTHER,
        now=now(),
    )
    return to_page(fresh, Route.of(fresh.definition, {}).stops[0].number)


@csrf_exempt
@never_cache
@require_POST
@budgeted(START)
def look_again(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The same answers, open to change, at the page that was asked for."""
    attempt = attempt_at(slug, key)
    if not attempt.finished_at:
        return to_result(attempt)
    copy = actions.look_again(attempt=attempt, now=now())
    route = Route.of(copy.definition, copy.answers)
    copy = actions.answer(attempt=copy, answers={}, page=route.last, now=now())
    return to_page(copy, route.of_question(request.POST.get("question", "")))


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Delete(View):
    def get(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        attempt = attempt_at(slug, key)
        context = {"attempt": attempt, "slug": slug, "body": attempt.definition.body}
        return private(render(request, "assessments/delete.html", context))

    def post(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        actions.delete(attempt_at(slug, key))
        return redirect(reverse("assessment:start", args=[slug]) + "?say=deleted")


def front(attempt: Attempt) -> str:
    """The address to pass on: of the offer's front page, which knows nothing of this sheet."""
    offer = attempt.assessment.offer
    return f"{settings.SITE_URL}{outside(offer.get_absolute_url()) if offer else '/'}"


def ends(attempt: Attempt) -> tuple[str, str]:
    """The first and the last word of the answers, for the ends of the bars."""
    rated = (q for q in attempt.definition.parts.questions.values() if q.scale and q.options)
    options = next((question.options for question in rated), ())
    return (options[0].label, options[-1].label) if options else ("", "")


def result_page(attempt: Attempt) -> ResultPage:
    """A finished attempt in the words of its page."""
    assert attempt.outcome is not None
    assert attempt.finished_at is not None
    here = ZoneInfo(Practice.objects.the().zone)  # nobody has told yet where the visitor is
    start = outside(reverse("assessment:start", args=[attempt.definition.slug]))
    values = {
        "date": date_format(localtime(attempt.finished_at, here), "DATE_FORMAT"),
        "site_url": f"{settings.SITE_URL}/",
        "retake_url": f"{settings.SITE_URL}{start}",
        "book_url": f"{settings.SITE_URL}/book/",
        "guide_url": f"{settings.SITE_URL}/guide/for/{attempt.key}/",
    }
    scope = Scope(
        attempt.facts, attempt.names, passages(attempt.definition.body), constants(), values
    )
    return ResultPage(attempt.definition, attempt.outcome, attempt.answers, scope, before(attempt))


def before(attempt: Attempt) -> Before | None:
    """The result of the attempt this one was taken after."""
    earlier = attempt.previous
    if earlier is None or earlier.outcome is None:
        return None
    return Before(
        earlier.definition, earlier.outcome, earlier.answers, of_another=attempt.for_another
    )
