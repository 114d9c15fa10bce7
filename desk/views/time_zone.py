"""Every day and hour on the desk is by the practice's own clock, typed or read."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class HerClockMiddleware:
    """The zone comes with whoever is logged in (`PasswordBackend`); visitors have their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = None
        if request.path_info.startswith("/admin/"):
            zone = getattr(request.user, "desk_zone", None)
        with timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)
