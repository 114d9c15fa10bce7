"""What every request passes: clean input, the admin's own content security policy (Unfold's Alpine
needs eval), kind 404 pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, QueryDict
from django.utils.csp import CSP
from django.utils.translation import override
from django.views.defaults import page_not_found

from writing.clean import CONTROL, cleaned

ADMIN_POLICY: dict[str, Any] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF, "data:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
}


class LanguageMiddleware:
    """Every request begins in the desk's English. A view goes over to the language of the text it
    shows, base.html to the practice's own; what the browser asks for plays no part.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with override(settings.LANGUAGE_CODE):
            return self.get_response(request)


class CleanInputMiddleware:
    """Takes NUL and other controls from all that a request says, before anybody reads it.

    An address that holds one is nobody's (404).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL takes no NUL in a text: a look-up by one would be an error of ours, not a 404.
        if CONTROL.search(request.path_info):
            return HttpResponseNotFound("There is no such page.\n", content_type="text/plain")
        if is_unclean(request.GET):
            request.GET = without_controls(request.GET)  # type: ignore[assignment]  # as mutable as it
        for name, value in list(request.COOKIES.items()):
            if CONTROL.search(name + value):
                del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """The form, which may be read here at the earliest: a raw body stays readable."""
        if request.method != "POST":
            return
        if is_unclean(request.POST):
            request.POST = without_controls(request.POST)  # type: ignore[assignment]  # as above
        for _name, files in request.FILES.lists():
            for file in files:
                file.name = cleaned(file.name or "") or "file"


def is_unclean(data: QueryDict) -> bool:
    return any(CONTROL.search(text) for name, texts in data.lists() for text in (name, *texts))


def without_controls(data: QueryDict) -> QueryDict:
    """The same names and values in their order, cleaned."""
    clean = QueryDict(mutable=True)
    for name, texts in data.lists():
        for text in texts:
            clean.appendlist(cleaned(name), cleaned(str(text)))
    clean._mutable = False
    return clean


class AdminPolicyMiddleware:
    """Swaps the policy on /admin/ pages only; a view's own override wins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = ADMIN_POLICY  # type: ignore[attr-defined]  # Django's own hook
        if settings.DEBUG and request.path_info.startswith("/admin/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class KindNotFoundMiddleware:
    """A 404 is the visitor's own page in development too, where Django would list the routes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return page_not_found(request, Http404())
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_not_found(request, exception) if isinstance(exception, Http404) else None
