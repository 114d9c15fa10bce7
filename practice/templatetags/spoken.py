"""In which language a page speaks."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.utils.translation import activate, get_language

register = template.Library()


@register.simple_tag(takes_context=True)
def spoken_language(context: Context) -> str:
    """The language the rest of the page is written in: what the view chose, else the practice's.

    The pages of readers begin with it: what they say stands in blocks, which come after.
    """
    if get_language() == settings.LANGUAGE_CODE:
        activate(getattr(context.get("practice"), "language", None) or settings.LANGUAGE_CODE)
    return get_language() or settings.LANGUAGE_CODE
