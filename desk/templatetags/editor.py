"""What stands on the page of a text: `{% editor_for opts original as editor %}` for the editor's
scripts, `{% buttons_for opts original as buttons %}` for the buttons above the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

from desk import texts
from desk.actions import copy, editor_page, starters

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
    if not texts.texts_of(opts.label_lower) or not may:
        return None
    return editor_page.told(label=opts.label_lower, row=row, user_id=context["request"].user.pk)


@register.simple_tag(takes_context=True)
def buttons_for(
    context: dict[str, Any], opts: Options[Any], row: Model | None
) -> dict[str, str | bool]:
    """The addresses of the buttons above a form: a copy; for those who may."""
    if row is None:
        return {}
    user, label = context["request"].user, opts.label_lower
    where = (opts.app_label, opts.model_name, row.pk)
    # A template that misses "copy" would find the dict's own method instead.
    found: dict[str, str | bool] = {"starter": row.pk in starters.untouched(label), "copy": ""}
    if copy.is_copied(label) and user.has_perm(f"{opts.app_label}.add_{opts.model_name}"):
        found["copy"] = reverse("desk:duplicate", args=where)
    return found
