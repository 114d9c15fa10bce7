"""The list of people opens in time: what is not found by then is said to be, and found on request.

A filter may choose a handful of a million by what lies in other tables (`bin/bench desk`, 500 ms a
page).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from unfold.views import ChangeList

from health.time_limit import COUNT, GaveUp, time_limit

SECONDS = 0.3


class PeopleList(ChangeList):
    """Nobody in it where finding them was given up."""

    is_given_up = False

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        chosen: dict[str, Any] = super().get_filters_params(params)
        chosen.pop(COUNT, None)
        return chosen

    def get_results(self, request: HttpRequest) -> None:
        try:
            with time_limit(None if COUNT in request.GET else SECONDS):
                super().get_results(request)
                self.result_list = list(self.result_list)
        except GaveUp:
            self.is_given_up = True
            self.queryset = self.queryset.none()
            super().get_results(request)


def say_if_given_up(request: HttpRequest, answer: HttpResponse) -> None:
    """With the way to find them, however long it takes."""
    shown: dict[str, Any] = getattr(answer, "context_data", None) or {}
    if not getattr(shown.get("cl"), "is_given_up", False):
        return
    again = request.GET.copy()
    again[COUNT] = "all"
    words = _("So many people are here that it takes a while to find these.")
    page = f"?{again.urlencode()}"
    link = format_html('<a href="{}" class="desk-link">{}</a>', page, _("Find them now"))
    messages.info(request, format_html("{} {}", words, link))
