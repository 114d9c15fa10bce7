"""A course that goes on with another: its last letter asks, and only a yes leads on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from contacts.models import Consent, Contact
from courses import actions, links
from courses.forms import CourseForm
from courses.models import Course, Enrollment
from mail import actions as mail
from mail.models import Message
from publishing import actions as publishing
from tests.courses.conftest import make_course, run_to_end
from tests.documents import reword

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Ask = Callable[..., Enrollment]
ASK = "{% if asks_onward %}Shall we [go further]({{ onward_url }})?{% endif %}"


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def after(moment: datetime) -> Course:
    return make_course("after", lessons=2)


@pytest.fixture
def first(after: Course, moment: datetime) -> Course:
    """Two lessons, each of which would ask."""
    course = make_course("first", lessons=2)
    for lesson in course.lessons.all():
        reword(lesson, text=f"{lesson.title}. {ASK}", now=moment)
        publishing.publish(lesson, now=moment)
    Course.objects.filter(pk=course.pk).update(then=after)
    course.refresh_from_db()
    return course


def that_ask(contact: Contact) -> list[str]:
    letters = Message.objects.filter(contact=contact).order_by("sent_at", "pk")
    read = [mail.as_read(message) for message in letters]
    return [letter.subject for letter in read if "go further" in letter.html]


def test_only_the_last_letter_asks_and_nobody_gets_in_without_a_yes(
    first: Course, joined: Ask, moment: datetime
) -> None:
    place = joined(into=first)

    run_to_end(moment)

    assert that_ask(place.contact) == ["Lesson 2"]
    assert Enrollment.objects.filter(contact=place.contact).count() == 1


def test_yes_begins_the_next_course_once_in_its_own_words(
    client: Client, first: Course, after: Course, joined: Ask
) -> None:
    place = joined(into=first)
    page = urlsplit(links.onward_url(place)).path

    shown = client.get(page)
    assert not Enrollment.objects.filter(course=after).exists()
    for _press in range(2):
        done = client.post(page, follow=True)

    assert after.consent_wording in shown.text
    assert "Letter 1 comes on" in done.text
    onward = Enrollment.objects.get(course=after)
    assert (onward.state, onward.contact) == (Enrollment.State.ACTIVE, place.contact)
    given = Consent.objects.filter(purpose=after.purpose, act=Consent.Act.GIVEN)
    assert [consent.wording for consent in given] == [after.consent_wording]


@pytest.mark.parametrize("leaves", [True, False])
def test_whoever_is_in_it_or_left_it_is_not_asked(
    first: Course, after: Course, joined: Ask, moment: datetime, leaves: bool
) -> None:
    place = joined(into=first)
    onward = actions.go_on(enrollment=place, now=moment)
    assert onward
    if leaves:
        actions.leave(enrollment=onward, now=moment)

    run_to_end(moment)

    assert that_ask(place.contact) == []


def test_course_that_takes_nobody_is_neither_offered_nor_entered(
    client: Client, first: Course, after: Course, joined: Ask, moment: datetime
) -> None:
    place = joined(into=first)
    Course.objects.filter(pk=after.pk).update(state=Course.State.CLOSED)
    page = urlsplit(links.onward_url(place)).path

    run_to_end(moment)

    assert that_ask(place.contact) == []
    assert "<button" not in client.post(page, follow=True).text
    assert not Enrollment.objects.filter(course=after).exists()


def test_course_is_not_offered_to_go_on_with_itself(first: Course, after: Course) -> None:
    choices = CourseForm(instance=first).fields["then"].queryset

    assert list(choices) == [after]


def told(place: Enrollment, now: datetime) -> str:
    place.refresh_from_db()
    return actions.why(place, now=now, real_now=now).onward


def test_why_page_says_who_was_asked_and_who_went_on(
    first: Course, after: Course, joined: Ask, moment: datetime
) -> None:
    place = joined(into=first)
    assert "Their last letter asks" in told(place, moment)
    run_to_end(moment)
    assert "have not said yes" in told(place, moment)
    assert "have not said yes" in list(actions.why(place, now=moment, real_now=moment).lines())[-1]

    onward = actions.go_on(enrollment=place, now=moment)
    assert "They are in it: in the course" in told(place, moment)
    assert onward
    assert told(onward, moment) == ""


def test_why_page_says_why_nobody_was_asked(
    first: Course, after: Course, joined: Ask, moment: datetime
) -> None:
    Course.objects.update(then=None)
    early = joined(into=first)
    run_to_end(moment)
    Course.objects.filter(pk=first.pk).update(then=after)
    left = joined("kim@example.org", into=first)
    actions.leave(enrollment=left, now=moment)

    assert "went before you chose it" in told(early, moment)
    assert "before the letter that asks" in told(left, moment)
    Course.objects.filter(pk=after.pk).update(state=Course.State.CLOSED)
    assert "takes nobody new" in told(early, moment)


def test_why_page_says_where_no_letter_asks(course: Course, joined: Ask, moment: datetime) -> None:
    Course.objects.filter(pk=course.pk).update(then=make_course("after", lessons=1))

    assert "no letter asks" in told(joined(into=course), moment)


def test_page_asks_how_often_where_the_next_course_has_two_paces(
    client: Client, first: Course, after: Course, joined: Ask
) -> None:
    Course.objects.filter(pk=after.pk).update(paces="0 Twice a week\n7 Once a week")
    page = urlsplit(links.onward_url(joined(into=first))).path

    shown = client.get(page).text
    client.post(page, {"pace": "7"})

    assert '<option value="0">Twice a week' in shown
    assert Enrollment.objects.get(course=after).pace == 7
