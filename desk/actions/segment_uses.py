"""Where a saved segment is used: what keeps it from being deleted."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from contacts.models import Segment
from publishing.kinds import kind_of
from publishing.models import Document, Reference


@dataclass(frozen=True)
class SegmentUse:
    """A text that asks a segment, drafted or published."""

    document: Document

    @property
    def words(self) -> str:
        return f"{self.document._meta.verbose_name}: {self.document}"

    @property
    def url(self) -> str:
        meta = self.document._meta
        page = f"admin:{meta.app_label}_{meta.model_name}_change"
        return reverse(page, args=[self.document.pk])


def is_used(segment: Segment) -> bool:
    return Reference.objects.filter(name=segment.reference).exists()


def uses_of(segment: Segment) -> list[SegmentUse]:
    """The letters and lessons that ask for it, kind by kind."""
    wanted: dict[str, list[int]] = {}
    rows = Reference.objects.filter(name=segment.reference).order_by("kind", "document")
    for label, pk in rows.values_list("kind", "document"):
        wanted.setdefault(label, []).append(pk)
    return [
        SegmentUse(document)
        for label, ids in wanted.items()
        for document in kind_of(label).model._default_manager.filter(pk__in=ids)
    ]
