"""An offer walked by its private link, as a visitor would, before it is open: the drafts as they
are saved now. The answers travel in the forms themselves, so that nothing is stored, counted or
sent, and no list, audience or number can hold them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from assessments import actions as assessments
from assessments import answers, files, preview, result, scoring
from assessments.definition import Definition
from assessments.forms import PageForm
from assessments.question_types.base import Answer, Unknown
from assessments.route import Route, Stop, not_applicable, stem
from assessments.samples import ScoredSample
from desk.actions.offer_texts import OfferTexts, texts_of
from desk.models import PrivateTry
from guides import actions as guides
from health.budgets import TRY, TRY_PDF, budgeted
from health.clock import now
from landing.actions import page_context
from landing.page import blocks
from landing.schema import Target
from practice.models import constants
from publishing.kinds import PreviewRequest
from writing.errors import Refused
from writing.segments import HAS_NAME

LONGEST_NAME = 80


@dataclass(frozen=True)
class TryVisit:
    """One request of somebody who tries an offer: the drafts, and what was answered so far."""

    key: str
    texts: OfferTexts
    definition: Definition
    sent: QueryDict

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """What was answered on any page, as far as it makes sense."""
        given: dict[str, Answer] = {}
        for key, question in self.definition.parts.questions.items():
            values = [value for value in self.sent.getlist(key) if value]
            try:
                given |= {key: answers.posted(question, values)} if values else {}
            except Unknown:
                continue
        return given

    def carried(self, *here: str) -> list[tuple[str, str]]:
        """The answers that the next form brings along, but for those it asks for itself."""
        keys = [key for key in self.definition.parts.questions if key not in here]
        return [(key, value) for key in keys for value in self.sent.getlist(key) if value]

    @property
    def first_name(self) -> str:
        return self.sent.get("first_name", "").strip()[:LONGEST_NAME]

    @property
    def reader(self) -> ScoredSample:
        """Whoever tries, as a text is shown to a sample person."""
        scored = scoring.score(self.definition, self.answers)
        facts = result.facts(self.definition, scored, self.answers)
        facts = facts.with_facts({HAS_NAME: bool(self.first_name)})
        names = result.names(self.definition, facts)
        who = (self.key, self.first_name, facts, names)
        return ScoredSample(*who, self.definition, self.answers, scored)

    def shown(
        self, request: HttpRequest, name: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        page_context: dict[str, Any] = {
            "is_try": True,
            "key": self.key,
            "offer": self.texts.offer,
            "body": self.definition.body,
            "slug": self.definition.slug,
            "carried": self.carried(),
            "has_guide": self.texts.guide is not None,
            "has_letters": bool(self.texts.lessons),
            **context,
        }
        return private(render(request, f"desk/try/{name}.html", page_context, status=status))


def private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@method_decorator([csrf_exempt, never_cache, budgeted(TRY)], name="dispatch")
class TryPage(ABC, View):
    """A page of the walk; where the drafts cannot be answered yet, one that says so."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.walk(request, key)

    def walk(self, request: HttpRequest, key: str) -> HttpResponse:
        row = get_object_or_404(PrivateTry.objects.select_related("offer"), key=key)
        texts = texts_of(row.offer)
        activate(row.offer.language)
        assessment = texts.assessment
        drafted = files.plain(
            assessment.body, **assessments.frozen_with(assessment, assessment.body)
        )
        try:
            definition = Definition.from_body(drafted)
        except Refused:
            return private(render(request, "desk/try/not_yet.html", {"offer": row.offer}))
        return self.page(request, TryVisit(key, texts, definition, request.POST))

    @abstractmethod
    def page(self, request: HttpRequest, visit: TryVisit) -> HttpResponse:
        """What this page shows."""


class TryFront(TryPage):
    """The first page, its button leading on in the try; without one, the start."""

    def page(self, request: HttpRequest, visit: TryVisit) -> HttpResponse:
        page = visit.texts.landing
        if page is None:
            return visit.shown(request, "start")
        shown = page_context(page, page.body, now=now())
        links = {**shown.links, Target.ASSESSMENT: reverse("try_start", args=[visit.key])}
        made = blocks(page.body, replace(shown, links=links))
        return visit.shown(request, "front", page=page.body, blocks=made)


