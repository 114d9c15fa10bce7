"""One-off letters that everybody may read, newest first."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from mail.models import Broadcast
from mail.public_letter import PublicLetter, public_letter
from mail.send_window import zone_of
from practice.models import Practice


def public_letters(*, now: datetime) -> QuerySet[Broadcast]:
    """Those marked as public whose hour has come; paused and stopped ones are nowhere."""
    local = now.astimezone(zone_of(Practice.objects.the().zone))
    begun = Q(send_on__lt=local.date()) | Q(send_on=local.date(), hour__lte=local.hour)
    states = (Broadcast.State.SCHEDULED, Broadcast.State.QUEUED)
    rows = Broadcast.objects.filter(begun, is_public=True, state__in=states)
    rows = rows.exclude(slug=None).exclude(letter=None)
    return rows.select_related("letter", "offer").order_by("-send_on", "-id")


def for_everybody(broadcast: Broadcast) -> PublicLetter:
    """Its words as published, for a reader of whom nothing is known."""
    assert broadcast.letter is not None
    identity = Practice.objects.the().identity
    return public_letter(broadcast.letter.body, identity=identity, site=f"{settings.SITE_URL}/")


def went_out_at(broadcast: Broadcast) -> datetime:
    """When it began to go out, by the author's clock."""
    home = zone_of(Practice.objects.the().zone)
    local = datetime.combine(broadcast.send_on, time(broadcast.hour), home)
    return local.astimezone(UTC)


def set_public(*, broadcast: Broadcast, is_public: bool) -> bool:
    """Show it to everybody, or no longer; whether that changed. Safe to repeat."""
    rows = Broadcast.objects.filter(pk=broadcast.pk).exclude(is_public=is_public)
    return bool(rows.update(is_public=is_public))


def slug_of(broadcast: Broadcast, subject: str) -> str:
    """The end of its address: of its subject, and of itself, as a subject may come twice."""
    words = slugify(subject)[:60].strip("-")
    return "-".join(filter(None, (words, broadcast.uid.hex[:6])))
