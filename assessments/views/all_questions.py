"""All questions of an attempt at once, for the script that asks them one by one; what it sends is
one answer, or the few that waited for the network. Without a script nobody comes here.
"""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from assessments import actions
from assessments.definition import Definition
from assessments.forms import PageForm
from assessments.models import Attempt
from assessments.page_cache import Blank, Holes
from assessments.route import Route, Stop, not_applicable, stem
from assessments.views.question_page import form_of
from assessments.views.redirects import attempt_at, private
from health.clock import now
from practice.frames import is_framed

BLANKS = 64
"""So many are kept: an assessment has one for each way that its rules make through it."""

Asked = tuple[tuple[Stop, str], ...]
"""Every page of one way, with the words before its statements."""


@method_decorator([csrf_exempt, never_cache, gzip_page], name="dispatch")
class AllQuestions(View):
    def get(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        attempt = attempt_at(slug, key, Attempt.objects.for_page())
        return private(HttpResponse(filled(attempt, asked(attempt))))

    def post(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        """Save: 204; or 200 with all questions, where these answers made them others. Left empty,
        an answer is taken back. 409 after the end, 422 where one is no answer (the others count).
        """
        attempt = attempt_at(slug, key, Attempt.objects.for_page())
        if attempt.finished_at:
            return private(HttpResponse(status=409))
        before, route = asked(attempt), Route.of(attempt.definition, attempt.answers)
        sent = [question for question in route.questions if question.key in request.POST]
        form = PageForm(sent, attempt.answers, "", request.POST)
        fine = form.read(may_stay_open=True)
        attempt = actions.answer(
            attempt=attempt,
            answers=form.clean,
            taken_back={shown.key for shown in form.shown_questions if not shown.values},
            page=route.reached({question.key for question in sent}),
            now=now(),
        )
        if not fine:
            return private(HttpResponse(status=422))
        after = asked(attempt)
        if after == before:
            return private(HttpResponse(status=204))
        return private(HttpResponse(filled(attempt, after)))


def asked(attempt: Attempt) -> Asked:
    definition, answers = attempt.definition, attempt.answers
    stops = Route.of(definition, answers).stops
    return tuple((stop, stem(definition, answers, stop)) for stop in stops)


def filled(attempt: Attempt, parts: Asked) -> str:
    """All of them as HTML, with one visitor's key and saved answers in it."""
    blank = _blank(attempt.definition, parts, get_language() or "", is_framed())
    filling = {"key": mark_safe(attempt.key)}
    for stop, _stem in parts:
        filling |= form_of(attempt, stop).filling
    return blank.filled(filling)


# The promise that the next question stands there 100 ms after a tap (`bin/bench pages`): rendered
# for everybody at once, all of them come in time.
@lru_cache(maxsize=BLANKS)
def _blank(definition: Definition, parts: Asked, _language: str, _framed: bool) -> Blank:
    """The same for everybody who comes this way, with holes (`question_page`)."""
    holes, words = Holes(), not_applicable(definition)
    forms = [(stop, stem, PageForm(stop.questions, {}, words, holes=holes)) for stop, stem in parts]
    around = {"slug": definition.slug, "title": definition.body.get("title", "")}
    context = around | {"key": holes.hole("key"), "parts": forms}
    return holes.cut(render_to_string("assessments/all_questions.html", context))
