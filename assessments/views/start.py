"""The front page of an offer and the start of its assessment."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from assessments import actions
from assessments.forms import source
from assessments.json_ld import first_page, script
from assessments.models import Assessment
from assessments.route import Route
from assessments.views.redirects import assessment_at, private, sentence, to_page
from health.actions import count
from health.budgets import START, budgeted
from health.clock import now
from offers.models import Offer
from practice.models import constants


@gzip_page
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The first page of the site: home's."""
    offer = Offer.objects.home()
    if offer is None or offer.state == Offer.State.DRAFT:
        count("page.landing", now=now())
        return render(request, "assessments/landing.html", {"landing": None})
    return front(request, offer)


@gzip_page
@require_safe
def offer_landing(request: HttpRequest, slug: str) -> HttpResponse:
    """The front page of an offer; of home's, the first page of the site."""
    offer = get_object_or_404(Offer.objects.visible(), slug=slug)
    if offer.is_home:
        query = request.GET.urlencode()
        return redirect(f"{offer.get_absolute_url()}?{query}" if query else offer)
    return front(request, offer)


def front(request: HttpRequest, offer: Offer) -> HttpResponse:
    """What an offer shows whoever comes to it."""
    activate(offer.language)
    if offer.state == Offer.State.CLOSED:
        return closed(request, offer)
    count("page.landing", now=now())
    assessment = Assessment.objects.open().filter(offer=offer).first()
    if assessment is None:
        return render(request, "assessments/landing.html", {"landing": None})
    body = assessment.definition.body
    carried = source(request)
    start = reverse("assessment:start", args=[assessment.slug])
    return render(
        request,
        "assessments/landing.html",
        {
            "landing": body.get("landing") or {"title": body["title"]},
            "title": body["title"],
            "path": offer.get_absolute_url(),
            "promise": body.get("promise", ""),
            "minutes": body.get("minutes", 5),
            "mirror": body.get("mirror", ""),
            "safety": body.get("safety", ""),
            "start_url": f"{start}?{urlencode(carried)}" if carried else start,
            "structured": script(
                first_page(
                    body,
                    site=settings.SITE_URL,
                    path=offer.get_absolute_url(),
                    practice=constants()["name"],
                )
            ),
        },
    )


def closed(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Nobody new begins it; who did goes on by their own links."""
    activate(offer.language)
    return private(render(request, "assessments/closed.html", {"offer": offer}))


@method_decorator([csrf_exempt, gzip_page, budgeted(START)], name="dispatch")
class Start(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        assessment = assessment_at(slug)
        if assessment.slug != slug:
            here = reverse("assessment:start", args=[assessment.slug])
            return redirect(f"{here}?{request.GET.urlencode()}".rstrip("?"))
        assert assessment.offer is not None
        if not assessment.offer.is_open:
            return closed(request, assessment.offer)
        count("page.start", now=now())
        activate(assessment.definition.language)
        return render(
            request,
            "assessments/start.html",
            {
                "body": assessment.definition.body,
                "slug": slug,
                "source": source(request),
                "sentence": sentence(request),
            },
        )

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        assessment = assessment_at(slug)
        assert assessment.offer is not None
        if not assessment.offer.is_open:
            return closed(request, assessment.offer)
        attempt = actions.start(assessment=assessment, source=source(request), now=now())
        return to_page(attempt, Route.of(attempt.definition, {}).stops[0].number)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read what everybody may; keyed pages also say noindex themselves."""
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    taken = Assessment.objects.open()
    fronts = [found.offer.get_absolute_url() for found in taken if found.offer]
    starts = [reverse("assessment:start", args=[found.slug]) for found in taken]
    paths = dict.fromkeys((reverse("landing"), *fronts, *starts, "/book/", reverse("privacy")))
    context = {"paths": list(paths)}
    return render(request, "assessments/sitemap.xml", context, content_type="application/xml")
