"""A picture of the author's on a page, in the size that the reader's screen needs."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from practice.models import Image

register = template.Library()
IN_TEXT = re.compile(
    r'(?<=<p class="picture">)<img src="[^"]*/pictures/([a-z0-9-]+)" alt="([^"]*)">(?=</p>)'
)
"""A picture of a text, as `writing.markdown` sets it for letters, which take no other size."""
COLUMN = "(min-width: 40rem) 37rem, 100vw"
WIDE = 1.8
"""From here on, width by height, a logo is taken to say the name itself."""


@register.simple_tag
def picture(image: Image, sizes: str, *, eager: bool = False) -> SafeString:
    """`sizes` says how wide it stands, as HTML does ("(min-width: 58rem) 37rem, 100vw"). One seen
    at once is `eager`; others wait until they are near.
    """
    return _sized(image, sizes, alt=image.alt, eager=eager)


@register.filter
def with_sizes(page: str) -> SafeString:
    """The pictures in the texts of a page in the size that the reader's screen needs; one that is
    no longer there stays as it was written.
    """
    names = {found[1] for found in IN_TEXT.finditer(page)}
    images = {image.name: image for image in Image.objects.filter(name__in=names)} if names else {}

    def sized(found: re.Match[str]) -> str:
        image = images.get(found[1])
        return _sized(image, COLUMN, alt=mark_safe(found[2])) if image else found[0]

    return mark_safe(IN_TEXT.sub(sized, page) if images else page)


def _sized(image: Image, sizes: str, *, alt: str, eager: bool = False) -> SafeString:
    size = format_html(' width="{}" height="{}"', image.width, image.height) if image.width else ""
    shown = format_html(
        '<img src="{}" alt="{}"{}{}>',
        image.get_absolute_url(),
        alt,
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
