"""A result as the published assessment gives it to a made-up reader, short enough for a page."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from assessments import actions as assessments
from assessments import result_page
from assessments.models import Assessment
from assessments.preview import sample_result
from practice.models import constants

PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
MOST_GROUPS = 2


def sample_of(assessment: Assessment, key: str, *, now: datetime) -> dict[str, Any] | None:
    """The beginning of the result of the sample person of this key, else of the first, as the
    template of its block shows it; None where there is nobody.
    """
    definition = assessment.definition
    readers = assessments.sample_readers(definition)
    reader = next(
        (sample for sample in readers if sample.key == key), readers[0] if readers else None
    )
    if reader is None:
        return None
    shown = sample_result(
        definition,
        reader,
        passages=result_page.passages(definition.body),
        constants=constants(),
        site=settings.SITE_URL,
        now=now,
    )
    leaning = shown.leaning or {}
    return {
        "title": shown.reading.title,
        "html": _first_paragraph(shown.reading.html),
        "profile": leaning.get("name", ""),
        "profile_html": _first_paragraph(leaning.get("summary", "")),
        "groups": [(group.title, mark_safe(group.picture)) for group in shown.groups[:MOST_GROUPS]],
    }


def _first_paragraph(html: str) -> SafeString:
    # Finished HTML of a result page; a whole paragraph of it is as safe.
    match = PARAGRAPH.search(html)
    return mark_safe(match[0] if match else html)
