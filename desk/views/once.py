"""While a page of the admin is only looked at, the practice and the passages are read once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from practice.once import once


class ReadOnceMiddleware:
    """Stands last, around the view and the rendering of its template."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        with once():
            return self.get_response(request)
