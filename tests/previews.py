"""The editor's preview of unsaved words, asked for as the page of a text asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from publishing.forms import box
from publishing.models import Document


def asked(
    author: Client,
    document: Document,
    place: str,
    text: str,
    *,
    reader: str = "push",
    part: str = "",
    medium: str = "",
    also: dict[str, str] | None = None,
) -> HttpResponse:
    """The answer to a page on which `text` was typed at a place; `part` is the page's query,
    `also` are words of other boxes by place.
    """
    name = document._meta.label_lower.replace(".", "_")
    form = author.get(reverse(f"admin:{name}_change", args=[document.pk]) + part)
    boxes = form.context["adminform"].form
    values = {field: boxes[field].value() for field in boxes.fields}
    data: dict[str, Any] = {
        field: value
        for field, value in values.items()
        if value not in (None, False) and not hasattr(value, "storage")
    }
    typed = {place: text, **(also or {})}
    data |= {box(at): words for at, words in typed.items()}
    data |= {"preview_document": str(document.pk), "preview_place": box(place)}
    data |= {"preview_reader": reader, "preview_medium": medium}
    answer: HttpResponse = author.post(reverse(f"admin:{name}_unsaved") + part, data)
    return answer


def shown(*args: Any, **fields: Any) -> dict[str, Any]:
    """What the editor is told."""
    answer: Any = asked(*args, **fields)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told
