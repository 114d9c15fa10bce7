"""Is the practice filled in: sender, addresses the law asks for, privacy, hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Availability, DateHours, Feed, Meeting
from desk.actions.findings import Check, CheckFinding, CheckMoment, fault, good
from desk.actions.set_up import without_place
from practice.free_mail import is_free_mail
from practice.models import Practice

EXAMPLE = ("example.org", "example.com", "example.net")
PAGE = "admin:practice_practice_changelist"


def is_example(address: str) -> bool:
    return address.rpartition("@")[2].lower() in EXAMPLE


def unfilled(practice: Practice, *names: str) -> list[models.Field[Any, Any]]:
    """Fields of the practice that are empty or still say what the starter said."""
    fields = [cast("models.Field[Any, Any]", Practice._meta.get_field(name)) for name in names]
    return [
        field
        for field in fields
        if not str(getattr(practice, field.name)).strip()
        or getattr(practice, field.name) == field.default
    ]


def unchanged(practice: Practice, *names: str) -> list[str]:
    """What those are called."""
    return [str(field.verbose_name) for field in unfilled(practice, *names)]


def sender(moment: CheckMoment) -> CheckFinding:
    address = moment.practice.from_email
    if is_example(address):
        return fault(
            _("Letters still come from %s, an example.") % address,
            _("Enter an address of your own domain under “Your practice”, “Letters”."),
        )
    if is_free_mail(address):
        return fault(
            _("Letters come from %s, an address of a free mail service.") % address,
            _(
                "Such services have all mailboxes refuse mail in their name that they did not send "
                "(DMARC). Enter an address of your own domain under “Your practice”, “Letters”."
            ),
        )
    return good(_("Letters come from %s.") % address)


def who(moment: CheckMoment) -> CheckFinding:
    missing = unchanged(moment.practice, "author_name")
    if missing:
        return fault(_("Your name is not filled in."), _("Enter it under “Your practice”."))
    return good(_("Your name is filled in."))


def law(moment: CheckMoment) -> CheckFinding:
    missing = unchanged(moment.practice, "legal_name", "postal_address")
    if missing:
        return fault(
            _("Not filled in: %s.") % ", ".join(missing),
            _("Every letter of the course must carry both; enter them under “Your practice”."),
        )
    return good(_("Legal name and postal address are filled in."))


def privacy(moment: CheckMoment) -> CheckFinding:
    address = moment.practice.contact_email
    if is_example(address):
        return fault(
            _("The privacy page names %s, an example.") % address,
            _("Enter the address readers may write to under “Your practice”."),
        )
    return good(_("The privacy page says who answers for the data and where to write."))


def notices(moment: CheckMoment) -> CheckFinding:
    address = moment.practice.notice_email
    if is_example(address):
        return fault(
            _("Notices to you go to %s, an example.") % address,
            _("Enter your own address for notices under “Your practice”, “Letters”."),
        )
    return good(_("Notices go to %s.") % address)


def place(_moment: CheckMoment) -> CheckFinding:
    nowhere = [meeting.title for meeting in without_place()]
    if nowhere:
        return fault(
            _("Not offered, since nobody would know where to go: %s.") % ", ".join(nowhere),
            _("Open it and enter the link of your video room, or where you meet."),
        )
    return good(_("Whoever books knows where to go."))


def hours(_moment: CheckMoment) -> CheckFinding:
    if not Meeting.objects.filter(active=True).exists():
        return good(_("No meeting is offered."))
    if Availability.objects.exists() or DateHours.objects.exists():
        return good(_("There are hours in which somebody can book."))
    return fault(_("Nobody can book: no hours are open."), _("Enter your weekly hours."))


def calendars(_moment: CheckMoment) -> CheckFinding:
    failing = [f"{feed}: {feed.problem}" for feed in Feed.objects.failing()]
    if failing:
        return fault(
            _("Could not be read: %s") % " ".join(failing),
            _("Until then it keeps you busy as it last did; look at its address."),
        )
    return good(_("The calendars that keep you busy can be read."))


CHECKS = (
    Check("who", gettext_lazy("Your name"), who, PAGE),
    Check("sender", gettext_lazy("Sender's address"), sender, PAGE),
    Check("law", gettext_lazy("Legal name and postal address"), law, PAGE),
    Check("privacy", gettext_lazy("Privacy page"), privacy, PAGE),
    Check("notices", gettext_lazy("Address for notices"), notices, PAGE),
    Check(
        "place",
        gettext_lazy("A place to meet"),
        place,
        "admin:consultations_meeting_changelist",
        timedelta(minutes=10),
    ),
    Check(
        "hours",
        gettext_lazy("Open hours"),
        hours,
        "admin:consultations_availability_changelist",
        timedelta(minutes=10),
    ),
    Check(
        "calendars",
        gettext_lazy("Your other calendars"),
        calendars,
        "admin:consultations_feed_changelist",
        timedelta(minutes=10),
    ),
)
