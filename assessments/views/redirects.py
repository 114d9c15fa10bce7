"""Where requests lead: an attempt by its key, the next page or result, what to say there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import activate
from django.utils.translation import gettext as _

from assessments.models import Assessment, Attempt
from offers.models import Offer
from publishing.models import Revision


def assessment_at(slug: str) -> Assessment:
    """The one of this address, or that was published under it before: links to it are about. Of an
    offer in draft none is there; that of a closed one is, and takes nobody new.
    """
    visible = Assessment.objects.taken().filter(offer__in=Offer.objects.visible())
    # A line on her website may name the offer instead.
    assessment = visible.filter(slug=slug).first() or visible.filter(offer__slug=slug).first()
    if assessment is None:
        kind = Assessment._meta.label_lower
        earlier = Revision.objects.published().filter(kind=kind, closure__slug=slug)
        by_latest = earlier.order_by("-pk").values_list("document", flat=True)
        assessment = get_object_or_404(visible, pk=by_latest.first() or 0)
    return assessment


def sentence(request: HttpRequest) -> str:
    """What a redirect wanted said; the address names it, so that no cookie has to."""
    return {
        "ended": _("These answers are finished, so they stay as they are. Here is your result."),
        "order": _("One page at a time, please. This is the next one for you."),
        "more": _("Your answers are saved. One of them brings up another question here."),
        "saved": _("Your answers are saved. Here is where you were."),
        "deleted": _("Your answers and your result are deleted."),
    }.get(request.GET.get("say", ""), "")


def private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def attempt_at(slug: str, key: str, attempts: QuerySet[Attempt] | None = None) -> Attempt:
    """The attempt of this key, in whose language the answer is written; `attempts` says how much
    of it is read, else all of it.
    """
    if attempts is None:
        attempts = Attempt.objects.with_revision()
    attempt = get_object_or_404(attempts, key=key)
    is_elsewhere = slug != attempt.definition.slug
    if is_elsewhere and assessment_at(slug).pk != attempt.assessment_id:
        raise Http404
    activate(attempt.definition.language)
    return attempt


def to_page(attempt: Attempt, number: int, say: str = "") -> HttpResponseRedirect:
    slug = attempt.definition.slug
    url = reverse("assessment:page", args=[slug, attempt.key, number])
    return redirect(f"{url}?{urlencode({'say': say})}" if say else url)


def to_result(attempt: Attempt, say: str = "") -> HttpResponseRedirect:
    url = reverse("assessment:result", args=[attempt.definition.slug, attempt.key])
    return redirect(f"{url}?{urlencode({'say': say})}" if say else url)
