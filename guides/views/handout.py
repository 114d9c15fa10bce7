"""The page that readers of a guide hand to their clients, at a public address of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import activate
from django.views.decorators.http import require_safe

from guides import actions
from guides.models import Guide
from offers.models import Offer


@require_safe
def handout(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everyone: nothing of any reader is on it."""
    guides = Guide.objects.filter(offer__in=Offer.objects.visible())
    guide = get_object_or_404(guides.select_related("published", "offer"), slug=slug)
    chapter = actions.handout_of(guide)
    if chapter is None:
        raise Http404
    activate(guide.offer.language)
    return render(request, "guides/handout.html", {"chapter": chapter})
