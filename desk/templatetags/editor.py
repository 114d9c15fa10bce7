"""`{% editor_for opts original as editor %}`: what the editor's scripts need to know of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from desk import texts
from desk.actions import page

if TYPE_CHECKING:
    from django.db.models import Model
    from django.db.models.options import Options

register = template.Library()


@register.simple_tag(takes_context=True)
def editor_for(
    context: dict[str, Any], opts: Options[Any], row: Model | None
) -> dict[str, Any] | None:
    """None where nothing is written, or by somebody who may only look."""
    may = context.get("has_change_permission" if row else "has_add_permission")
    if opts.label_lower not in texts.TEXTS or not may:
        return None
    return page.told(label=opts.label_lower, row=row, user_id=context["request"].user.pk)
