"""What is worth a look before a text is published, and keeps nobody from it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from offers.models import Offer
from practice.languages import LANGUAGES
from publishing import places
from publishing.actions.publish import check
from publishing.actions.save import users_of
from publishing.kinds import Finding
from publishing.models import Document
from publishing.schema import Body, Style
from writing.language import language_of


def warnings(document: Document, body: Body | None = None) -> list[Finding]:
    """The same of a body not saved yet."""
    body = document.read() if body is None else body
    noticed = document.kind().notices(document, body)
    return [*_awaited(document, body), *noticed, *_foreign(document, body)]


def _awaited(document: Document, body: Body) -> Iterator[Finding]:
    """Places of which readers see nothing until the author writes there."""
    awaited = document.kind().awaits(body)
    faulty = {finding.place for finding in check(document, body)} if awaited else set()
    for place in places.flat(body):
        if place in awaited - faulty:
            words = _(
                "Your words are missing here. Until you write them, readers see nothing of it."
            )
            yield Finding(place, words)


def _foreign(document: Document, body: Body) -> Iterator[Finding]:
    """Prose that its readers may not understand: in another language than their offer."""
    names = dict(LANGUAGES)
    spoken = {
        place: language_of(str(text))
        for place, text in places.flat(body).items()
        if places.style_of(type(body), place) is Style.PROSE
    }
    told = {place: language for place, language in spoken.items() if language}
    offers = _reached(document) if told and not document.language else []
    for place, language in told.items():
        values = {"spoken": names[language]}
        strangers = [offer for offer in offers if offer.language != language]
        if document.language and document.language != language:
            words = _("This reads like %(spoken)s. The language of its offer is %(expected)s.")
            yield Finding(place, words % (values | {"expected": names[document.language]}))
        elif strangers:
            words = _("This reads like %(spoken)s. Readers of %(offers)s get it too.")
            said = (f"“{offer}” ({names[offer.language]})" for offer in strangers)
            yield Finding(place, words % (values | {"offers": ", ".join(said)}))


def _reached(document: Document) -> list[Offer]:
    """The offers whose readers get a text for all, in their order. One that has a text of its own
    by the same name uses that.
    """
    kind = document.kind()
    reached = {offer.pk for offer in kind.reaches(document)}
    if kind.name is not None:
        name = kind.name(document)
        using = {row.belongs_to for row in users_of(document)}
        reached |= {pk for pk in using if pk and document in kind.named({name}, pk)}
    return list(Offer.objects.filter(pk__in=reached)) if reached else []
