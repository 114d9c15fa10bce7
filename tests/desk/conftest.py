"""A house as the author has it: starter content, one reader all the way to a booking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

import assessments.actions
import consultations.actions
from assessments.models import Assessment, Attempt
from consultations.models import Booking, Meeting
from contacts.models import Contact
from guides.models import GuideCopy
from tests.askings import asked, say_yes
from tests.offers import start_home

HOME_SLUG = "resistance-reframe"
ROBIN = "robin@example.net"


@pytest.fixture
def house(once: Callable[..., None], moment: datetime, at: Callable[[datetime], None]) -> None:
    """The starter's offer, published, and a place to meet."""
    at(moment)
    once("house", lambda: start_home(moment))
    Meeting.objects.update(video_link="https://video.example/room")


@pytest.fixture
def robin(house: None, moment: datetime) -> Contact:
    return come_all_the_way(moment)


def come_all_the_way(moment: datetime, slug: str = HOME_SLUG) -> Contact:
    """Took the assessment, asked for the guide and the letters, confirmed, and booked."""
    copy = asked(
        attempt=finished(moment, slug),
        email=ROBIN,
        first_name="Robin",
        zone="Europe/Berlin",
        paper="a4",
        wants_course=True,
        share=True,
        now=moment,
    )
    GuideCopy.objects.filter(pk=copy.pk).update(state=GuideCopy.State.READY)
    say_yes(copy, now=moment)
    book(moment)
    contact: Contact = Contact.objects.get(email=ROBIN)
    return contact


def finished(moment: datetime, slug: str = HOME_SLUG) -> Attempt:
    """The answers of a sample person, finished."""
    assessment = Assessment.objects.get(slug=slug)
    sample = assessments.actions.sample_people(assessment.definition)[0]
    attempt = assessments.actions.start(assessment=assessment, now=moment)
    assessments.actions.answer(attempt=attempt, answers=sample.answers, now=moment)
    return assessments.actions.finish(attempt=attempt, now=moment)


def book(moment: datetime, email: str = ROBIN) -> Booking:
    """The first open time from two days on."""
    meeting = Meeting.objects.first()
    assert meeting
    times = consultations.actions.open_times(meeting=meeting, now=moment)
    found = consultations.actions.book(
        meeting=meeting,
        starts_at=next(time for time in times if time > moment + timedelta(days=2)),
        email=email,
        first_name="Robin",
        note="I would like to talk.",
        zone="Europe/Berlin",
        proven=True,
        now=moment,
    )
    assert isinstance(found, Booking)
    return found


@pytest.fixture
def author(db: None) -> Client:
    """The owner, logged in."""
    user = get_user_model()._default_manager.create_superuser(username="author", password="x")  # type: ignore[attr-defined]
    client = Client()
    client.force_login(user)
    return client
