"""Promises 12 and 16 over every way in which an address may be asked for: one letter a day to a
mailbox nobody has proven, and beside it the one about an hour, at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

import consultations.actions
import courses.actions
import guides.actions
import landing.actions
from assessments import actions as assessments
from assessments.models import Assessment, Attempt
from assessments.samples import sample_people
from consultations.models import Booking, Meeting
from contacts.models import Contact
from courses.models import Enrollment
from guides.actions.letters import post
from guides.models import GuideCopy
from landing.models import SignUpForm
from mail.models import Message, MessageState
from tests.askings import asked
from tests.conftest import person
from tests.offers import SAMPLES, start_home

pytestmark = pytest.mark.slow

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EMAIL, VARIANT = "victim@example.net", "Victim+1@example.net"
Way = Callable[[str, datetime], object]


@pytest.fixture(autouse=True)
def _house(once: Callable[..., None], moment: datetime, at: Callable[[datetime], None]) -> None:
    at(moment)
    once("house", lambda: start_home(moment))
    Meeting.objects.update(video_link="https://video.example/room")


def finished(now: datetime) -> Attempt:
    attempt = assessments.start(assessment=Assessment.objects.with_result()[0], now=now)
    answers = next(iter(sample_people(SAMPLES))).answers
    assessments.answer(attempt=attempt, answers=answers, now=now)
    return assessments.finish(attempt=attempt, now=now)


def guide(email: str, now: datetime) -> None:
    given = {"first_name": "", "zone": "UTC", "paper": "a4", "wants_course": True}
    copy = asked(attempt=finished(now), email=email, **given, now=now)
    GuideCopy.objects.filter(pk=copy.pk).update(state=GuideCopy.State.READY)
    copy.refresh_from_db()
    post(copy, now=now)


def form(email: str, now: datetime) -> None:
    landing.actions.sign_up(
        form=SignUpForm.objects.all()[0], email=email, first_name=f"{now:%H%d}", zone="UTC",
        answers={}, ticked={"letters": "Now and then."}, now=now,
    )  # fmt: skip
    landing.actions.receive_due(now=now)


def link(email: str, now: datetime) -> None:
    guides.actions.request_link(email=email, now=now)
    guides.actions.receive_due(now=now)


def way_in(email: str, now: datetime) -> None:
    guides.actions.request_link(email=email, wanted="letters", now=now)
    guides.actions.receive_due(now=now)


def address(email: str, now: datetime) -> None:
    """A reader who says that her letters should go there."""
    reader = person(f"reader{now:%d%H}@example.org", confirmed_at=now)
    courses.actions.ask_address(contact=reader, email=email, now=now)


def own_data(email: str, now: datetime) -> None:
    """By the link that stands in every letter, forwarded or not."""
    contact = Contact.objects.by_email(email)
    if contact:
        courses.actions.ask_own_data(contact=contact, now=now)


def reminder(_email: str, now: datetime) -> None:
    Enrollment.objects.filter(state=Enrollment.State.WAITING).exclude(remind_at=None).update(
        remind_at=now
    )
    courses.actions.remind(now=now)


WAYS: tuple[Way, ...] = (guide, form, link, way_in, address, own_data, reminder)


def deliver(now: datetime) -> None:
    """The post office: what is due goes."""
    due = Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
    due.update(state=MessageState.SENT, sent_at=now, settled_at=now)


def arrived(*, about_hours: bool) -> list[datetime]:
    """When letters came to the mailbox."""
    mine = Message.objects.filter(contact__email__iregex=r"^victim(\+1)?@", sent_at__isnull=False)
    hours = mine.filter(key__startswith="booking")
    rows = hours if about_hours else mine.exclude(pk__in=hours)
    return sorted(rows.values_list("sent_at", flat=True))


@pytest.mark.parametrize("second", WAYS)
@pytest.mark.parametrize("first", [guide, form, address])
def test_promise_12_two_ways_bring_one_letter_a_day(
    first: Way, second: Way, moment: datetime
) -> None:
    first(EMAIL, moment)
    deliver(moment)
    second(EMAIL, moment + HOUR)
    second(VARIANT, moment + 2 * HOUR)
    deliver(moment + 3 * HOUR)

    assert len(arrived(about_hours=False)) <= 1


def test_promise_12_every_way_at_once_for_days_brings_one_letter_a_day(moment: datetime) -> None:
    for hours in range(0, 72, 4):
        now = moment + hours * HOUR
        for way in WAYS:
            for email in (EMAIL, VARIANT):
                way(email, now)
                deliver(now)

    times = arrived(about_hours=False)

    assert 2 <= len(times) <= 3
    assert all(later - earlier >= DAY for earlier, later in pairwise(times))


@pytest.mark.parametrize("ways", [WAYS, ()])
def test_promise_16_booking_is_not_slowed_by_whatever_else_was_asked(
    ways: tuple[Way, ...], client: Client, moment: datetime
) -> None:
    for way in ways:
        way(EMAIL, moment)
    deliver(moment)
    meeting = Meeting.objects.filter(active=True).order_by("position", "pk")[0]
    start = consultations.actions.open_times(meeting=meeting, now=moment)[0]

    client.post("/book/", {"start": f"{start:%Y-%m-%dT%H:%MZ}", "zone": "UTC", "email": EMAIL})

    booking = Booking.objects.get()
    deliver(moment)
    assert arrived(about_hours=True) == [moment]
    assert booking.lapses_at


@pytest.mark.parametrize("way", [form, guide, address])
def test_booking_leaves_the_letter_of_the_day_alone(
    way: Way, client: Client, moment: datetime
) -> None:
    meeting = Meeting.objects.filter(active=True).order_by("position", "pk")[0]
    start = consultations.actions.open_times(meeting=meeting, now=moment)[0]
    client.post("/book/", {"start": f"{start:%Y-%m-%dT%H:%MZ}", "zone": "UTC", "email": EMAIL})
    deliver(moment)

    way(EMAIL, moment)
    deliver(moment)

    assert arrived(about_hours=False) == [moment]


def test_reader_who_is_known_waits_for_no_strangers_asking(moment: datetime) -> None:
    contact = person(EMAIL, confirmed_at=moment - DAY)
    form(EMAIL, moment)
    deliver(moment)

    courses.actions.ask_own_data(contact=contact, now=moment + HOUR)

    assert Message.objects.get(key__startswith="own-data:").not_before == moment + HOUR
