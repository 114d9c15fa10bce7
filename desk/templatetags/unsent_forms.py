"""`{% unsent_forms as forms %}`: what the one who looks had typed before a login ended."""

from __future__ import annotations

from typing import Any

from django import template

from desk.actions import drafts, unsent_forms
from health.clock import real_now

register = template.Library()


@register.simple_tag(takes_context=True, name="unsent_forms")
def unsent(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Plain values; the fields only on the page where the form stands."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    if request.resolver_match and request.resolver_match.url_name == "unsent_form":
        return []  # it is what this page shows
    here, now = request.get_full_path(), real_now()
    return [
        {
            "pk": form.pk,
            "page": form.page,
            "action": form.action,
            "was_sent": form.was_sent,
            "at": drafts.said(form.typed_at, now=now),
            "is_here": form.page == here,
            "fields": unsent_forms.said(form) if form.page == here else [],
        }
        for form in unsent_forms.waiting(request.session, user_id=request.user.pk)
    ]
