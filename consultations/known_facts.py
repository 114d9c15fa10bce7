"""What is known of everybody by their bookings, for the rule of a one-off letter."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.models import Booking, Meeting
from mail.known_facts import KnownFact


def _titles() -> Mapping[str, str]:
    return dict(Meeting.objects.order_by("pk").values_list("key", "title"))


def _hours() -> QuerySet[Booking]:
    """Those that stand or took place, of people who proved that they booked them."""
    states = (Booking.State.BOOKED, Booking.State.DONE)
    return Booking.objects.filter(state__in=states, proven_at__isnull=False)


FACTS = (KnownFact("booked", _("has booked"), _titles, _hours, "meeting__key"),)