class TryStart(TryPage):
    """The page before the first question."""

    def page(self, request: HttpRequest, visit: TryVisit) -> HttpResponse:
        return visit.shown(request, "start")


class TryAnswers(TryPage):
    """Every page that knows what was answered comes of a form."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return redirect("private_try", key=key)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.walk(request, key)


class TryQuestions(TryAnswers):
    """The page of questions after the one that was sent; behind the last one, the result."""

    def page(self, request: HttpRequest, visit: TryVisit) -> HttpResponse:
        route, sent = Route.of(visit.definition, visit.answers), visit.sent
        number, way = sent.get("at", ""), sent.get("way", "")
        here = route.at(int(number)) if number.isdecimal() else None
        if here is None:
            return ask(request, visit, route, route.stops[0])
        form = form_of(visit, here, sent)
        if not form.read(may_stay_open=way in ("open", "back")) and way != "back":
            return ask(request, visit, route, here, form)
        onward = route.before(here.number) if way == "back" else route.after(here.number)
        if onward is None and way != "back":
            return show_result(request, visit)
        return ask(request, visit, route, onward or here)


def form_of(visit: TryVisit, stop: Stop, sent: QueryDict | None = None) -> PageForm:
    return PageForm(stop.questions, visit.answers, not_applicable(visit.definition), sent)


def ask(
    request: HttpRequest, visit: TryVisit, route: Route, stop: Stop, form: PageForm | None = None
) -> HttpResponse:
    common = {
        "left": route.left(stop.number),
        "pages": len(route.stops),
        "asked_before": route.asked_before(stop.number),
        "asked_in_all": len(route.questions),
        "before": route.before(stop.number) is not None,
        "stem": stem(visit.definition, visit.answers, stop),
    }
    return visit.shown(
        request,
        "question",
        status=422 if form else 200,
        common=common,
        done=len(route.stops) - route.left(stop.number) - 1,
        stop=stop,
        form=form or form_of(visit, stop),
        carried=visit.carried(*(question.key for question in stop.questions)),
    )


def show_result(request: HttpRequest, visit: TryVisit) -> HttpResponse:
    offer = visit.texts.offer.pk
    page = preview.result_page(
        visit.definition,
        visit.reader,
        passages=assessments.passages(offer),
        constants=constants(),
        site=settings.SITE_URL,
        now=now(),
        offer=offer,
    )
    return visit.shown(request, "result", **page.context, is_result=True)


class TryGuide(TryAnswers):
    """The guide as it would be made for whoever tries."""

    def page(self, request: HttpRequest, visit: TryVisit) -> HttpResponse:
        guide = visit.texts.guide
        if guide is None:
            return show_result(request, visit)
        page_request = PreviewRequest(visit.reader, "", now())
        try:
            made = guides.unsaved(guide, guide.body, page_request)
        except Refused as refused:
            return visit.shown(request, "refused", title=str(guide), faults=refused.faults)
        return visit.shown(request, "guide", guide=made, first_name=visit.first_name)


@method_decorator(budgeted(TRY_PDF), name="dispatch")
class TryPdf(TryAnswers):
    """The guide as the file it would be, marked on every page. Made for this answer, and gone."""

    def page(self, request: HttpRequest, visit: TryVisit) -> HttpResponse:
        guide = visit.texts.guide
        if guide is None:
            return show_result(request, visit)
        paper_request = PreviewRequest(visit.reader, "", now(), medium="paper")
        try:
            made = guides.unsaved(guide, guide.body, paper_request)
            paper = guides.on_paper(made, is_test=True)
        except Refused as refused:
            return visit.shown(request, "refused", title=str(guide), faults=refused.faults)
        file = HttpResponse(paper.file, content_type="application/pdf")
        file["Content-Disposition"] = 'inline; filename="test.pdf"'
        return private(file)
