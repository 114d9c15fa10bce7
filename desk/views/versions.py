"""The versions of a text: listed, set beside each other in words, brought back as the draft."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from desk import wholes
from desk.actions import restoring
from desk.actions.versions import LABELS, NOW, Version, texts, versions
from practice.permissions import SAFE, needs_among
from pulse.clock import now
from writing import difference


def to_see(request: HttpRequest, app: str, model: str, **_where: int) -> tuple[str, ...]:
    """Seeing the row; changing it, to bring a version back."""
    if f"{app}.{model}" not in LABELS:
        raise Http404
    return (f"{app}.{'view' if request.method in SAFE else 'change'}_{model}",)


@needs_among(to_see)
class Versions(View):
    """One row's versions; GET looks, POST brings one back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        label = f"{kwargs['app']}.{kwargs['model']}"
        self.row: models.Model = get_object_or_404(apps.get_model(label), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **_where: Any) -> HttpResponse:
        found = versions(self.row)
        shown = self._chosen(found, request.GET.get("shown", "")) or found[0]
        base = self._chosen(found, request.GET.get("with", "")) or _before(found, shown)
        context = {
            **admin.site.each_context(request),
            "title": _("Versions: %(what)s") % {"what": self.row},
            "opts": self.row._meta,
            "row": self.row,
            "versions": found,
            "shown": shown,
            "base": base,
            "changes": self._changes(base, shown),
            "whole": texts(shown) if base is None else {},
            "may_restore": request.user.has_perm(
                f"{self.row._meta.app_label}.change_{self.row._meta.model_name}"
            ),
        }
        return render(request, "desk/versions.html", context)

    def post(self, request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
        version = self._chosen(versions(self.row), request.POST.get("version", ""))
        if version is None or version.key == NOW:
            raise Http404
        restoring.restore(row=self.row, version=version, now=now())
        words = _("Brought back as the draft: %(version)s.") % {"version": version.title}
        LogEntry.objects.log_actions(
            user_id=request.user.pk or 0,
            queryset=[self.row],
            action_flag=CHANGE,
            change_message=words,
            single_object=True,
        )
        kept = _("What stood here before is kept among the versions. Nothing is published.")
        messages.success(request, f"{words} {kept}")
        return redirect(f"admin:{app}_{model}_change", pk)

    def _chosen(self, found: list[Version], key: str) -> Version | None:
        return next((one for one in found if one.key == key), None)

    def _changes(self, base: Version | None, shown: Version) -> list[difference.Change]:
        if base is None:
            return []
        old, new = texts(base), texts(shown)
        for version, told in ((base, old), (shown, new)):
            if wholes.BOXES in version.body:  # it holds these boxes and says nothing of others
                old, new = ({place: one.get(place, "") for place in told} for one in (old, new))
        return difference.changes(old, new)


def _before(found: list[Version], shown: Version) -> Version | None:
    """The whole version that came before the one shown."""
    earlier = found[found.index(shown) + 1 :]
    return next((one for one in earlier if wholes.BOXES not in one.body), None)
