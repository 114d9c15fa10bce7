"""Asking for the guide, the page afterwards, and asking once more by address.

The same page and status for known and unknown addresses. What was typed travels to the next page
in a signed cookie of one hour, never in an address.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from assessments.models import Attempt
from contacts.models import Contact
from courses import schedule
from courses.rehearsal import rehearse
from guides import actions, links, regions, tasks
from guides.forms import AddressForm, ButtonForm, Do, RequestForm
from guides.models import Guide, GuideCopy
from guides.views.private import page, private
from practice.models import Practice
from pulse.budgets import GUIDE, budgeted, spent
from pulse.clock import now, real_now

COOKIE, AN_HOUR = "guide-asked", 3600


def attempt_at(key: str) -> Attempt:
    return get_object_or_404(Attempt.objects.finished().with_edition(), key=key)


@method_decorator([csrf_exempt, budgeted(GUIDE)], name="dispatch")
class Request(View):
    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return self.form(request, attempt_at(key), RequestForm())

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        attempt = attempt_at(key)
        form = RequestForm(request.POST)
        if not form.is_valid():
            return self.form(request, attempt, form)
        given = form.cleaned_data
        languages = request.headers.get("Accept-Language", "")
        guessed = regions.paper_for(zone=given["zone"], languages=languages)
        try:
            copy = actions.request_guide(
                attempt=attempt,
                email=given["email"],
                first_name=given["first_name"],
                zone=given["zone"],
                paper=given["paper"] or guessed,
                wants_course=given["letters"],
                share=given["share"],
                turn=spent(GUIDE, request, now=real_now()),
                now=now(),
            )
        except actions.NotPublished:
            raise Http404 from None
        return after(copy, email=given["email"], letters=given["letters"], zone=given["zone"])

    def form(self, request: HttpRequest, attempt: Attempt, form: RequestForm) -> HttpResponse:
        guide = Guide.objects.published_for(attempt.edition.assessment)
        if guide is None:
            raise Http404
        context = {"attempt": attempt, "guide": guide, "form": form}
        return page(request, "request", context, status=422 if form.is_bound else 200)


def after(copy: GuideCopy, *, email: str, letters: bool, zone: str) -> HttpResponse:
    """On to the page after, remembering what was typed; the worker is woken."""
    transaction.on_commit(tasks.nudge, robust=True)
    response = redirect(links.asked_path(copy))
    response.set_signed_cookie(
        COOKIE,
        json.dumps({"email": email, "letters": letters, "zone": zone}),
        salt=COOKIE,
        max_age=AN_HOUR,
        path="/guide/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return private(response)


def typed(request: HttpRequest) -> dict[str, object]:
    """What was typed within the hour, as long as the browser holds it."""
    try:
        found = request.get_signed_cookie(COOKIE, default="{}", salt=COOKIE, max_age=AN_HOUR)
        return dict(json.loads(found or "{}"))
    except (BadSignature, ValueError):
        return {}


def asked_at(token: str) -> GuideCopy:
    copy = links.asked(token)
    if copy is None:
        raise Http404
    return copy


@method_decorator([csrf_exempt, budgeted(GUIDE)], name="dispatch")
class Asked(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        said = {"again": request.GET.get("say") == "again"}
        return self.show(request, asked_at(token), AddressForm(), said)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        copy = asked_at(token)
        pressed = ButtonForm(request.POST).pressed()
        if pressed == Do.AGAIN:
            actions.send_again(copy=copy, now=now())
            return private(redirect(f"{links.asked_path(copy)}?say=again"))
        form = AddressForm(request.POST)
        if pressed != Do.CORRECT or not form.is_valid():
            return self.show(request, copy, form, {}, status=422)
        given = typed(request)
        wants, email = bool(given.get("letters")), str(form.cleaned_data["email"])
        made = actions.correct_address(
            copy=copy,
            email=email,
            wants_course=wants,
            share=copy.share,
            turn=spent(GUIDE, request, now=real_now()),
            now=now(),
        )
        return after(made, email=email, letters=wants, zone=str(given.get("zone", "")))

    def show(
        self,
        request: HttpRequest,
        copy: GuideCopy,
        form: AddressForm,
        said: dict[str, bool],
        *,
        status: int = 200,
    ) -> HttpResponse:
        given = typed(request)
        zone, shares = str(given.get("zone", "")), bool(given.get("share"))
        first = first_letter(copy, zone, shares=shares) if given.get("letters") else None
        context = {
            "email": given.get("email", ""),
            "first_letter": first,
            "form": form,
            "now_path": links.now_path(copy),
            "sender": Practice.objects.the(),
            "said": said,
        }
        return page(request, "asked", context, status=status)


def first_letter(copy: GuideCopy, zone: str, *, shares: bool) -> datetime | None:
    """When lesson 1 would come, by the reader's clock (naive), if they said yes now."""
    course = copy.edition.guide.letters
    if course is None:
        return None
    facts = copy.attempt.facts.told(shared=shares)
    lessons = rehearse(course.plan(), facts=facts, zone=zone, start=now())
    try:
        first = next((one.local for one in lessons if not one.skipped), None)
        return first.replace(tzinfo=None) if first else None
    except schedule.NeverOpens:
        return None


@method_decorator([csrf_exempt, budgeted(GUIDE)], name="dispatch")
class SendAgain(View):
    """“Send me my guide again”: the answer is the same for every address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        sent = request.GET.get("say") == "sent"
        return page(request, "again", {"form": AddressForm(), "sent": sent})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return page(request, "again", {"form": form, "sent": False}, status=422)
        contact = Contact.objects.by_email(form.cleaned_data["email"])
        copy = GuideCopy.objects.filter(contact=contact).first() if contact else None
        if copy is not None:
            actions.renew(copy=copy, now=now())
        return self.sent()

    def sent(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("guides:again") + "?say=sent")
