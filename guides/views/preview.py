"""The author looks at a draft as one reader would get it: pages beside words, length, grade."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from guides import actions
from guides.forms import PreviewForm
from guides.models import Guide, GuideCopy
from health.clock import now
from writing.errors import Refused


def preview(request: HttpRequest, pk: int, *, site: dict[str, Any]) -> HttpResponse:
    """The page; `file=yes` gives the PDF itself. `site` is what every page of the desk shows."""
    guide = get_object_or_404(Guide, pk=pk)
    if guide.assessment is None or guide.assessment.published is None:
        return redirect("admin:guides_guide_change", pk)
    samples = (sample.key for sample in actions.sample_readers(guide))
    first = {"person": next(samples, ""), "paper": GuideCopy.Paper.A4}
    given = request.POST if request.method == "POST" else {**first, **request.GET.dict()}
    form = PreviewForm(given, guide=guide)
    shown: dict[str, Any] = {}
    if form.is_valid():
        try:
            shown = look(guide, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, [fault.message for fault in refused.faults])
    if shown and "file" in given:
        return HttpResponse(shown["file"], content_type="application/pdf")
    context = {
        **site,
        **shown,
        "title": _("See it as a reader would"),
        "guide": guide,
        "form": form,
        "measured": actions.measured(guide, now=now()) if shown else [],
    }
    return render(request, "guides/preview.html", context, status=200 if shown else 422)


def look(guide: Guide, choices: dict[str, Any]) -> dict[str, Any]:
    """The draft for one person: as a file, as pictures of its pages, as words."""
    paper, sheet, today = choices["paper"], choices["answers"], now()
    printed = actions.previewed(guide, sheet, paper=paper, medium="paper", now=today)
    paged = actions.on_paper(printed, paper=paper, as_pictures=True)
    words = actions.previewed(guide, sheet, paper=paper, medium="page", now=today)
    return {"file": paged.file, "pages": paged.pages, "words": words}
