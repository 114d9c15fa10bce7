"""Asking for the guide, the page afterwards, and asking once more by address.

The same page, status and work for known and unknown addresses: a worker looks them up. For an hour
the page afterwards shows the address as it was typed, so that a slip is seen. What was typed on a
page of ours fills the next form of this visit (`contacts.visit`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from assessments.models import Attempt
from contacts import visit
from contacts.models import SHARE_RESULT
from courses import schedule
from courses.rehearsal import rehearse
from guides import actions, links, paper_size, tasks
from guides.forms import AddressForm, ButtonForm, GuideAct, LettersAddressForm, RequestForm
from guides.models import MADE, Guide, GuideRequest, LinkRequest, frozen_guide
from guides.views.headers import page
from health.budgets import GUIDE, budgeted, spent
from health.clock import now, real_now
from practice.models import Practice
from practice.private_page import private
from publishing.models import NotPublished

AN_HOUR = timedelta(hours=1)
LOOKS_FOR = timedelta(minutes=3)
"""So long the page after asking looks again by itself."""
SECONDS_BETWEEN_LOOKS = 3


def attempt_at(key: str) -> Attempt:
    """The finished attempt of this key, in whose language the answer is written."""
    attempt = get_object_or_404(Attempt.objects.finished().with_revision(), key=key)
    activate(attempt.definition.language)
    return attempt


@method_decorator([csrf_exempt, budgeted(GUIDE)], name="dispatch")
class Request(View):
    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        typed = visit.typed(request, now=now())
        return self.form(request, attempt_at(key), RequestForm(initial=typed))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        attempt = attempt_at(key)
        form = RequestForm(request.POST)
        if not form.is_valid():
            return self.form(request, attempt, form)
        given = form.cleaned_data
        languages = request.headers.get("Accept-Language", "")
        guessed = paper_size.paper_for(zone=given["zone"], languages=languages)
        try:
            guide_request = actions.request_guide(
                attempt=attempt,
                email=given["email"],
                first_name=given["first_name"],
                zone=given["zone"],
                paper=given["paper"] or guessed,
                wants_course=given["letters"],
                pace=given["pace"],
                share=given["share"],
                later=given["later"],
                turn=spent(GUIDE, request, now=real_now()),
                now=now(),
            )
        except NotPublished:
            raise Http404 from None
        return after(request, guide_request)

    def form(self, request: HttpRequest, attempt: Attempt, form: RequestForm) -> HttpResponse:
        guide = Guide.objects.published_for(attempt.assessment)
        if guide is None or guide.published is None:
            raise Http404
        body = frozen_guide(guide.published).body
        context = {"attempt": attempt, "guide": body, "form": form}
        return page(request, "request", context, status=422 if form.is_bound else 200)


def after(request: HttpRequest, guide_request: GuideRequest) -> HttpResponse:
    """On to the page after; the worker is woken, and the browser keeps what it sent."""
    # A nudge and no more: the row is due by itself, so a broker that is gone costs the visitor
    # nothing but time (promise 21), and fails no request that is committed.
    transaction.on_commit(tasks.nudge, robust=True)
    response = private(redirect(links.asked_path(guide_request)))
    said = {"email": guide_request.email, "first_name": guide_request.first_name}
    visit.remember(request, response, **said, now=now())
    links.remember_asked(request, response, guide_request)
    return response


def request_or_404(token: str) -> GuideRequest:
    guide_request = links.request_of(token)
    if guide_request is None:
        raise Http404
    activate(frozen_guide(guide_request.revision).language)
    return guide_request


@method_decorator([csrf_exempt, budgeted(GUIDE)], name="dispatch")
class AskedForView(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(request, request_or_404(token), AddressForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        guide_request = request_or_404(token)
        pressed = ButtonForm(request.POST).pressed()
        if pressed == GuideAct.AGAIN:
            actions.ask_again(request=guide_request, now=now())
            transaction.on_commit(tasks.nudge, robust=True)
            return private(redirect(f"{links.asked_path(guide_request)}?say=again"))
        form = AddressForm(request.POST)
        if pressed != GuideAct.CORRECT or not form.is_valid():
            return self.show(request, guide_request, form, status=422)
        corrected = actions.correct_address(
            request=guide_request,
            email=form.cleaned_data["email"],
            turn=spent(GUIDE, request, now=real_now()),
            now=now(),
        )
        return after(request, corrected)

    def show(
        self,
        request: HttpRequest,
        guide_request: GuideRequest,
        form: AddressForm,
        *,
        status: int = 200,
    ) -> HttpResponse:
        moment = now()
        since = moment - guide_request.asked_at
        done = guide_request.steps_done(moment)
        say = "" if form.is_bound else request.GET.get("say", "")
        context: dict[str, object] = {
            "guide": frozen_guide(guide_request.revision).body,
            # As they were typed, so that a slip is seen, as long as the visitor is likely here.
            "email": guide_request.email if since < AN_HOUR else "",
            "first_name": guide_request.first_name if since < AN_HOUR else "",
            "first_letter": first_letter(guide_request),
            "ticked": bool(guide_request.boxes),
            "form": form,
            "now_path": links.now_path(guide_request),
            "sender": Practice.objects.the(),
            "say": say,
            "done": done,
            "is_made": done == MADE,
            # Only where nobody is typing: a page that loads anew would take the words away.
            "looks_again": done < MADE and since < LOOKS_FOR and not form.is_bound,
            "seconds": SECONDS_BETWEEN_LOOKS,
        }
        return page(request, "asked", context, status=status)


def first_letter(guide_request: GuideRequest) -> datetime | None:
    """When lesson 1 would come, by the reader's clock (naive), if they said yes now."""
    course = guide_request.guide.letters
    if course is None or course.purpose not in guide_request.boxes:
        return None
    facts = guide_request.attempt.facts.disclosed(shared=SHARE_RESULT in guide_request.boxes)
    lessons = rehearse(course.plan(), facts=facts, zone=guide_request.zone, start=now())
    try:
        first = next((lesson.local for lesson in lessons if not lesson.skipped), None)
        return first.replace(tzinfo=None) if first else None
    except schedule.NeverOpens:
        return None


@method_decorator([csrf_exempt, budgeted(GUIDE)], name="dispatch")
class SendAgain(View):
    """“Send me my guide again”: the answer is the same for every address."""

    name, template, form = "guides:again", "again", AddressForm
    wanted = LinkRequest.Wanted.GUIDE

    def get(self, request: HttpRequest) -> HttpResponse:
        sent = request.GET.get("say") == "sent"
        return page(request, self.template, {"form": self.form(), "sent": sent})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return page(request, self.template, {"form": form, "sent": False}, status=422)
        email = form.cleaned_data["email"]
        actions.request_link(email=email, wanted=self.wanted, now=now())
        transaction.on_commit(tasks.nudge, robust=True)
        return private(redirect(f"{reverse(self.name)}?say=sent"))


class YourLetters(SendAgain):
    """The way to one's own page for whoever has no letter at hand."""

    name, template, form = "your_letters", "your_letters", LettersAddressForm
    wanted = LinkRequest.Wanted.LETTERS
