"""The first page and the start of an assessment."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
from assessments.route import Route
from assessments.views.redirects import assessment_at, published, sentence, to_page
from health.actions import count
from health.budgets import START, budgeted
from health.clock import now
from practice.models import constants


@gzip_page
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    count("page.landing", now=now())
    assessment = published().first()
    if assessment is None:
        return render(request, "assessments/landing.html", {"landing": None})
    activate(assessment.definition.language)
    body = assessment.definition.body
    carried = source(request)
    start = reverse("assessment:start", args=[assessment.slug])
    return render(
        request,
        "assessments/landing.html",
        {
            "landing": body.get("landing") or {"title": body["title"]},
            "title": body["title"],
            "promise": body.get("promise", ""),
            "minutes": body.get("minutes", 5),
            "mirror": body.get("mirror", ""),
            "safety": body.get("safety", ""),
            "start_url": f"{start}?{urlencode(carried)}" if carried else start,
            "structured": script(
                first_page(body, site=settings.SITE_URL, practice=constants()["name"])
            ),
        },
    )


@method_decorator([csrf_exempt, gzip_page, budgeted(START)], name="dispatch")
class Start(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        assessment = assessment_at(slug)
        if assessment.slug != slug:
            here = reverse("assessment:start", args=[assessment.slug])
            return redirect(f"{here}?{request.GET.urlencode()}".rstrip("?"))
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
        attempt = actions.start(assessment=assessment, source=source(request), now=now())
        return to_page(attempt, Route.of(attempt.definition, {}).stops[0].number)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read what everybody may; keyed pages also say noindex themselves."""
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    starts = [reverse("assessment:start", args=[found.slug]) for found in published()]
    context = {"paths": [reverse("landing"), *starts, "/book/", reverse("privacy")]}
    return render(request, "assessments/sitemap.xml", context, content_type="application/xml")
