"""The button “Make a copy”, on the page of every text and kind of meeting."""

from __future__ import annotations

from django.apps import apps
from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.actions import copy
from health.clock import now
from practice.permissions import needs_among


def to_copy(_request: HttpRequest, app: str, model: str, **_where: int) -> tuple[str, ...]:
    """Seeing the row, and adding one; 404 for what is not copied."""
    if not copy.is_copied(f"{app}.{model}"):
        raise Http404
    return f"{app}.view_{model}", f"{app}.add_{model}"


@needs_among(to_copy)
@require_POST
def duplicate(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    row = get_object_or_404(apps.get_model(app, model), pk=pk)
    new_row = copy.duplicate(row, today=now().date())
    LogEntry.objects.log_actions(
        user_id=request.user.pk or 0,
        queryset=[new_row],
        action_flag=ADDITION,
        change_message=_("A copy of “%s”.") % row,
        single_object=True,
    )
    text = _("This is the copy of “%s”, with everything in it. It is not published.") % row
    messages.success(request, f"{text} {_next(f'{app}.{model}')}".strip())
    return redirect(f"admin:{app}_{model}_change", new_row.pk)


def _next(label: str) -> str:
    """What is left to do before such a copy reaches anybody; empty where it says so itself."""
    return {
        "assessments.passage": _("It stands in no text yet."),
        "consultations.meeting": _("Nobody can book it until you say so below."),
    }.get(label, "")
