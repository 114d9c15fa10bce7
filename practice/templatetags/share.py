"""What other sites and messengers show of a page that somebody shares (Open Graph)."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from practice.frames import outside
from practice.models import Image, SharePicture

register = template.Library()


@register.inclusion_tag("practice/_share.html", takes_context=True)
def share_card(
    context: Context, path: str, *, title: str, line: str, picture: Image | None = None
) -> dict[str, Any]:
    """Of the page at `path`: its title, its sentence, and its picture: one of the author's, else
    the one that was drawn of it. Until that is there it is shared without any.
    """
    drawn, path = None, outside(path)  # a frame is never what somebody shares
    if picture is None:
        drawn = SharePicture.objects.select_related("image").filter(path=path).first()
    return {
        "practice": context["practice"],
        "site_url": context["site_url"],
        "path": path,
        "title": title,
        "line": line,
        "picture": drawn.image if drawn else picture,
    }
