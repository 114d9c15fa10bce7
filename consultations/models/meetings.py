"""Kinds of meeting, and the rules each puts on the calendar."""

from __future__ import annotations

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Passage
from consultations.models.availability import open_week
from consultations.slots import Rules
from contacts.models import tag_column
from offers.models import Offer
from practice import model_fields

CODE = "{code}"
"""Where in a video link each booking's own code stands."""
BY_PHONE = re.compile(r"phone|telefon|\bcalls?\b|anruf", re.IGNORECASE)
SHE_CALLS = re.compile(r"\b(I|we)(.ll| will)? call|\brufe", re.IGNORECASE)
A_NUMBER = 5  # digits, at least
ON_A_SCREEN = re.compile(r"video|online|zoom|teams|skype|webcam|facetime", re.IGNORECASE)
FIVES = StepValueValidator(5, _("Use steps of five minutes."))


def validate_secure(value: str) -> None:
    """Refuse an address that is not https."""
    if not value.startswith("https://"):
        raise ValidationError(_("Use an address that begins with https://."))


def validate_room(value: str) -> None:
    """Refuse braces around anything but the code of a booking, once."""
    rest = value.replace(CODE, "", 1)
    if "{" in rest or "}" in rest:
        raise ValidationError(_("Only {code}, once, may stand in braces."))


def validate_lead_hours(value: str) -> None:
    """Refuse anything but whole hours from 1 to 336, parted by commas; empty is allowed."""
    parts = [part.strip() for part in value.split(",")] if value.strip() else []
    if not all(part.isdigit() and 1 <= int(part) <= 336 for part in parts):
        raise ValidationError(_("Write whole hours, such as: 24, 1"))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def active_of(self, offer: int | None) -> MeetingQuerySet:
        """Those that are switched on, and are of the offer of this id or for all."""
        return self.filter(models.Q(offer=None) | models.Q(offer=offer), active=True)

    def offered(self, offer: int | None = None) -> list[Meeting]:
        """Those that can be booked: switched on, and with a place to meet. For readers of the offer
        of this id its own and those for all; for who comes from nowhere, those of open offers.
        """
        open_now = models.Q(offer=None) | models.Q(offer__in=Offer.objects.open())
        rows = self.active_of(offer) if offer else self.filter(open_now, active=True)
        return [meeting for meeting in rows if meeting.has_place]


