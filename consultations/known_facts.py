"""What is known of everybody by their bookings, for rules about people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.models import Booking, Meeting
from mail.known_facts import KnownFact, offer_fact


def _titles() -> QuerySet[Any, Any]:
    return Meeting.objects.values_list("key", "title")


def _hours() -> QuerySet[Booking]:
    """Those that stand or took place, of people who proved that they booked them."""
    states = (Booking.State.BOOKED, Booking.State.DONE)
    return Booking.objects.filter(state__in=states, proven_at__isnull=False)


def _proven() -> QuerySet[Booking]:
    return Booking.objects.filter(proven_at__isnull=False)


FACTS = (
    KnownFact("booked", _("has booked"), _titles, _hours, "meeting__key"),
    offer_fact(_proven, "meeting__offer"),
    offer_fact(lambda: _proven().filter(meeting__offer=None), "attempt__assessment__offer"),
)
