"""The questions, a page at a time. Answers are saved at every step, also on the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from assessments import actions
from assessments.models import Attempt
from assessments.route import Route, Stop
from assessments.views.question_page import CommonPage, form_of
from assessments.views.redirects import attempt_at, private, sentence, to_page, to_result
from health.clock import now


# No cookie is read here, the key in the address is all. So no token is needed, in a frame neither,
# and compressing the page gives none away (BREACH).
@method_decorator([csrf_exempt, never_cache, gzip_page], name="dispatch")
class QuestionPage(View):
    def get(self, request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
        attempt = attempt_at(slug, key, Attempt.objects.for_page())
        route = Route.of(attempt.definition, attempt.answers)
        stop = route.at(number)
        if stop is None or not may_answer(attempt, route, number):
            return elsewhere(attempt, route)
        common = CommonPage.of(attempt, route, stop, sentence(request))
        return private(HttpResponse(common.filled(attempt)))

    def post(self, request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
        attempt = attempt_at(slug, key, Attempt.objects.for_page())
        route = Route.of(attempt.definition, attempt.answers)
        stop = route.at(number)
        if stop is None or not may_answer(attempt, route, number):
            return elsewhere(attempt, route)
        form = form_of(attempt, stop, request.POST)
        way = request.POST.get("way", "")
        fine = form.read(may_stay_open=way in ("open", "back"))
        attempt = actions.answer(attempt=attempt, answers=form.clean, now=now())
        if not fine and way != "back":
            context = CommonPage.of(attempt, route, stop, "").context(form, attempt.key)
            return private(render(request, "assessments/page.html", context, status=422))
        return self.onward(attempt, stop, way)

    def onward(self, attempt: Attempt, stop: Stop, way: str) -> HttpResponse:
        """To the page before or after; behind the last one waits the result."""
        route = Route.of(attempt.definition, attempt.answers)
        if way == "back":
            before = route.before(stop.number) or stop
            return to_page(attempt, before.number)
        here = route.at(stop.number)
        if here and len(here.questions) > len(stop.questions):
            return to_page(attempt, stop.number, "more")
        after = route.after(stop.number)
        if after is None:
            return to_result(actions.finish(attempt=attempt, now=now()))
        actions.answer(attempt=attempt, answers={}, page=after.number, now=now())
        return to_page(attempt, after.number)


def may_answer(attempt: Attempt, route: Route, number: int) -> bool:
    """Whether this page may be asked: nothing after the end, nothing ahead of the furthest page."""
    return not attempt.finished_at and number <= route.furthest(attempt.page).number


def elsewhere(attempt: Attempt, route: Route) -> HttpResponse:
    """The right page for whoever came to a wrong one."""
    if attempt.finished_at:
        return to_result(attempt, "ended")
    return to_page(attempt, route.furthest(attempt.page).number, "order")
