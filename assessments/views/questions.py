"""The questions, a page at a time. Answers are saved at every step, also on the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from assessments import actions
from assessments.forms import PageForm
from assessments.models import Attempt
from assessments.route import Route, Stop
from assessments.views.ways import attempt_at, private, sentence, to_page, to_result
from pulse.clock import now


@method_decorator([csrf_exempt, never_cache, gzip_page], name="dispatch")
class Page(View):
    def get(self, request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
        attempt = attempt_at(slug, key)
        route = Route.of(attempt.definition, attempt.answers)
        stop = route.at(number)
        if attempt.finished_at:
            return to_result(attempt, "ended")
        if stop is None or number > route.furthest(attempt.page).number:
            return to_page(attempt, route.furthest(attempt.page).number, "order")
        return self.page(request, attempt, route, stop, self.form(attempt, stop))

    def post(self, request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
        attempt = attempt_at(slug, key)
        route = Route.of(attempt.definition, attempt.answers)
        stop = route.at(number)
        if attempt.finished_at:
            return to_result(attempt, "ended")
        if stop is None or number > route.furthest(attempt.page).number:
            return to_page(attempt, route.furthest(attempt.page).number, "order")
        form = self.form(attempt, stop, request.POST)
        way = request.POST.get("way", "")
        fine = form.read(may_stay_open=way in ("open", "back"))
        attempt = actions.answer(attempt=attempt, answers=form.clean, now=now())
        if not fine and way != "back":
            return self.page(request, attempt, route, stop, form)
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

    def form(self, attempt: Attempt, stop: Stop, data: QueryDict | None = None) -> PageForm:
        words = attempt.definition.body.get("answers") or {}
        return PageForm(stop.questions, attempt.answers, str(words.get("not_applicable", "")), data)

    def page(
        self, request: HttpRequest, attempt: Attempt, route: Route, stop: Stop, form: PageForm
    ) -> HttpResponse:
        context = {
            "attempt": attempt,
            "body": attempt.definition.body,
            "slug": attempt.definition.slug,
            "stop": stop,
            "form": form,
            "stem": stem(attempt) if any(q.kind.shared for q in stop.questions) else "",
            "before": route.before(stop.number),
            "left": route.left(stop.number),
            "pages": len(route.stops),
            "done": len(route.stops) - route.left(stop.number) - 1,
            "sentence": sentence(request),
        }
        status = 422 if form.faults else 200
        return private(render(request, "assessments/page.html", context, status=status))


def stem(attempt: Attempt) -> str:
    """The words before each statement; for those stuck with nobody now, the other ones."""
    body = attempt.definition.body
    nobody = attempt.answers.get("stuck_with") == "none_now"
    return str((nobody and body.get("stem_when_none")) or body.get("stem", ""))
