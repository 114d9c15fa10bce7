"""The editor's own doors: keeping unsaved words, throwing them away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from desk import texts
from desk.actions import drafts
from health.clock import real_now
from practice.permissions import needs_among
from publishing.models import Document


def to_write(request: HttpRequest) -> tuple[str, ...]:
    """Changing rows of the model a text is of; for a new row, adding one is enough."""
    if request.method != "POST":
        return ()  # there is no such method
    label = request.POST.get("label", "")
    if not texts.texts_of(label):
        raise Http404
    app, _dot, name = label.partition(".")
    adds = not request.POST.get("pk") and request.user.has_perm(f"{app}.add_{name}")
    return (f"{app}.{'add' if adds else 'change'}_{name}",)


@needs_among(to_write)
class Door(View):
    """A POST about one row of a model, by those who may write there."""

    http_method_names = ["post"]

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.label = request.POST.get("label", "")
        self.pk = request.POST.get("pk", "")
        return super().dispatch(request, *args, **kwargs)

    @property
    def box(self) -> str:
        name = self.request.POST.get("name", "")
        if not texts.is_autosaved(self.label, name):
            raise Http404
        return name

    @property
    def row(self) -> Document | None:
        return drafts.row_of(self.label, self.pk)


class KeepDraft(Door):
    """Words as they are typed; the answer says when they were kept and what else happened."""

    def post(self, request: HttpRequest) -> JsonResponse:
        moment = real_now()
        row = self.row
        other_tab = drafts.keep(
            user_id=request.user.pk or 0,
            label=self.label,
            pk=self.pk,
            box=self.box,
            text=request.POST.get("text", ""),
            tab=request.POST.get("tab", "")[:40],
            now=moment,
        )
        changed = bool(self.pk) and drafts.mark(row) != request.POST.get("mark", "")
        warning = drafts.warning(row, request.user.pk or 0) if changed else ""
        at = drafts.said(moment, now=moment)
        return JsonResponse({"at": at, "warning": warning, "other_tab": other_tab})


class ThrowAway(Door):
    def post(self, request: HttpRequest) -> JsonResponse:
        boxes = request.POST.getlist("box")
        count = drafts.throw_away(
            user_id=request.user.pk or 0, label=self.label, pk=self.pk, boxes=boxes
        )
        return JsonResponse({"gone": count})
