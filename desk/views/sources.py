"""Where people came from, and how far: a table by offer, piece and source, and as a file."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk import csv
from desk.actions import sources
from desk.forms.sources import SourceForm
from desk.views.two_factor import shown
from health.clock import now
from practice.permissions import SEE_ANSWERS, needs

NEEDED = ("health.view_counter", "contacts.view_contact", SEE_ANSWERS)
"""As the numbers on Home, and those of an offer on its own page."""


@needs(*NEEDED)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Each source or piece with how many came how far by it."""
    form = SourceForm(request.GET)
    query = form.query
    rows = sources.source_rows(query, now=now())
    return shown(
        request,
        "desk/sources.html",
        _("Where people came from"),
        form=form,
        query=query,
        titles=list(sources.titles().values()),
        rows=sources.shortened(rows),
        total=sources.total(rows),
        encoded=urlencode({name: value for name, value in asdict(query).items() if value}),
    )


@needs(*NEEDED)
@require_safe
def as_file(request: HttpRequest) -> HttpResponse:
    """The same table, whole, as CSV."""
    query = SourceForm(request.GET).query
    first = _("Piece") if query.by == "piece" else _("Source")
    rows = ((words, *counts) for words, counts in sources.source_rows(query, now=now()))
    text = csv.table((first, *sources.titles().values()), rows)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sources.csv"'
    return response
