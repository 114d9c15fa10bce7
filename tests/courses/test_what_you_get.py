"""The reader's page says what a person gets; each of it rests by itself, or all at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from contacts import actions as contacts
from contacts import links as contact_links
from contacts.models import Consent, Contact
from courses.models import Course, Enrollment
from mail import actions as mail
from mail.actions import claims
from mail.models import Message, Purpose
from tests import letters
from tests.courses.conftest import make_course
from tests.courses.test_views import page, path, press

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

__all__ = ["page"]
Join = Callable[..., Enrollment]
At = Callable[[datetime], None]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _stopped(at: At, moment: datetime) -> None:
    at(moment)


@pytest.fixture
def robin(joined: Join, moment: datetime) -> Contact:
    """In two courses, and agreed to letters now and then."""
    contact = joined(zone="UTC").contact
    joined(into=make_course("after", lessons=1), zone="UTC")
    Course.objects.filter(slug="after").update(title="What comes after")
    mail.set_letters(contact=contact, agrees=True, wording="Letters.", now=moment)
    return contact


def headings(client: Client, contact: Contact) -> list[str]:
    text = client.get(path(contact_links.preferences_url(contact))).text
    return [unescape(words) for words in re.findall(r"<h3[^>]*>(.*?)</h3>", text)]


def sent_letters(now: datetime) -> list[str | None]:
    messages, _settled = claims.take(worker="one", limit=100, now=now, purposes=[Purpose.LETTERS])
    claims.sent(messages, now=now)
    return [message.email for message in messages]


def test_each_thing_has_a_row_by_the_name_its_reader_knows(
    client: Client, robin: Contact, course: Course
) -> None:
    assert headings(client, robin) == [
        *("What comes after", course.title),
        *("Letters now and then", "Letters about a meeting you book"),
    ]


def test_whoever_gets_nothing_is_told_so_and_asked_nothing_twice(
    client: Client, moment: datetime
) -> None:
    contact, _new = contacts.meet(email="kim@example.org", first_name="", zone="", now=moment)
    contacts.prove(contact=contact, now=moment)

    text = client.get(path(contact_links.preferences_url(contact))).text

    assert "No letters are waiting for you." in text
    assert "Pause everything" not in text
    assert " checked" not in text


@pytest.mark.parametrize("days", [14, 30])
def test_everything_rests_and_goes_on_by_itself(
    client: Client, robin: Contact, moment: datetime, at: At, days: int
) -> None:
    press(client, path(contact_links.preferences_url(robin)), "pause_all", days=str(days))

    letter = letters.broadcast(now=moment, send_on=moment.date(), subject="In May", text="Hi.")
    mail.schedule(broadcast=letter, now=moment)
    mail.queue_broadcasts(now=moment)
    robin.refresh_from_db()
    ends = {place.paused_until for place in robin.enrollments.all()}
    assert ends == {robin.letters_paused_until}
    assert robin.letters_paused_until == moment.replace(hour=0, minute=0) + days * DAY
    assert sent_letters(moment) == []
    assert "paused their letters" in Message.objects.get(purpose=Purpose.LETTERS).reason

    message = Message.objects.get(purpose=Purpose.LETTERS)
    for later in range(1, days):
        assert sent_letters(message.not_before) == [], later
        message.refresh_from_db()
    assert message.not_before >= robin.letters_paused_until


def test_one_press_ends_every_pause(client: Client, robin: Contact) -> None:
    mine = path(contact_links.preferences_url(robin))
    press(client, mine, "pause_all")
    said = press(client, mine, "resume_all")

    robin.refresh_from_db()
    assert "Everything goes on." in said
    assert robin.letters_paused_until is None
    assert {place.paused_until for place in robin.enrollments.all()} == {None}


def test_letters_now_and_then_rest_without_the_course(
    client: Client, robin: Contact, moment: datetime
) -> None:
    said = press(client, path(contact_links.preferences_url(robin)), "pause_letters")

    robin.refresh_from_db()
    assert "Letters now and then rest for two weeks." in said
    assert robin.letters_paused_until > moment + 13 * DAY
    assert {place.paused_until for place in robin.enrollments.all()} == {None}
    assert Consent.objects.stands(robin, mail.LETTERS)


def test_reminders_of_meetings_stop_and_come_back(client: Client, page: str) -> None:
    robin = Contact.objects.get()

    press(client, page, "no_reminders")
    assert contacts.has_stopped(robin, contacts.REMINDERS)
    assert "Remind me again" in client.get(page).text

    press(client, page, "reminders")
    assert not contacts.has_stopped(robin, contacts.REMINDERS)


def test_new_name_greets_in_every_course_and_is_a_name(client: Client, robin: Contact) -> None:
    mine = path(contact_links.preferences_url(robin))
    press(client, mine, "name", first_name="Kim https://evil.example")

    robin.refresh_from_db()
    assert robin.first_name == "Kim"
    assert {place.first_name for place in robin.enrollments.all()} == {"Kim"}