class Meeting(models.Model):
    """A kind of meeting that can be booked."""

    class PayWhen(models.TextChoices):
        BEFORE = "before", _("from the booking on")
        AFTER = "after", _("once it took place")

    key = models.SlugField(_("short name in links"), max_length=60, unique=True)
    offer = models.ForeignKey(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("offer"),
        help_text=_("Empty: readers of all your offers may book it."),
    )
    title = models.CharField(_("title"), max_length=120)
    for_whom = models.TextField(_("for whom"), blank=True)
    description = models.TextField(
        _("what happens"),
        blank=True,
        help_text=_("Markdown. It stands where people book, and under their result."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=50,
        validators=[MinValueValidator(5), MaxValueValidator(480), FIVES],
    )
    place = models.CharField(_("where"), max_length=200, default="By video")
    video_link = models.URLField(
        _("video link"),
        blank=True,
        validators=[validate_room],
        help_text=_(
            "Shown only to those who booked. Write {code} in it for a room of its own each time, "
            "as in https://meet.jit.si/talk-{code}: every booking gets a code nobody can guess."
        ),
    )
    phone = model_fields.CharField(
        _("number they call"),
        max_length=40,
        blank=True,
        help_text=_("Shown only to those who booked. Empty where you do not meet by telephone."),
    )
    fee = models.CharField(_("fee, or that it is free"), max_length=120, default="Free")
    payment_link = models.URLField(
        _("payment link"),
        blank=True,
        validators=[validate_secure],
        help_text=_(
            "A page of yours where they pay, at your bank or a payment service. Empty: nothing "
            "is said of paying, and nothing is asked of you."
        ),
    )
    pay_when = models.CharField(
        _("they are shown it"), max_length=6, choices=PayWhen, default=PayWhen.BEFORE
    )
    is_not = models.TextField(
        _("what it is not"), blank=True, help_text=_("Such as: it is not emergency help.")
    )
    every_minutes = models.PositiveSmallIntegerField(
        _("offer a start every … minutes"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(480), FIVES],
    )
    buffer_before = models.PositiveSmallIntegerField(
        _("minutes kept free before"), default=0, validators=[MaxValueValidator(240), FIVES]
    )
    buffer_after = models.PositiveSmallIntegerField(
        _("minutes kept free after"), default=10, validators=[MaxValueValidator(240), FIVES]
    )
    notice_hours = models.PositiveSmallIntegerField(_("book at least … hours ahead"), default=24)
    change_notice_hours = models.PositiveSmallIntegerField(
        _("move or cancel at least … hours ahead"), default=12
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("book at most … days ahead"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    per_day = models.PositiveSmallIntegerField(_("at most a day"), null=True, blank=True)
    per_week = models.PositiveSmallIntegerField(_("at most a week"), null=True, blank=True)
    remind_hours = model_fields.CharField(
        _("remind … hours before"),
        max_length=40,
        default="24, 1",
        blank=True,
        validators=[validate_lead_hours],
        help_text=_("Whole hours, parted by commas. Empty: no reminders."),
    )
    intake = models.ForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions asked when booking"),
        help_text=_(
            "An assessment of your own with questions and no scales. It need not be published: "
            "its questions are asked as they stand. Everything may be left open."
        ),
    )
    own_words = models.ForeignKey(
        Passage,
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to=models.Q(draft__has_key="question") & ~models.Q(draft__question=""),
        related_name="+",
        verbose_name=_("your own lines: who you are, and why you"),
        help_text=_(
            "A passage in which you speak for yourself. Its text for everyone else stands where "
            "people book, below who you are by your practice. While it is empty, nothing does."
        ),
    )
    tag = tag_column(_("tag for whoever books it"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("can be booked"), default=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of meeting")
        verbose_name_plural = _("kinds of meeting")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.active and not self.has_place:
            if BY_PHONE.search(self.place) and not ON_A_SCREEN.search(self.place):
                raise ValidationError(
                    {
                        "phone": _(
                            "Who calls whom? Enter the number they call, or write under “where” "
                            "that you call them, and ask for their number by questions of yours."
                        )
                    }
                )
            raise ValidationError(
                {
                    "video_link": _(
                        "Where do you meet? Enter the link of your video room, or write under "
                        "“where” how to find you. To do so later, untick “can be booked”."
                    )
                }
            )
        if self.intake and self.intake.body.scales:
            raise ValidationError(
                {"intake": _("Choose one without scales: what is asked here is not scored.")}
            )

    @property
    def reminders(self) -> list[int]:
        """Hours before the start at which to remind, the longest first."""
        return sorted(
            {int(part) for part in self.remind_hours.split(",") if part.strip()}, reverse=True
        )

    @property
    def has_place(self) -> bool:
        """Whether somebody who booked knows where to go: by a link or a number, or by words for
        more than a screen or a telephone, where they say who calls whom.
        """
        where = self.place.strip()
        if self.video_link or self.phone or "://" in where:
            return True
        if not where or ON_A_SCREEN.search(where):
            return False
        says_number = sum(map(str.isdigit, where)) >= A_NUMBER
        return says_number or bool(SHE_CALLS.search(where)) or not BY_PHONE.search(where)

    def rules(self) -> Rules:
        """Everything that decides which times are open for this kind of meeting."""
        return Rules(
            week=open_week(),
            minutes=self.minutes,
            every=self.every_minutes,
            before=self.buffer_before,
            after=self.buffer_after,
            notice=timedelta(hours=self.notice_hours),
            horizon=timedelta(days=self.horizon_days),
            per_day=self.per_day,
            per_week=self.per_week,
        )
