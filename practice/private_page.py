"""What an answer says that is only for the holder of its link: a guide, a file, the page after a
form. Pure.
"""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers


def private[R: HttpResponseBase](response: R) -> R:
    """Nowhere stored, in no search engine."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address holds the token: a site that the page links to must not hear it.
    response["Referrer-Policy"] = "same-origin"
    add_never_cache_headers(response)
    return response
