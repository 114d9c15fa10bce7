"""What all pages around a guide share: never stored, never indexed, no cookie, no address shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers


def private[R: HttpResponseBase](response: R) -> R:
    """A page or a file for the holder of its link only."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address holds the token: a site that a page links to must not hear it.
    response["Referrer-Policy"] = "same-origin"
    add_never_cache_headers(response)
    return response


def page(
    request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    return private(render(request, f"guides/{name}.html", context, status=status))
