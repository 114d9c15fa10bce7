"""Addresses that lead out of a frame."""

from django import template

from practice import frames

register = template.Library()


@register.filter
def outside(path: str) -> str:
    """The page of this path on our own site, also from within a frame."""
    return frames.outside(path)
