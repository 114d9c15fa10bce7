"""The last letter of a course asks, once, whether its reader wants letters now and then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from contacts import actions as contacts
from contacts import links as contact_links
from contacts.models import SHARE_RESULT, Consent, Contact, Suppression
from courses import links
from courses.models import Course, Enrollment, Lesson
from mail import actions as mail
from mail.actions.broadcasts import agreed
from mail.models import Message
from publishing import actions as publishing
from tests.courses.conftest import make_course, run_to_end
from tests.documents import reword

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Ask = Callable[..., Enrollment]
ASK = "{% if asks_letters %}Shall we [write on]({{ letters_url }})?{% endif %}"


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def asking(moment: datetime) -> Course:
    """Three lessons, each of which would ask."""
    course = make_course("asking", lessons=3)
    for lesson in course.lessons.all():
        reword(lesson, text=f"{lesson.title}. {ASK}", now=moment)
        publishing.publish(lesson, now=moment)
    return course


def that_ask(contact: Contact) -> list[str]:
    letters = Message.objects.filter(contact=contact).order_by("sent_at", "pk")
    read = [mail.as_read(message) for message in letters]
    return [letter.subject for letter in read if "write on" in letter.html]


def test_only_the_last_letter_asks(asking: Course, joined: Ask, moment: datetime) -> None:
    place = joined(into=asking)

    run_to_end(moment)

    assert that_ask(place.contact) == ["Lesson 3"]


def test_last_letter_for_this_reader_asks_where_a_later_one_is_for_others(
    asking: Course, joined: Ask, moment: datetime
) -> None:
    last = Lesson.objects.get(course=asking, position=3)
    reword(last, audience="booked", now=moment)
    publishing.publish(last, now=moment)
    place = joined(into=asking)

    run_to_end(moment)

    assert that_ask(place.contact) == ["Lesson 2"]


@pytest.mark.parametrize("agrees", [(True,), (True, False)])
def test_whoever_said_yes_or_no_before_is_not_asked(
    asking: Course, joined: Ask, moment: datetime, agrees: tuple[bool, ...]
) -> None:
    place = joined(into=asking)
    for word in agrees:
        mail.set_letters(contact=place.contact, agrees=word, wording="Letters.", now=moment)

    run_to_end(moment)

    assert that_ask(place.contact) == []


def test_link_opens_a_page_with_one_button_and_only_the_button_agrees(
    client: Client, joined: Ask
) -> None:
    contact = joined().contact
    page = urlsplit(links.letters_url(contact)).path

    shown = client.get(page)
    assert not Consent.objects.stands(contact, mail.LETTERS)
    after = client.post(page, follow=True)
    client.post(page)

    assert shown.text.count("<button") == 1
    assert not shown.cookies
    assert "We will write to you now and then" in after.text
    given = Consent.objects.filter(purpose=mail.LETTERS, act=Consent.Act.GIVEN)
    assert list(given.values_list("contact", flat=True)) == [contact.pk]


def test_link_of_somebody_who_never_confirmed_asks_nothing(client: Client, asked: Ask) -> None:
    page = urlsplit(links.letters_url(asked().contact)).path

    assert client.post(page).status_code == 404
    assert not Consent.objects.filter(purpose=mail.LETTERS).exists()


OWN_WORD = (Suppression.Reason.STOPPED, Suppression.Reason.ERASED)


@pytest.mark.parametrize("reason", Suppression.Reason.values)
@pytest.mark.parametrize("by", ["agree", "preferences"])
def test_later_yes_of_their_own_lifts_the_wish_to_be_left_alone_and_nothing_else(
    client: Client, joined: Ask, moment: datetime, reason: str, by: str
) -> None:
    contact = joined().contact
    contacts.suppress(address=contact.email, reason=reason, detail="", now=moment)
    barred = Suppression.objects.standing()

    for page in (links.letters_url(contact), contact_links.preferences_url(contact)):
        client.get(urlsplit(page).path)
    contacts.give(contact=contact, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    assert barred.exists()

    if by == "agree":
        client.post(urlsplit(links.letters_url(contact)).path)
    else:
        page = urlsplit(contact_links.preferences_url(contact)).path
        client.post(page, {"do": "letters", "wants_letters": "1"})

    assert barred.exists() == (reason not in OWN_WORD)


def test_yes_that_stood_before_the_wish_does_not_lift_it(joined: Ask, moment: datetime) -> None:
    contact = joined().contact
    mail.set_letters(contact=contact, agrees=True, wording="Letters.", now=moment)
    contacts.suppress(address=contact.email, reason="stopped", detail="", now=moment)

    assert not agreed().filter(pk=contact.pk).exists()

    mail.set_letters(contact=contact, agrees=True, wording="Letters.", now=moment)

    assert agreed().filter(pk=contact.pk).exists()
