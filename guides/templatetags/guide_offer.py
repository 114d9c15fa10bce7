"""The guide as a result page offers it, which may not know guides."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from assessments.models import Attempt
from contacts import visit
from guides import content, links
from guides.forms import RequestForm
from guides.models import Guide, GuideRequest
from guides.schema import GuideBody
from health.clock import now
from offers.models import Offer
from practice.frames import outside

register = template.Library()


@dataclass(frozen=True)
class GuideOffer:
    """What is offered; `asked` once it was asked for in this visit."""

    body: GuideBody
    form: RequestForm
    asked: GuideRequest | None

    @property
    def is_made(self) -> bool:
        return self.asked is not None and self.asked.is_made(now())

    @property
    def asked_path(self) -> str:
        return links.asked_path(self.asked) if self.asked else ""

    @property
    def now_path(self) -> str:
        return links.now_path(self.asked) if self.asked else ""


@register.simple_tag(takes_context=True)
def guide_of(context: Context, attempt: Attempt) -> GuideOffer | None:
    """The guide made from these answers, if there is one."""
    request: HttpRequest = context["request"]
    guide = Guide.objects.published_for(attempt.assessment)
    if guide is None or guide.published is None:
        return None
    body: GuideBody = guide.published.read()  # type: ignore[assignment]  # a revision of a guide
    form = RequestForm(initial=visit.typed(request, now=now()))
    return GuideOffer(body, form, links.asked_in_visit(request, attempt, now=now()))


@register.simple_tag
def handout_path(offer: Offer | None) -> str:
    """The address of the page to hand to clients; empty where the guide has none."""
    guide = Guide.objects.filter(offer=offer).offered() if offer else None
    if guide is None or guide.published is None:
        return ""
    body: GuideBody = guide.published.read()  # type: ignore[assignment]  # a revision of a guide
    return outside(reverse("handout", args=[guide.slug])) if content.handouts(body) else ""
