"""A result as the published assessment gives it to a made-up reader, short enough for a page."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from assessments import actions as assessments
from assessments import result_page
from assessments.definition import Definition
from assessments.models import Assessment
from assessments.preview import sample_result
from practice.models import constants

PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
MOST_GROUPS = 2


def sample_of(assessment: Assessment, key: str, *, now: datetime) -> dict[str, Any] | None:
    """The beginning of the result of the sample person of this key, else of the first, as the
    template of its block shows it; None where there is nobody.
    """
    words = tuple(sorted(constants().items()))
    definition = assessment.definition
    return _sample(definition, key, words, settings.SITE_URL, now.date(), get_language())


# The launch day's promise (`bin/bench burst`): nobody is scored for each who opens the first page.
# A definition is read once a process and is equal to itself alone.
@lru_cache(maxsize=32)
def _sample(
    definition: Definition,
    key: str,
    words: tuple[tuple[str, str], ...],
    site: str,
    today: date,
    _language: str | None,
) -> dict[str, Any] | None:
    reader = assessments.sample_reader(definition, key)
    if reader is None:
        return None
    shown = sample_result(
        definition,
        reader,
        passages=result_page.passages(definition.body),
        constants=dict(words),
        site=site,
        now=today,
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
