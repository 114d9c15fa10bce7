"""Where the words of a passage appear: result page, guides, lessons and letters, as drafted now.

Passages belong to the assessment, which cannot see the rooms downstream; this room can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from assessments import shown
from assessments.checks import RENDERED
from assessments.models import Assessment, Passage, result_texts
from guides.models import Section
from publishing.actions import users_of
from writing.liquid import passages_in

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class Place:
    """One text that uses the passage, and the row it is edited on."""

    kind: str
    title: str
    row: Model


def places(passage: Passage) -> list[Place]:
    """Every place, in the order in which a reader meets them."""
    known = {passage.key: passage.frozen()}
    found = [*_results(passage.key), *_sections()]
    places = [place for place, source in found if passages_in(source, known)]
    users = users_of(passage)
    return [*places, *(Place(str(row._meta.verbose_name), str(row), row) for row in users)]


def _results(key: str) -> Iterator[tuple[Place, str]]:
    rows = result_texts(RENDERED)
    for draft in Assessment.objects.all():
        texts = [draft.guide_offer, draft.pass_on, draft.scope_text, *rows.get(draft.pk, ())]
        if key in shown.OWN_PLACE:
            texts.append("{{ passage." + key + " }}")
        for text in texts:
            yield Place(str(_("result page")), str(draft), draft), text


def _sections() -> Iterator[tuple[Place, str]]:
    for section in Section.objects.select_related("guide"):
        yield Place(str(_("guide")), section.title, section), section.body
