"""The confirm page and the reader's own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from contacts import links as contact_links
from contacts.models import Consent, Contact
from courses import actions, links
from courses.models import Course, Enrollment, Progress
from mail.models import Message
from tests import letters
from tests.courses.conftest import make_course, sent, tick

Ask = Callable[..., Enrollment]


def path(url: str) -> str:
    return urlsplit(url).path


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def page(joined: Ask) -> str:
    return path(contact_links.preferences_url(joined().contact))


def press(client: Client, page: str, do: str, **fields: object) -> str:
    place = Enrollment.objects.first()
    answer = client.post(page, {"do": do, "place": str(place.uid), **fields}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_confirm_page_changes_nothing_until_its_button_is_pressed(
    client: Client, asked: Ask
) -> None:
    link = path(links.return_url(asked()))

    page = client.get(link)

    assert "Yes, start the letters" in page.content.decode()
    assert not page.cookies
    place = Enrollment.objects.get()
    assert (place.state, place.contact.confirmed_at) == (Enrollment.State.WAITING, None)


def test_confirming_starts_the_course_and_says_when_lesson_1_comes(
    client: Client, asked: Ask, course: Course
) -> None:
    link = path(links.return_url(asked(zone="Asia/Kolkata")))

    answer = client.post(link, {"zone": "Europe/Berlin"}, follow=True)

    assert "Letter 1 comes on Tuesday, November 24 at 9:00 AM" in answer.content.decode()
    assert "Asia/Kolkata" in answer.content.decode()
    place = Enrollment.objects.get()
    assert place.state == Enrollment.State.ACTIVE
    assert Consent.objects.stands(place.contact, course.purpose)


def test_browser_zone_counts_where_none_is_known(client: Client, asked: Ask) -> None:
    link = path(links.return_url(asked(zone="")))

    client.post(link, {"zone": "Pacific/Auckland"})

    place = Enrollment.objects.get()
    assert (place.zone, place.contact.zone) == ("Pacific/Auckland", "Pacific/Auckland")


@pytest.mark.parametrize("zone", ["Mars/Phobos", "x" * 5000, "../../etc/passwd"])
def test_browser_zone_that_is_none_is_passed_over(client: Client, asked: Ask, zone: str) -> None:
    link = path(links.return_url(asked(zone="")))

    assert client.post(link, {"zone": zone}).status_code == 302
    assert Enrollment.objects.get().reader_zone.key == "UTC"


def test_confirming_twice_changes_nothing(client: Client, asked: Ask) -> None:
    link = path(links.return_url(asked()))
    client.post(link)
    first = Enrollment.objects.values().get()

    client.post(link)

    assert Enrollment.objects.values().get() == first
    assert Consent.objects.filter(act=Consent.Act.GIVEN).count() == 1


@pytest.mark.parametrize("name", ["confirm", "return", "preferences", "agree"])
def test_tampered_link_is_a_kind_404(client: Client, db: None, name: str) -> None:
    assert client.get(f"/{name}/0123456789abcdef.bad-signature/").status_code == 404


def test_link_for_one_page_opens_no_other(client: Client, asked: Ask) -> None:
    token = path(links.return_url(asked())).split("/")[2]

    assert client.get(f"/preferences/{token}/").status_code == 404


def test_page_says_when_the_next_letter_comes(client: Client, page: str) -> None:
    text = client.get(page).content.decode()

    assert "Letter 1 comes on Tuesday, November 24 at 9:00 AM" in text
    assert "Pause for two weeks" in text


def test_pause_and_resume(client: Client, page: str, moment: datetime) -> None:
    assert "Paused until Monday, December 7" in press(client, page, "pause")
    place = Enrollment.objects.get()
    assert place.due_at == moment + timedelta(days=14, hours=-1)

    assert "Letter 1 comes on Tuesday, November 24" in press(client, page, "resume")


def test_pause_takes_back_a_letter_not_yet_sent(
    client: Client, page: str, at: Callable[[datetime], None]
) -> None:
    due = Enrollment.objects.get().due_at
    at(due)
    actions.queue_due(now=due)

    press(client, page, "pause")

    assert Message.objects.get().state == Message.State.WITHDRAWN
    assert not Progress.objects.exists()


def test_next_letter_now_counts_as_todays(
    client: Client, page: str, moment: datetime, at: Callable[[datetime], None]
) -> None:
    assert "It counts as today" in press(client, page, "now")
    tick(moment)
    at(moment + timedelta(minutes=1))
    tick(moment + timedelta(minutes=1))

    assert "one a day is enough" in press(client, page, "now")
    place = Enrollment.objects.get()
    assert [subject for subject, _at in sent(place.contact)] == ["Lesson 1"]
    assert place.next_lesson.position == 2


def test_stopping_one_course_leaves_the_other(
    client: Client, page: str, joined: Ask, course: Course
) -> None:
    other = make_course("another", lessons=1)
    joined(into=other)
    place = Enrollment.objects.get(course=course)

    client.post(page, {"do": "leave", "place": str(place.uid)})

    states = dict(Enrollment.objects.values_list("course__slug", "state"))
    assert states == {"resistance-reframe": "left", "another": "active"}
    assert not Consent.objects.stands(place.contact, course.purpose)


def test_stop_everything_stops_every_purpose(client: Client, page: str, course: Course) -> None:
    press(client, page, "everything")

    contact = Contact.objects.get()
    assert Enrollment.objects.get().state == Enrollment.State.LEFT
    assert not Consent.objects.stands(contact, course.purpose)


def test_way_back_is_a_confirm_link_by_mail(client: Client, page: str, moment: datetime) -> None:
    letters.published("confirm_only", text="Press {{ confirm_url }}", now=moment)
    press(client, page, "leave")

    assert "We have mailed you a link" in press(client, page, "again")
    press(client, page, "again")

    assert Enrollment.objects.get().state == Enrollment.State.LEFT
    message = Message.objects.get()
    client.post(path(message.values["confirm_url"]))
    assert Enrollment.objects.get().state == Enrollment.State.ACTIVE


def test_new_zone_moves_the_next_letter(client: Client, page: str) -> None:
    text = press(client, page, "zone", zone="America/Los_Angeles")

    assert "America/Los Angeles" in text
    assert Enrollment.objects.get().due_at.hour == 17


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "explode"},
        {"do": "pause", "place": "no-uuid"},
        {"do": "leave", "place": "00000000-0000-0000-0000-000000000000"},
        {"do": "zone", "zone": "Mars/Phobos"},
    ],
)
def test_malformed_form_changes_nothing(client: Client, page: str, data: dict[str, str]) -> None:
    before = Enrollment.objects.values().get()

    answer = client.post(page, data)

    assert answer.status_code == 422
    assert Enrollment.objects.values().get() == before
