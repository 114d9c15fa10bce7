"""What is worth a look before a text is published, and keeps nobody from it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from practice.languages import LANGUAGES
from publishing import places
from publishing.kinds import Finding
from publishing.models import Document
from publishing.schema import Body, Style
from writing.language import language_of


def warnings(document: Document, body: Body | None = None) -> list[Finding]:
    """The same of a body not saved yet."""
    return list(_foreign(document, document.read() if body is None else body))


def _foreign(document: Document, body: Body) -> Iterator[Finding]:
    """Prose that its readers may not understand: in another language than their offer."""
    expected, names = document.language, dict(LANGUAGES)
    if not expected:
        return
    for place, text in places.flat(body).items():
        is_prose = places.style_of(type(body), place) is Style.PROSE
        spoken = language_of(str(text)) if is_prose else ""
        if spoken not in ("", expected):
            values = {"spoken": names[spoken], "expected": names[expected]}
            words = _("This reads like %(spoken)s. The language of its offer is %(expected)s.")
            yield Finding(place, words % values)
