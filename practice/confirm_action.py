"""Bulk actions of the admin that say what they will do to how many before they do it. Pure.

`@asked_first("Stop every letter to %d people?")` around an admin action shows a page with the
question and the first of the rows; the action runs once its button is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import helpers
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

SURE = "sure"
MOST_AT_ONCE = 1000
SHOWN = 20
Act = Callable[[Any, HttpRequest, Any], HttpResponse | None]


def asked_first(singular: str, plural: str) -> Callable[[Act], Act]:
    """Ask before acting; `singular` and `plural` hold %d for the number of rows."""
    question = ngettext_lazy(singular, plural)

    def wrap(act: Act) -> Act:
        @wraps(act)
        def ask(admin: Any, request: HttpRequest, chosen: Any) -> HttpResponse | None:
            count = chosen.order_by()[: MOST_AT_ONCE + 1].count()
            if count > MOST_AT_ONCE:
                words = _("More than %d are chosen. Search or filter first, and do it in parts.")
                admin.message_user(request, words % MOST_AT_ONCE, messages.WARNING)
                return None
            if SURE in request.POST:
                return act(admin, request, chosen)
            return question_page(admin, request, chosen, str(question % count), count)

        return ask

    return wrap


def question_page(
    admin: Any, request: HttpRequest, chosen: Any, question: str, count: int, *, back: str = ""
) -> HttpResponse:
    """The question, the first rows, and what the button needs to send again; `back` is where
    whoever says no goes, the same address if empty.
    """
    return TemplateResponse(
        request,
        "practice/admin_sure.html",
        {
            **admin.admin_site.each_context(request),
            "title": _("Before it happens"),
            "question": question,
            "rows": [getattr(admin, "in_words", str)(row) for row in chosen[:SHOWN]],
            "more": max(0, count - SHOWN),
            "action": request.POST.get("action", ""),
            "across": request.POST.get("select_across", "0"),
            "picked": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "box": helpers.ACTION_CHECKBOX_NAME,
            "sure": SURE,
            "back": back,
            "opts": admin.opts,
        },
    )
