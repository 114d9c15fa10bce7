"""What a text said before the author saved other words stays among its versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse

from desk.actions import restoring
from desk.actions.versions import LABELS, body_of
from pulse.clock import now

FORMS = {f"{label.replace('.', '_')}_change": label for label in LABELS}


class KeepBeforeSavingMiddleware:
    """Around the admin's own forms, in whichever room they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        before = getattr(request, "before_saving", None)
        if before is not None and answer.status_code == 302:  # saved, and back to a list
            restoring.keep(*before, now=now())
        return answer

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, Any]
    ) -> None:
        asked = request.resolver_match
        if request.method != "POST" or asked is None or asked.namespace != "admin":
            return
        label, place = FORMS.get(asked.url_name or ""), kwargs.get("object_id", "")
        if label is None or not place.isdecimal():
            return
        row = apps.get_model(label)._default_manager.filter(pk=place).first()
        if row is not None:
            request.before_saving = (row, body_of(row))  # type: ignore[attr-defined]
