"""“Publish everything that changed”: one list of the texts, one button, what was left and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from desk.views.two_factor import shown
from health.clock import now
from practice.permissions import needs
from publishing import actions, diff
from publishing.announce import named, say_followed, warned
from publishing.models import Document


def changed(request: HttpRequest) -> list[Document]:
    """The changed texts that this person may publish."""
    return [row for row in actions.to_publish() if _may(request, row)]


def _may(request: HttpRequest, row: Document) -> bool:
    return request.user.has_perm(f"{row._meta.app_label}.change_{row._meta.model_name}")


def _waiting(row: Document) -> dict[str, Any]:
    """A changed text: the page it is edited on, where it changed, what keeps it, whom it reaches;
    `users` are published texts that take it up, each with whom that reaches.
    """
    assert row.published is not None  # `to_publish` gives no other
    labels = row.kind().labels(row.read())
    changed = diff.changes(row.published.read(), row.read(), labels)
    meta = row._meta
    users = [
        document
        for document in actions.users_of(row)
        if document.published is not None and not document.is_off
    ]
    return {
        "document": row,
        "url": reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]),
        "changes": tuple(dict.fromkeys(change.place for change in changed)),
        "findings": named(row, actions.check(row)),
        "warnings": warned(row),
        "effects": actions.impact(row),
        "users": [(document, actions.impact(document)) for document in users],
    }


@needs("assessments.change_passage")
class PublishChanged(View):
    """GET looks, POST publishes all that are ready."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [_waiting(row) for row in changed(request)]
        title = _("Publish everything that changed")
        ready = sum(not row["findings"] for row in rows)
        return shown(request, "desk/publish.html", title, rows=rows, ready=ready)

    def post(self, request: HttpRequest) -> HttpResponse:
        outcome = actions.publish_ready(changed(request), by=request.user, now=now())
        for row in outcome.published:
            _log(request, row)
        count = len(outcome.published)
        if count:
            said = ngettext("%d text was published.", "%d texts were published.", count) % count
            messages.success(request, said)
        say_followed(request, outcome)
        for row, finding in outcome.left:
            if row not in outcome.left_behind:
                ((place, message),) = named(row, [finding])
                values: dict[str, Any] = {"text": row, "place": place and f"{place}:"}
                words = _("“%(text)s” was left as it is: %(place)s %(message)s")
                messages.warning(request, words % (values | {"message": message}))
        return redirect("desk:publish")


def _log(request: HttpRequest, row: Document) -> None:
    LogEntry.objects.log_actions(
        user_id=request.user.pk or 0,
        queryset=[row],
        action_flag=CHANGE,
        change_message=_("Published."),
        single_object=True,
    )
