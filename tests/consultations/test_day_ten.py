"""A booking and its cancellation beside a running course, on a simulated clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultations import actions
from consultations.models import Booking
from contacts import actions as contacts
from courses import actions as courses
from courses.models import Enrollment
from tests.courses.conftest import WORDING, make_course, run, sent
from writing.segments import Facts

pytestmark = pytest.mark.slow

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ZONE = ZoneInfo("America/New_York")


def reader(now: datetime) -> Enrollment:
    course = make_course("ten", send_days=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    contact, _created = contacts.meet(
        email="robin@example.org", first_name="Robin", zone=ZONE.key, now=now
    )
    asked = contacts.ask(contact=contact, purpose=course.purpose, wording=WORDING, now=now)
    place = courses.enroll(
        contact=contact,
        course=course,
        consent=asked,
        facts=Facts(),
        names={},
        first_name="Robin",
        zone=ZONE.key,
        now=now,
    )
    return courses.confirm(enrollment=place, now=now)


def test_booked_on_day_three_and_canceled_on_day_nine_brings_one_lesson_on_day_ten(
    book: Callable[..., Booking], moment: datetime
) -> None:
    robin = reader(moment)
    day = [moment + DAY * number + 12 * HOUR for number in range(16)]

    run(moment, day[3], step=HOUR)
    booking = book(
        email=robin.contact.email, proven=True, starts_at=day[14].replace(hour=14), now=day[3]
    )
    booked = Enrollment.objects.get().booked
    run(day[3], day[9], step=HOUR)
    actions.cancel(booking=booking, now=day[9])
    run(day[9], day[15], step=HOUR)

    start = moment.astimezone(ZONE).date()
    lessons = [row for row in sent(robin.contact) if row[0].startswith("Lesson")]
    days = [(at.astimezone(ZONE).date() - start).days for _subject, at in lessons]
    assert (booked, Enrollment.objects.get().booked) == (True, False)
    assert days == [1, 3, 6, 8, 10, 14]
