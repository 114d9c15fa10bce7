"""The last step: what is missing, the private link, and the button that opens the offer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from assessments import outline
from consultations.models import Meeting
from desk import offer_steps
from desk.actions.offer_texts import OfferTexts, StepFinding, missing, open_offer
from desk.models import PrivateTry, new_try_key
from desk.offer_steps import BY_KEY, STEPS
from desk.views.offer_path.step import is_left_out, links, offer_at, step_url
from desk.views.two_factor import shown
from guides import outline as guide_outline
from health.clock import now
from offers.models import Offer
from practice.permissions import needs
from publishing.actions import NotReady
from publishing.announce import page_at, warned
from publishing.models import Document


class PublishStep(View):
    step = offer_steps.PUBLISH

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        texts = offer_at(pk)
        findings = missing(texts)
        offer, link = texts.offer, PrivateTry.objects.filter(offer=pk).first()
        left_out = [step for step in STEPS if is_left_out(texts, step.key)]
        context: dict[str, Any] = {
            "texts": texts,
            "offer": offer,
            "step": BY_KEY[self.step],
            "number": len(STEPS),
            "last": len(STEPS),
            "steps": links(texts, findings, self.step),
            "todo": by_step(offer, findings),
            "facts": facts(texts),
            "warnings": [warning for text in texts.documents for warning in warned(text)],
            "left_out": [(finding.title, step_url(offer, finding.key)) for finding in left_out],
            "try_url": link and settings.SITE_URL + reverse("private_try", args=[link.key]),
            "address": settings.SITE_URL + offer.get_absolute_url(),
            "changed": any(
                document.published is None or document.has_changed for document in texts.documents
            ),
            "meetings": meetings(offer),
            "other_home": not offer.is_home and Offer.objects.home(),
        }
        return shown(request, "desk/offer/publish.html", offer.name, **context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        texts = offer_at(pk)
        if not missing(texts):
            try:
                is_home = "home" in request.POST
                open_offer(texts, is_home=is_home, by=request.user, now=now())
                messages.success(request, _("It is open: everybody who has the address may begin."))
            except NotReady as not_ready:
                for _document, finding in not_ready.findings:
                    messages.error(request, finding.message)
        return redirect(step_url(texts.offer, self.step))


def facts(texts: OfferTexts) -> list[str]:
    """What there is, in numbers."""
    body = texts.assessment.body
    questions, results = len(body.questions), len(outline.outcomes(body))
    pages = len(guide_outline.pages(texts.guide.body)) if texts.guide else 0
    forms = len(texts.forms)
    counts = (
        (questions, ngettext("%d question", "%d questions", questions)),
        (results, ngettext("%d result", "%d results", results)),
        (pages, ngettext("a guide of %d page", "a guide of %d pages", pages)),
        (len(texts.lessons), ngettext("%d letter", "%d letters", len(texts.lessons))),
        (forms, ngettext("%d sign-up form", "%d sign-up forms", forms)),
    )
    return [words % count for count, words in counts if count]


def meetings(offer: Offer) -> dict[str, list[Any]]:
    """What its readers may book: kinds of meeting of its own, and those for all offers."""
    rows = Meeting.objects.active_of(offer.pk).order_by("pk")
    return {
        "own": [meeting.title for meeting in rows if meeting.offer_id],
        "for_all": [meeting.title for meeting in rows if not meeting.offer_id],
    }


def by_step(offer: Offer, findings: list[StepFinding]) -> list[tuple[Any, str, list[StepFinding]]]:
    """What is missing, under the step, the text or the kind of meeting that makes it."""
    groups = []
    for step in STEPS:
        here = [finding for finding in findings if finding.step == step.key]
        if here and step.key != offer_steps.PUBLISH:
            groups.append((step.title, step_url(offer, step.key), here))
    # A letter, a form or a meeting has no step; each leads to its own page.
    elsewhere: dict[Document, list[StepFinding]] = {}
    for finding in findings:
        if finding.step == offer_steps.PUBLISH and finding.document is not None:
            elsewhere.setdefault(finding.document, []).append(finding)
    for document, here in elsewhere.items():
        groups.append((str(document), page_at(document, ""), here))
    for finding in findings:
        if finding.meeting is not None:
            page = reverse("admin:consultations_meeting_change", args=[finding.meeting.pk])
            groups.append((str(finding.meeting), page, [finding]))
    return groups


@needs("assessments.change_assessment")
class NewLink(View):
    """Another private link; the one before leads nowhere from now on."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        offer = offer_at(pk).offer
        said = {"key": new_try_key(), "made_at": now()}
        PrivateTry.objects.update_or_create(offer=offer, defaults=said)
        return redirect(step_url(offer, offer_steps.PUBLISH))
