"""The practice's look in the head of a page."""

from __future__ import annotations

from typing import Any

from django import template

from practice.look import DEFAULT, Typeface

register = template.Library()
READ_FIRST = {
    Typeface.BOOK: "fonts/vollkorn-regular.woff2",
    Typeface.JOURNAL: "fonts/newsreader-regular.woff2",
    Typeface.ROUND: "fonts/nunito-sans.woff2",
}
"""The file that most words of a page wait for."""


@register.inclusion_tag("practice/_look.html")
def look_of(practice: Any) -> dict[str, Any]:
    """Its typefaces and colours. A page of an error knows no practice: it has those of site.css."""
    look = practice if hasattr(practice, "typeface") else DEFAULT
    plain = (look.accent, look.warm) == (DEFAULT.accent, DEFAULT.warm)
    return {
        "font": READ_FIRST[Typeface(look.typeface)],
        "typeface": "" if look.typeface == DEFAULT.typeface else f"typefaces/{look.typeface}.css",
        "icons": practice if getattr(practice, "icon_tab", "") else None,
        "colours": None if plain else (look.accent.lstrip("#"), look.warm.lstrip("#")),
    }
