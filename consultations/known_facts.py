"""What is known of everybody by their bookings, for rules about people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from consultations.models import Booking, Meeting
from mail.known_facts import KnownFact, came_by


def _titles() -> QuerySet[Any, Any]:
    return Meeting.objects.values_list("key", "title")


def _hours() -> QuerySet[Booking]:
    """Those that stand or took place, of people who proved that they booked them."""
    states = (Booking.State.BOOKED, Booking.State.DONE)
    return Booking.objects.filter(state__in=states, proven_at__isnull=False)


def _of_offers() -> QuerySet[Booking]:
    own = Coalesce("meeting__offer__slug", "attempt__assessment__offer__slug")
    rows = Booking.objects.filter(proven_at__isnull=False).annotate(offer_slug=own)
    return rows.exclude(offer_slug=None)


FACTS = (
    KnownFact("booked", _("has booked"), _titles, _hours, "meeting__key"),
    came_by(_of_offers, "offer_slug"),
)
