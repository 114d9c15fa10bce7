"""Where requests lead: an attempt by its key, the next page or result, what to say there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessment, Attempt


def published() -> QuerySet[Assessment]:
    """Assessments that can be taken."""
    return Assessment.objects.taken()


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
    """The attempt of this key; `attempts` says how much of it is read, else all of it."""
    if attempts is None:
        attempts = Attempt.objects.with_revision()
    return get_object_or_404(attempts, key=key, assessment__slug=slug)


def to_page(attempt: Attempt, number: int, say: str = "") -> HttpResponseRedirect:
    slug = attempt.definition.slug
    url = reverse("assessment:page", args=[slug, attempt.key, number])
    return redirect(f"{url}?{urlencode({'say': say})}" if say else url)


def to_result(attempt: Attempt, say: str = "") -> HttpResponseRedirect:
    url = reverse("assessment:result", args=[attempt.definition.slug, attempt.key])
    return redirect(f"{url}?{urlencode({'say': say})}" if say else url)
