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
from publishing.parts import PLACE


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


def page_at(document: Document, place: str, *, site: str = "admin") -> str:
    """The address, in the admin called `site`, where a place of a text is written, at its box."""
    meta = document._meta
    page = f"admin:{meta.app_label}_{meta.model_name}_change"
    url = reverse(page, args=[document.pk], current_app=site)
    is_box = place in places.flat(document.read())
    anchor = f"id_{box(place)}" if is_box else box(place)  # an item has a mark of its own
    return f"{url}?{PLACE}={place}#{anchor}" if place else url


@dataclass(frozen=True)
class Warned:
    """Something worth a look: the text, the place in the author's words, and where that is."""

    document: Document
    place: str
    message: str
    url: str


def warned(document: Document, *, site: str = "admin") -> list[Warned]:
    """What of a text is worth a look before it is published."""
    findings = actions.warnings(document)
    names = named(document, findings)
    return [
        Warned(document, name, message, page_at(document, finding.place, site=site))
        for finding, (name, message) in zip(findings, names, strict=True)
    ]


TextUse = tuple[str, str, str]
"""One text that uses another: its kind, its title with the item of its page, the address."""


def uses_of(document: Document, *, site: str) -> list[TextUse]:
    """Where the words of a text appear, as drafted now, each place once, with its address in the
    admin called `site`; what only readers still get has no box to lead to.
    """
    uses = [use for row in actions.users_of(document) for use in _uses_in(row, document, site)]
    return list(dict.fromkeys(uses))


def _uses_in(row: Document, document: Document, site: str) -> Iterator[TextUse]:
    body, meta = row.read(), row._meta
    labels, flattened = row.kind().labels(body), places.flat(body)
    at = actions.places_using(row, document)
    for place in at:
        name, url = (
            places.name_of(type(body), flattened, place, labels),
            page_at(row, place, site=site),
        )
        yield str(meta.verbose_name), f"{row}: {name}", url
    if not at:
        yield str(meta.verbose_name), str(row), page_at(row, "", site=site)


def naming(name: str, *, site: str = "admin") -> list[TextUse]:
    """The texts that use what bears this name among references, such as a saved segment."""
    return [
        (str(row._meta.verbose_name), str(row), page_at(row, "", site=site))
        for row in actions.texts_naming(name)
    ]


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
