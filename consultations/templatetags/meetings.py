"""What can be booked, on pages of other apps."""

from __future__ import annotations

from django import template

from consultations.models import Meeting

register = template.Library()


@register.simple_tag
def offered_meeting(offer: int | None) -> Meeting | None:
    """The first kind of meeting that readers of the offer of this id may book now."""
    return next(iter(Meeting.objects.offered(offer)), None)
