"""Promise 12: a booking and a wish take the same work, status and page for every address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from consultations.models import Booking, Meeting, TimeRequest
from contacts import actions as contacts
from contacts.models import Contact
from courses import actions as courses
from mail.models import Message
from tests.consultations.conftest import WEDNESDAY
from tests.courses.conftest import make_course
from tests.sameness import asked
from writing.segments import Facts

pytestmark = pytest.mark.slow

ADDRESSES = (
    *("stranger@example.org", "confirmed@example.org", "bounced@example.org"),
    "unconfirmed@example.org",
)
FORMS = {
    "/book/": {"start": "2026-11-25T15:00Z", "zone": "Asia/Kolkata", "first_name": "Kim"},
    "/book/request/": {"text": "Any morning", "zone": "Asia/Kolkata", "first_name": "Kim"},
}
CHANGES = re.compile(r"/booking/[^/]+/|\d\d:\d\d:\d\d")


@pytest.fixture
def people(
    meeting: Meeting, book: Callable[..., Booking], confirmed: Contact, bounced: Contact,
    unconfirmed: Contact, moment: datetime,
) -> None:  # fmt: skip
    """A reader in a course with an hour of their own; a bounced one; one who never confirmed."""
    course = make_course("resistance-reframe")
    for contact in (confirmed, bounced):
        consent = contacts.ask(contact=contact, purpose=course.purpose, wording="Yes.", now=moment)
        place = courses.enroll(
            contact=contact, course=course, consent=consent, facts=Facts(), names={},
            first_name="Kim", zone="UTC", now=moment,
        )  # fmt: skip
        courses.confirm(enrollment=place, now=moment)
    book(email=confirmed.email, starts_at=WEDNESDAY)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("address", FORMS)
def test_promise_12_every_address_takes_the_same_work(
    client: Client, moment: datetime, at: Callable[[datetime], None], address: str
) -> None:
    at(moment)
    seen, pages = [], []
    for email in ("first@example.org", *ADDRESSES):  # what a process asks once, the first asks
        Booking.objects.filter(proven_at=None).delete()
        TimeRequest.objects.all().delete()
        answer, statements = asked(client, address, FORMS[address] | {"email": email})
        page = client.get(answer["Location"]).content.decode()
        if address == "/book/":
            statements += asked(client, f"{answer['Location']}cancel/", {})[1]
        seen.append(statements)
        pages.append((answer.status_code, CHANGES.sub("…", page)))

    assert seen[1] == seen[2] == seen[3] == seen[4]
    assert pages[1] == pages[2] == pages[3] == pages[4]
    assert pages[1][0] == 302
    assert Message.objects.exists()
