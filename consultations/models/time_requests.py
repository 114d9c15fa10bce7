"""A wish for a time where none was open, and the time the author offers for it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.bookings import Booking
from consultations.models.meetings import Meeting
from contacts.models import Contact
from offers.models import Source
from practice import model_fields
from practice.models import validate_zone


class TimeRequest(models.Model):
    """Somebody found no time. The offered one is not held: whoever is first has it."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for you")
        OFFERED = "offered", _("you offered a time")
        BOOKED = "booked", _("booked")
        CLOSED = "closed", _("closed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="time_requests", verbose_name=_("kind of meeting")
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="time_requests", verbose_name=_("person")
    )
    email = models.EmailField(_("email"), max_length=254)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    zone = model_fields.CharField(_("their time zone"), max_length=64, validators=[validate_zone])
    text = models.TextField(_("when it would suit them"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    offered = models.DateTimeField(_("offered time"), null=True, blank=True)
    offers = models.PositiveSmallIntegerField(default=0, editable=False)
    booking = models.ForeignKey(
        Booking,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("booking"),
    )
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("brought here by")
    )
    made_at = models.DateTimeField(_("made"))
    proven = models.BooleanField(default=False, editable=False)  # left by the address's own reader
    place = models.PositiveIntegerField(null=True, editable=False)  # a number; gone once answered

    class Meta:
        verbose_name = _("wish for a time")
        verbose_name_plural = _("wishes for a time")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.first_name or self.email}: {self.get_state_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.OPEN, self.State.OFFERED)
