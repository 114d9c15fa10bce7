"""What is said of a publication: findings, placed in the author's words; what followed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from publishing import actions, places
from publishing.kinds import kind_of
from publishing.models import Document


def named(document: Document, findings: list[Any]) -> list[tuple[str, str]]:
    """Findings with the place in the author's words."""
    body = document.read()
    flattened, labels = places.flat(body), kind_of(type(document)).labels(body)
    named = []
    for one in findings:
        try:
            name = places.name_of(type(body), flattened, one.place, labels) if one.place else ""
        except KeyError:
            name = ""
        named.append((name, one.message))
    return named


def say_followed(request: HttpRequest, outcome: actions.PublishOutcome) -> None:
    """Which texts went out again because they use what was published, and which could not."""
    if outcome.renewed:
        names = ", ".join(f"“{row}”" for row in outcome.renewed)
        messages.info(request, gettext("These use it, and went out again with it: %s.") % names)
    behind = [(row, one) for row, one in outcome.left if row in outcome.left_behind]
    for row, finding in behind:
        ((place, message),) = named(row, [finding])
        words = gettext("“%(text)s” keeps the words it had: %(place)s %(message)s")
        told = {"text": row, "place": place and f"{place}:", "message": message}
        messages.warning(request, words % told)
