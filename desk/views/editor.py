"""The editor's own doors: a look at unsaved words, keeping them, throwing them away."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from assessments import actions as assessments
from desk import texts
from desk.actions import drafts, link_check, preview
from desk.actions.preview import EditedText, PreviewOutcome, guide, person
from guides import actions as guides
from health.clock import real_now
from practice.models import Practice
from practice.permissions import needs_among
from publishing.pages import short, still
from writing.errors import Refused

LONGEST = 80_000


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
    def asked(self) -> EditedText:
        given = self.request.POST
        also = {name.removeprefix("also."): given[name] for name in given if name[:5] == "also."}
        return EditedText(
            label=self.label,
            pk=self.pk if self.pk.isdecimal() else "",
            name=given.get("name", ""),
            text=given.get("text", "")[:LONGEST].replace("\r\n", "\n"),
            row=given.get("row", ""),
            person=given.get("person", ""),
            also=also,
        )

    @property
    def box(self) -> str:
        name = self.request.POST.get("name", "")
        if not texts.kept(self.label, name):
            raise Http404
        return texts.box(name, self.request.POST.get("row", ""))

    @property
    def row(self) -> models.Model | None:
        return drafts.row_of(self.label, self.pk)


class LookAt(Door):
    """The page that unsaved words would become, or their faults."""

    def post(self, request: HttpRequest) -> JsonResponse:
        look = preview.look(self.asked, now=real_now())
        if look is None:
            raise Http404
        return JsonResponse(
            {
                "faults": [
                    {"line": one.line, "message": short(one.message)} for one in look.faults
                ],
                "notes": [asdict(one) for one in link_check.missing(self.asked.text)],
                "outside": link_check.outside(self.asked.text),
                "lines": dict(look.lines),
                "subject": look.subject,
                "preheader": look.preheader,
                "from": Practice.objects.the().from_name,
                "html": page(request, look),
            }
        )


def page(request: HttpRequest, look: PreviewOutcome) -> str:
    """A whole page without scripts, its links opening in a new tab; empty where there is none."""
    html = look.html
    if look.template:
        context = {**look.context, "messages": ()}
        html = render_to_string(look.template, context, request=request)
    return still(html)


class OnPaper(Door):
    """A section of the guide as its page in the file."""

    @method_decorator(xframe_options_sameorigin)
    def post(self, request: HttpRequest) -> HttpResponse:
        found = guide.section_of(self.asked) if self.label == "guides.guide" else None
        if found is None or found.faults:
            raise Http404
        reader = person(self.asked.person)
        made = guide.document(found, assessments.passages(), reader, medium="paper", now=real_now())
        try:
            printed = guides.on_paper(made).file
        except Refused as refused:
            said = " ".join(fault.message for fault in refused.faults)
            return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
        return HttpResponse(printed, content_type="application/pdf")


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
