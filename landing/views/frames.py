"""The public pages inside frames: /embed/… is the rest of the site once more, only its visitors'
pages, without any cookie, framed by the allowed sites alone.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, set_script_prefix
from django.utils.csp import CSP
from django.views.defaults import page_not_found

from landing.models import AllowedSite
from practice.frames import PREFIX, outside

ALIASES = {"form/": "join/"}
"""What stands in the line on her page, and where it is at home."""
FRAMED = frozenset(
    {
        *("assessment:start", "assessment:page", "assessment:questions", "assessment:result"),
        *("assessment:again", "assessment:look_again", "assessment:delete"),
        *("guides:request", "guides:asked", "join", "join_sent"),
        *("consultations:book", "consultations:book-offer", "consultations:book-result"),
        *("consultations:time_request", "consultations:time_request-offer"),
        *("consultations:time_requested", "consultations:booking", "consultations:move"),
        *("consultations:cancel", "consultations:invitation"),
        *("theme", "picture", "picture_file"),
    }
)
"""What may stand in a frame. What confirms, stops or erases by a press never does."""


class FramesMiddleware:
    """Serves /embed/PATH as PATH, with addresses that stay in the frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        path = inside(request.path_info)
        if not may_be_framed(path):
            return elsewhere(request)
        request.path_info = path
        # Decision 9: in a frame nobody is anybody, whatever cookies the browser still sends.
        request.COOKIES = {}
        # As if the site were mounted there: `reverse` then gives addresses that stay in the frame.
        set_script_prefix(PREFIX)
        try:
            response = self.get_response(request)
        finally:
            set_script_prefix("/")
        return framed(request, response)


def inside(path: str) -> str:
    """The path of a framed page on our own site."""
    path = path.removeprefix(PREFIX)
    for alias, home in ALIASES.items():
        if path.startswith(alias):
            path = home + path.removeprefix(alias)
    return f"/{path}"


def may_be_framed(path: str) -> bool:
    """Whether a page of this path is for frames; so is the kind word where there is none."""
    try:
        return resolve(path).view_name in FRAMED
    except Resolver404:
        return True


def elsewhere(request: HttpRequest) -> HttpResponse:
    """A link out of the frame opens on our own site; anything else is refused."""
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(outside(request.get_full_path()))
    return page_not_found(request, Http404())


def framed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say who may frame it: the allowed sites, and our own desk, which shows how it looks."""
    ancestors = AllowedSite.objects.origins()
    # Fetch Metadata: browsers set it themselves, and no script of another site can.
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        ancestors = [str(CSP.SELF), *ancestors]
    policy = {**settings.SECURE_CSP, "frame-ancestors": ancestors or [CSP.NONE]}
    response._csp_config = policy  # type: ignore[attr-defined]  # Django's own hook
    response.headers.pop("X-Frame-Options", None)  # it knows no list of sites
    response.headers.setdefault("Cache-Control", "no-cache")  # a site taken off counts at once
    response.headers["X-Robots-Tag"] = "noindex"
    return response
