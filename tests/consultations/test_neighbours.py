"""What a booking means in the apps upstream: a shared result, a course that knows."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from assessments.models import Assessment, Attempt
from assessments.schema import AssessmentBody
from assessments.schema.rules import Profile, Reading
from consultations import actions, links
from consultations.models import Booking, Meeting
from contacts import actions as contacts
from contacts import links as signed
from contacts.models import Consent, Contact
from courses.models import Course, Enrollment
from publishing import actions as publishing
from tests.consultations.conftest import WEDNESDAY
from tests.offers import an_offer

pytestmark = pytest.mark.slow

Book = Callable[..., Booking]
DAY = timedelta(days=1)


@pytest.fixture
def attempt(db: None, moment: datetime) -> Attempt:
    body = AssessmentBody(
        readings=[Reading(key="some", name="Some", when="true")],
        profiles=[Profile(key="any", name="Any", when="true")],
    )
    assessment = publishing.create(
        Assessment(slug="one", offer=an_offer("one")), body=body, now=moment
    )
    revision = publishing.freeze(assessment, now=moment)
    return Attempt.objects.create(
        assessment=assessment,
        revision=revision,
        **dict.fromkeys(("started_at", "saved_at", "finished_at"), moment),
    )


@pytest.fixture
def enrollment(confirmed: Contact, moment: datetime) -> Enrollment:
    asked = contacts.ask(contact=confirmed, purpose="course:one", wording="Yes.", now=moment)
    course = Course.objects.create(offer=an_offer("one"), slug="one", title="One")
    return Enrollment.objects.create(
        contact=confirmed, course=course, consent=asked, created_at=moment
    )


def url(attempt: Attempt) -> str:
    return f"/book/for/{attempt.key}/"


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


def test_a_forwarded_letters_link_shares_nothing_under_another_address(
    client: Client,
    meeting: Meeting,
    attempt: Attempt,
    confirmed: Contact,
    at: Callable[[datetime], None],
    moment: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(moment)
    monkeypatch.setattr(links, "attempt_of", lambda _contact: attempt)
    address = f"/book/?for={signed.token(links.BOOK, confirmed.uid.hex)}"

    client.post(address, sent(share="yes"))
    client.post(address, sent(share="yes", email=confirmed.email, start="2026-11-25T15:00Z"))

    other, own = Booking.objects.order_by("id")
    assert (other.attempt, other.proven_at) == (None, None)
    assert (own.attempt, own.proven_at) == (attempt, moment)
    assert Consent.objects.stands(confirmed, "share-result")


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


@pytest.mark.parametrize("share", [True, False])
def test_sharing_stands_only_once_the_mailbox_says_so(
    book: Book,
    attempt: Attempt,
    client: Client,
    at: Callable[[datetime], None],
    moment: datetime,
    share: bool,
) -> None:
    """Promise 12: a yes to the booking is no yes to what a stranger ticked."""
    at(moment)
    booking = book(attempt=attempt, proven=False)
    url = links.booking_url(booking, in_letter=True).removeprefix("http://testserver")
    assert 'name="share" value="yes">' in client.get(url).content.decode()

    actions.confirm(booking=booking, share=share, now=moment)

    assert Consent.objects.stands(booking.contact, "share-result") is share


def test_the_course_knows_of_a_booking_and_of_its_end(
    book: Book, enrollment: Enrollment, moment: datetime
) -> None:
    email = enrollment.contact.email
    first = book(email=email, proven=True)
    second = book(email=email, proven=True, starts_at=WEDNESDAY.replace(hour=15))
    known = []

    for booking in (first, second):
        enrollment.refresh_from_db()
        known.append(enrollment.booked)
        actions.cancel(booking=booking, now=moment)
    enrollment.refresh_from_db()

    assert [*known, enrollment.booked] == [True, True, False]


def test_a_strangers_booking_says_nothing_to_the_course_until_the_letters_link_is_used(
    book: Book, enrollment: Enrollment, moment: datetime
) -> None:
    booking = book(email=enrollment.contact.email, proven=False)
    enrollment.refresh_from_db()
    before = enrollment.booked

    actions.prove(booking=booking, now=moment)
    enrollment.refresh_from_db()

    assert (before, enrollment.booked) == (False, True)


@pytest.mark.parametrize("proven", [True, False])
@pytest.mark.parametrize(
    ("mark", "booked"), [(actions.mark_done, True), (actions.mark_no_show, False)]
)
def test_a_meeting_that_took_place_ends_the_invitations(
    book: Book, enrollment: Enrollment, mark: Callable[..., Booking], booked: bool, proven: bool
) -> None:
    booking = book(email=enrollment.contact.email, proven=proven)

    mark(booking=booking, now=WEDNESDAY)

    enrollment.refresh_from_db()
    assert enrollment.booked is booked


def test_a_canceled_second_hour_leaves_the_one_that_took_place(
    book: Book, enrollment: Enrollment
) -> None:
    email = enrollment.contact.email
    actions.mark_done(booking=book(email=email), now=WEDNESDAY)
    again = book(email=email, proven=True, starts_at=WEDNESDAY + 7 * DAY, now=WEDNESDAY)

    actions.cancel(booking=again, now=WEDNESDAY)

    enrollment.refresh_from_db()
    assert enrollment.booked
