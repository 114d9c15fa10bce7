"""What a booking means in the rooms upstream: a shared result, a course that knows."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from assessments.models import Assessment, Attempt, Edition
from consultations import actions, links
from consultations.models import Booking, Meeting
from contacts import actions as contacts
from contacts import links as signed
from contacts.models import Consent, Contact
from courses.models import Course, Enrollment
from tests.consultations.conftest import WEDNESDAY

Book = Callable[..., Booking]


@pytest.fixture
def attempt(db: None, moment: datetime) -> Attempt:
    assessment = Assessment.objects.create(slug="one", title="One")
    edition = Edition.objects.create(assessment=assessment, number=1, body={}, published_at=moment)
    return Attempt.objects.create(
        edition=edition, started_at=moment, saved_at=moment, finished_at=moment
    )


@pytest.fixture
def enrollment(confirmed: Contact, moment: datetime) -> Enrollment:
    asked = contacts.ask(contact=confirmed, purpose="course:one", wording="Yes.", now=moment)
    course = Course.objects.create(slug="one", title="One")
    return Enrollment.objects.create(
        contact=confirmed, course=course, asked=asked, created_at=moment
    )


def url(attempt: Attempt) -> str:
    return f"/book/?for={signed.token(links.BOOK_RESULT, attempt.key)}"


def sent(**more: str) -> dict[str, str]:
    return {"start": "2026-11-25T14:00Z", "zone": "UTC", "email": "kim@example.org", **more}


@pytest.mark.parametrize("share", [True, False])
def test_a_result_is_shared_only_when_ticked(
    client: Client,
    meeting: Meeting,
    attempt: Attempt,
    at: Callable[[datetime], None],
    moment: datetime,
    share: bool,
) -> None:
    at(moment)
    assert "Share my result" in client.get(url(attempt)).content.decode()

    client.post(url(attempt), sent(share="yes") if share else sent())

    assert (Booking.objects.get().attempt == attempt) is share
    assert Consent.objects.filter(purpose="share-result", act="asked").exists() is share


def test_nobody_shares_a_result_without_its_link(
    client: Client,
    meeting: Meeting,
    attempt: Attempt,
    at: Callable[[datetime], None],
    moment: datetime,
) -> None:
    at(moment)

    client.post(f"/book/?for={attempt.key}", sent(share="yes"))

    assert Booking.objects.get().attempt is None


def test_sharing_stands_once_the_address_is_confirmed(
    book: Book, attempt: Attempt, moment: datetime
) -> None:
    booking = book(attempt=attempt)
    assert not Consent.objects.stands(booking.contact, "share-result")

    actions.confirm(booking=booking, now=moment)

    assert Consent.objects.stands(booking.contact, "share-result")


def test_the_course_knows_of_a_booking_and_of_its_end(
    book: Book, enrollment: Enrollment, moment: datetime
) -> None:
    email = enrollment.contact.email
    first = book(email=email)
    second = book(email=email, starts_at=WEDNESDAY.replace(hour=15))
    known = []

    for booking in (first, second):
        enrollment.refresh_from_db()
        known.append(enrollment.booked)
        actions.cancel(booking=booking, now=moment)
    enrollment.refresh_from_db()

    assert [*known, enrollment.booked] == [True, True, False]


@pytest.mark.parametrize(
    ("mark", "booked"), [(actions.mark_done, True), (actions.mark_no_show, False)]
)
def test_a_meeting_that_took_place_ends_the_invitations(
    book: Book, enrollment: Enrollment, mark: Callable[..., Booking], booked: bool
) -> None:
    booking = book(email=enrollment.contact.email)

    mark(booking=booking, now=WEDNESDAY)

    enrollment.refresh_from_db()
    assert enrollment.booked is booked
