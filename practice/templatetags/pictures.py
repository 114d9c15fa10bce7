"""A picture of the author's on a page, in the size that the reader's screen needs."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from practice.models import Image

register = template.Library()
WIDE = 1.8
"""From here on, width by height, a logo is taken to say the name itself."""


@register.simple_tag
def picture(image: Image, sizes: str, *, eager: bool = False) -> SafeString:
    """`sizes` says how wide it stands, as HTML does ("(min-width: 58rem) 37rem, 100vw"). One seen
    at once is `eager`; others wait until they are near.
    """
    size = format_html(' width="{}" height="{}"', image.width, image.height) if image.width else ""
    shown = format_html(
        '<img src="{}" alt="{}"{}{}>',
        image.get_absolute_url(),
        image.alt,
        size,
        "" if eager else SafeString(' loading="lazy" decoding="async"'),
    )
    if not image.srcset:
        return shown
    source = '<picture><source type="image/webp" srcset="{}" sizes="{}">{}</picture>'
    return format_html(source, image.srcset, sizes, shown)


@register.inclusion_tag("practice/_name.html")
def practice_name(practice: Any) -> dict[str, Any]:
    """The name over every page: behind the mark, or as the logo says it. A wide logo stands alone,
    any other beside the name. `practice` needs a `name` and a `logo`.
    """
    name = getattr(practice, "logo", "")
    logo = Image.objects.filter(name=name).first() if name else None
    wide = logo is not None and logo.width >= WIDE * logo.height
    return {"name": getattr(practice, "name", ""), "logo": logo, "wide": wide}
