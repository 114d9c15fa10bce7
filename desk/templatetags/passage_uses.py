"""`{% places_of passage as places %}`: where the words of a passage appear, with links."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from assessments.models import Passage
from desk import passage_uses

register = template.Library()


@register.simple_tag
def places_of(passage: Passage) -> list[dict[str, Any]]:
    """(kind, title, address) of each place, once, in reading order."""
    found = dict.fromkeys(
        (place.kind, place.title, _address(place)) for place in passage_uses.places(passage)
    )
    return [{"kind": kind, "title": title, "url": url} for kind, title, url in found]


def _address(place: passage_uses.PassageUse) -> str:
    meta = place.row._meta
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[place.row.pk])
    return page + place.anchor
