"""A guide as its title and its pages, read from a body and made into one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guides.schema import GuideBody, PageKind, Section

COVER = "{{ reading_name }}\n\n{{ date }}"
"""What stands on the cover of a new guide: what its reader found out, and when."""


@dataclass(frozen=True)
class GuidePage:
    """One page with a title; `id` is empty for a new one."""

    title: str
    text: str
    id: str = ""


def pages(body: GuideBody) -> list[GuidePage]:
    """All but the cover."""
    inside = (section for section in body.sections if section.kind is not PageKind.COVER)
    return [GuidePage(section.title, section.text, section.id) for section in inside]


def with_pages(body: GuideBody, title: str, wanted: Sequence[GuidePage]) -> GuideBody:
    """The same with this title and these pages; one without title and text is left out."""
    by_id = {section.id: section for section in body.sections}
    covers = [section for section in body.sections if section.kind is PageKind.COVER]
    if not body.sections:
        covers = [Section(kind=PageKind.COVER, in_contents=False, text=COVER)]
    covers = [
        section.model_copy(update={"title": title})
        if section.title in ("", body.title)
        else section
        for section in covers
    ]
    inside = [
        by_id[page.id].model_copy(update={"title": page.title.strip(), "text": page.text})
        if page.id in by_id
        else Section(title=page.title.strip(), text=page.text)
        for page in wanted
        if page.title.strip() or page.text.strip()
    ]
    return body.model_copy(update={"title": title, "sections": [*covers, *inside]})
