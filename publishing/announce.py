"""What is said of a publication: findings, placed in the author's words; what followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from publishing import actions, places
from publishing.forms import box
from publishing.kinds import kind_of
from publishing.models import Document


def named(document: Document, findings: list[Any]) -> list[tuple[str, str]]:
    """Findings with the place in the author's words."""
    body = document.read()
    flattened, labels = places.flat(body), kind_of(type(document)).labels(body)
    named = []
    for finding in findings:
        try:
            name = (
                places.name_of(type(body), flattened, finding.place, labels)
                if finding.place
                else ""
            )
        except KeyError:
            name = ""
        named.append((name, finding.message))
    return named


@dataclass(frozen=True)
class TextUse:
    """One text that uses another, and the item of its page that does."""

    kind: str
    title: str
    url: str


def uses_of(document: Document, *, site: str) -> list[TextUse]:
    """Where the words of a text appear, as drafted now, each place once, with its address in the
    admin called `site`; what only readers still get has no box to lead to.
    """
    uses = [use for row in actions.users_of(document) for use in _uses_in(row, document, site)]
    return list(dict.fromkeys(uses))


def _uses_in(row: Document, document: Document, site: str) -> Iterator[TextUse]:
    body, meta = row.read(), row._meta
    labels, flattened = row.kind().labels(body), places.flat(body)
    page = f"admin:{meta.app_label}_{meta.model_name}_change"
    at = actions.places_using(row, document)
    url = reverse(page, args=[row.pk], current_app=site)
    for place in at:
        name = places.name_of(type(body), flattened, place, labels)
        yield TextUse(str(meta.verbose_name), f"{row}: {name}", f"{url}#{box(place)}")
    if not at:
        yield TextUse(str(meta.verbose_name), str(row), url)


def say_followed(request: HttpRequest, outcome: actions.PublishOutcome) -> None:
    """Which texts went out again because they use what was published, and which could not."""
    if outcome.renewed:
        names = ", ".join(f"“{row}”" for row in outcome.renewed)
        messages.info(request, gettext("These use it, and went out again with it: %s.") % names)
    behind = [(row, finding) for row, finding in outcome.left if row in outcome.left_behind]
    for row, finding in behind:
        ((place, message),) = named(row, [finding])
        words = gettext("“%(text)s” keeps the words it had: %(place)s %(message)s")
        values = {"text": row, "place": place and f"{place}:", "message": message}
        messages.warning(request, words % values)
