"""What stands on the page of a text: `{% editor_for opts original as editor %}` for the editor's
scripts, `{% is_starter opts original as starter %}` for whose words it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from desk import texts
from desk.actions import editor_page
from publishing import actions as publishing
from publishing.models import Document

if TYPE_CHECKING:
    from django.db.models import Model
    from django.db.models.options import Options


register = template.Library()


@register.simple_tag(takes_context=True)
def editor_for(
    context: dict[str, Any], opts: Options[Any], row: Document | None
) -> dict[str, Any] | None:
    """None where nothing is written, or by somebody who may only look."""
    may = context.get("has_change_permission" if row else "has_add_permission")
    if not texts.texts_of(opts.label_lower) or not may:
        return None
    request = context["request"]
    site = getattr(request, "current_app", "admin")
    return editor_page.page_values(
        label=opts.label_lower, row=row, user_id=request.user.pk, site=site
    )


@register.simple_tag
def is_starter(row: Model | None) -> bool:
    """Whether a text still says what the starter said."""
    return isinstance(row, Document) and publishing.is_starter(row)
