"""What all pages around a guide share: never stored, never indexed, no cookie, no address shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from practice.private_page import private


def page(
    request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    return private(render(request, f"guides/{name}.html", context, status=status))
