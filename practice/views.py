"""The privacy page, and the practice's own colour as a stylesheet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from practice import colour


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "practice/privacy.html",
        {
            "unfinished_days": settings.KEEP_UNFINISHED_DAYS,
            "unconfirmed_days": settings.KEEP_UNCONFIRMED_DAYS,
        },
    )


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def theme(_request: HttpRequest, accent: str) -> HttpResponse:
    """The colour is in the address, so a changed colour is a new stylesheet."""
    return HttpResponse(colour.stylesheet(f"#{accent}"), content_type="text/css; charset=utf-8")
