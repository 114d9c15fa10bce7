"""The author's Markdown on pages: `{{ practice.about|prose }}`."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from writing import placeholders
from writing.markdown import inline_html, to_html

register = template.Library()


@register.filter
def prose(source: str, headings_from: int = 3) -> SafeString:
    """Markdown as safe HTML; `# ` becomes the heading level `headings_from`."""
    made = to_html(source or "", headings_from=headings_from)
    # A picture's address begins with the site's, which is at hand on its pages.
    return mark_safe(made.replace(placeholders.mark("site_url"), "/"))


@register.filter
def line(source: str) -> SafeString:
    """One line of Markdown, without a paragraph around it."""
    return mark_safe(inline_html(source or ""))
