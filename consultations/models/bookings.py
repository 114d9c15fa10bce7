"""What is booked: an instant, the person as they wrote, and the five-minute rows that it takes.

Which times are open is computed in `slots`, from a meeting's `rules` and `taken` read here.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt
from consultations import wording
from consultations.hours import joined
from consultations.models.feeds import Feed
from consultations.models.meetings import CODE, Meeting
from consultations.slots import TakenTimes, span_cells
from contacts.models import Contact
from offers.models import Source
from practice import model_fields
from practice.models import Practice, validate_zone


def new_code() -> str:
    """80 bits in small letters and digits, as some video rooms do not tell capitals apart."""
    return secrets.token_hex(10)


class BookingQuerySet(models.QuerySet["Booking"]):
    def standing(self) -> BookingQuerySet:
        return self.filter(state=Booking.State.BOOKED)

    def upcoming(self, now: datetime) -> BookingQuerySet:
        return self.standing().filter(starts_at__gt=now)

    def unproven(self, now: datetime) -> BookingQuerySet:
        """Upcoming hours of which nobody has shown yet that they are the address's own."""
        return self.upcoming(now).filter(proven_at=None)

    def unmarked(self, now: datetime) -> BookingQuerySet:
        """Over, and the author has not said how they went; newest first."""
        return self.standing().filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def unpaid(self) -> BookingQuerySet:
        """Those that stand or took place, can be paid for, and are not marked as paid."""
        rows = self.filter(state__in=(Booking.State.BOOKED, Booking.State.DONE), paid_at=None)
        return rows.exclude(meeting__payment_link="")

    def reminder_due(self, now: datetime) -> BookingQuerySet:
        """Those to remind of; one that waits for its proof is not sure to be anybody's."""
        due = self.standing().filter(remind_at__lte=now, lapses_at=None)
        return due.order_by("remind_at", "pk")

    def lapsing(self, now: datetime) -> BookingQuerySet:
        """Nobody proved them in time."""
        return self.standing().filter(lapses_at__lte=now).order_by("lapses_at", "pk")

    def taken(
        self, meeting: Meeting, *, since: datetime, without: Booking | None = None
    ) -> TakenTimes:
        """What stands in the way of a booking of this kind from a week before `since` on."""
        horizon = since - timedelta(days=8)
        cells = BookedCell.objects.filter(starts_at__gte=horizon)
        same = self.exclude(state=Booking.State.CANCELLED)
        same = same.filter(meeting=meeting, starts_at__gte=horizon)
        if without is not None:
            cells, same = cells.exclude(booking=without), same.exclude(pk=without.pk)
        return TakenTimes(
            cells=frozenset(cells.values_list("starts_at", flat=True)),
            starts=tuple(same.values_list("starts_at", flat=True)),
            busy=tuple(joined(Feed.objects.busy(since))),
        )

    def known_to_letters(self, contact: Contact) -> bool:
        """Whether the letters may speak of a conversation: an hour that is surely this person's
        stands, or one took place.
        """
        stands = models.Q(state=Booking.State.BOOKED, proven_at__isnull=False)
        return self.filter(stands | models.Q(state=Booking.State.DONE), contact=contact).exists()


