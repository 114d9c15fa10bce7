"""The first page of the site and the front page of each offer; what search engines ask."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import activate
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from guides import actions as guides
from health.actions import count
from health.clock import now
from landing import actions
from landing.json_ld import graph, script
from landing.models import LandingPage, SignUpForm
from landing.page import blocks
from landing.schema import LandingBody
from mail import actions as mail
from offers.forms import looked, source_of
from offers.models import Offer, Source
from practice.models import constants
from practice.once import once


@gzip_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the site: home's."""
    offer = Offer.objects.home()
    if offer is None or offer.state == Offer.State.DRAFT:
        count("page.landing", now=now())
        return render(request, "landing/not_open.html")
    return front(request, offer)


@gzip_page
@require_safe
def offer_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The front page of an offer; of home's, the first page of the site."""
    offer = get_object_or_404(Offer.objects.visible(), slug=slug)
    if offer.is_home:
        query = request.GET.urlencode()
        return redirect(f"{offer.get_absolute_url()}?{query}" if query else offer)
    return front(request, offer)


def front(request: HttpRequest, offer: Offer) -> HttpResponse:
    """What an offer shows whoever comes to it; without a landing page, the start of its
    assessment, else its form.
    """
    activate(offer.language)
    if offer.state == Offer.State.CLOSED:
        return render(request, "assessments/closed.html", {"offer": offer})
    count("page.landing", now=now())
    assessment = Assessment.objects.open().filter(offer=offer).first()
    form = actions.form_of(offer.pk)
    if assessment is None and form is None:
        return render(request, "landing/not_open.html")
    rows = LandingPage.objects.exclude(published=None).select_related("published", "offer")
    page = rows.filter(offer=offer).first()
    if page is None:
        begins = reverse("assessment:start", args=[assessment.slug]) if assessment else ""
        start, carried = begins or form.get_absolute_url(), source_of(request).carried  # type: ignore[union-attr]  # one of both is there
        return redirect(f"{start}?{urlencode(carried)}" if carried else start)
    source = looked(request, offer, now=now())
    with once():
        return shown(request, page, assessment, source)


def shown(
    request: HttpRequest, page: LandingPage, assessment: Assessment | None, source: Source
) -> HttpResponse:
    """The page as it is published."""
    assert page.published is not None
    body: LandingBody = page.published.read()  # type: ignore[assignment]  # this kind's schema
    context = actions.page_context(page, body, source=source.carried, now=now())
    path = page.get_absolute_url()
    structured = graph(
        body,
        site=settings.SITE_URL,
        path=path,
        name=str(assessment.definition.body["title"]) if assessment else "",
        practice=constants()["name"],
    )
    return render(
        request,
        "landing/page.html",
        {
            "page": body,
            "blocks": blocks(body, context),
            "path": path,
            "card": actions.card(body, context),
            "structured": script(structured),
        },
    )


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read what everybody may; keyed pages also say noindex themselves."""
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    taken = Assessment.objects.open()
    fronts = [assessment.offer.get_absolute_url() for assessment in taken if assessment.offer]
    starts = [reverse("assessment:start", args=[assessment.slug]) for assessment in taken]
    forms = SignUpForm.objects.taking()
    fronts += [form.offer.get_absolute_url() for form in forms]
    starts += [form.get_absolute_url() for form in forms]
    slugs = mail.public_letters(now=now()).values_list("slug", flat=True)
    public = [reverse("public_letter", args=[slug]) for slug in slugs]
    handouts = [reverse("handout", args=[guide]) for guide in guides.with_handout()]
    letters = [reverse("public_letters"), *public] if public else []
    fixed = ("/book/", reverse("privacy"))
    paths = dict.fromkeys((reverse("landing"), *fronts, *starts, *handouts, *letters, *fixed))
    context = {"paths": list(paths)}
    return render(request, "landing/sitemap.xml", context, content_type="application/xml")
