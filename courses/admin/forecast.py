"""Before a change of a running course is made: a page that says who is affected, and how.

The change is made, looked at with the engine's own rules, and rolled back; the author decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import site
from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from courses import actions, impact
from courses.models import Course
from health.clock import now

DECIDED = "decided"
NEWCOMERS = "newcomers"


def foreseen[Answer: HttpResponse | None](
    request: HttpRequest, courses: list[Course], change: Callable[[], Answer]
) -> Answer | HttpResponse:
    """Make the change if it touches nobody or the author has decided; else show what it does."""
    moment = now()
    decided = request.POST.get(DECIDED, "")
    if request.method != "POST" or decided == "everybody":
        return change()
    before = {course.pk: actions.ahead(course=course, now=moment) for course in courses}
    if not any(before.values()):
        return change()
    with transaction.atomic():
        response = change()
        if response is None or response.status_code != 302:
            return response
        impacts = [
            (course, impact.compare(before[course.pk], after, now=moment))
            for course in Course.objects.filter(pk__in=before)
            for after in [actions.ahead(course=course, now=moment)]
        ]
        if not any(impact.touches_anybody for _course, impact in impacts):
            return response
        if decided == NEWCOMERS:
            for course, effect in impacts:
                gained = [gain.lesson for gain in effect.gains]
                actions.only_for_newcomers(course=course, lessons=gained, now=moment)
            return response
        transaction.set_rollback(True)
    return _page(request, impacts)


def _page(request: HttpRequest, impacts: list[tuple[Course, impact.Impact]]) -> HttpResponse:
    # What was said of the change that is rolled back is not to be shown.
    request._messages = default_storage(request)  # type: ignore[attr-defined]  # Django's own
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Before you do this"),
        "found": [(course, list(impact.sentences())) for course, impact in impacts],
        "has_gains": any(impact.gains for _course, impact in impacts),
        "given": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", DECIDED)
            for value in values
        ],
    }
    return TemplateResponse(request, "courses/admin_impact.html", context)