class Booking(models.Model):
    """One booked hour. Name, address and note are as typed; the contact stays as it was."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("canceled")
        DONE = "done", _("took place")
        NO_SHOW = "no_show", _("did not come")

    class CameFrom(models.TextChoices):
        SITE = "site", _("the booking page")
        LETTER = "letter", _("a link in a letter")
        RESULT = "result", _("their result page")
        OFFER = "offer", _("a time you offered")
        AUTHOR = "author", _("entered by you")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request_key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False
    )  # the form that was sent: sent twice, it books once
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="bookings", verbose_name=_("kind of meeting")
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="bookings", verbose_name=_("person")
    )
    attempt = models.ForeignKey(
        Attempt,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared result"),
    )
    email = models.EmailField(_("email"), max_length=254)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    note = models.TextField(_("their note"), blank=True, max_length=2000)
    room_code = models.CharField(max_length=20, default=new_code, editable=False)
    paid_at = models.DateTimeField(_("paid"), null=True, editable=False)
    # The author's calendar has it by an invitation: every change goes the same way.
    invited = models.BooleanField(default=False, editable=False)
    zone = model_fields.CharField(_("their time zone"), max_length=64, validators=[validate_zone])
    intake = models.JSONField(default=list, editable=False)  # as asked and answered then
    came_from = models.CharField(
        _("came from"), max_length=10, choices=CameFrom, default=CameFrom.SITE
    )
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("brought here by")
    )  # null: entered by the author
    first_source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name=_("first brought by")
    )
    proven_at = models.DateTimeField(null=True, editable=False)  # surely the contact's own
    # Until when it waits for its proof; stays with one that lapsed.
    lapses_at = models.DateTimeField(_("held until"), null=True, editable=False)
    place = models.PositiveIntegerField(null=True, editable=False)  # a number; gone once proven
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BOOKED)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    remind_at = models.DateTimeField(null=True, editable=False)
    booked_at = models.DateTimeField(_("booked"))
    changed_at = models.DateTimeField(_("last changed"))
    closed_at = models.DateTimeField(_("canceled or closed"), null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ("-starts_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="booking_has_length"
            ),
        )
        indexes = (
            # tasks.remind_due, every minute
            models.Index(
                fields=("remind_at",),
                condition=models.Q(state="booked", remind_at__isnull=False),
                name="booking_reminder_due",
            ),
            # the limits of actions.book: upcoming of one person, and of one kind by time
            models.Index(fields=("contact", "state", "starts_at"), name="booking_of_person"),
            models.Index(fields=("meeting", "starts_at"), name="booking_of_kind"),
            # desk: the agenda and what is to be marked; Home's funnel; the list, newest first
            models.Index(
                fields=("starts_at",),
                condition=models.Q(state="booked"),
                name="booking_standing",
            ),
            models.Index(fields=("booked_at",), name="booking_booked"),
            # BookingQuerySet.lapsing, every minute
            models.Index(
                fields=("lapses_at",),
                condition=models.Q(state="booked", lapses_at__isnull=False),
                name="booking_lapsing",
            ),
            models.Index(fields=("-starts_at",), name="booking_newest"),
        )

    def __str__(self) -> str:
        return f"{self.meeting}, {date_format(localtime(self.starts_at), 'DATETIME_FORMAT')}"

    @property
    def offer_id(self) -> int | None:
        """The offer it came from: that of the kind of meeting, else of the shared result."""
        offer = self.meeting.offer_id
        if offer is None and self.attempt is not None:
            offer = self.attempt.assessment.offer_id
        return offer

    @property
    def is_standing(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def waits(self) -> bool:
        """Held for somebody who has not shown yet that the address is theirs."""
        return self.is_standing and self.lapses_at is not None

    @property
    def lapsed(self) -> bool:
        """Given free again because nobody proved it in time."""
        return self.state == self.State.CANCELLED and self.lapses_at is not None

    @property
    def video_link(self) -> str:
        """The address of its room: the one of its kind, or made with its own code."""
        return self.meeting.video_link.replace(CODE, self.room_code)

    @property
    def place_text(self) -> str:
        """Where it happens, for somebody who booked."""
        meeting = self.meeting
        number = meeting.phone and wording.call_text(meeting.phone)
        return ": ".join(filter(None, (meeting.place, number, self.video_link)))

    def payment_url(self, *, now: datetime) -> str:
        """Where it is paid for, while the author wants that asked and it is not done; else ""."""
        if self.paid_at or self.state in (self.State.CANCELLED, self.State.NO_SHOW) or self.waits:
            return ""
        is_over = self.state == self.State.DONE or self.ends_at <= now
        asks_after = self.meeting.pay_when == Meeting.PayWhen.AFTER
        return self.meeting.payment_link if is_over == asks_after else ""

    def may_change(self, now: datetime) -> bool:
        """Whether the visitor is still within the notice for moving or canceling."""
        notice = timedelta(hours=self.meeting.change_notice_hours)
        return self.is_standing and now <= self.starts_at - notice

    def cells(self) -> list[datetime]:
        """Every five minutes this booking takes, buffers included."""
        start = self.starts_at - timedelta(minutes=self.meeting.buffer_before)
        end = self.ends_at + timedelta(minutes=self.meeting.buffer_after)
        return span_cells(start, end)


class BookedCell(models.Model):
    """Five minutes of the author's time, taken. Its uniqueness is what cannot be doubled."""

    host = models.ForeignKey(Practice, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="booked_cells")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("host", "starts_at"), name="five_minutes_once"),
        )

    def __str__(self) -> str:
        return date_format(localtime(self.starts_at), "DATETIME_FORMAT")
