"""A second offer made of copies: its own questions, guide and letters, beside the first."""

from __future__ import annotations

from datetime import datetime

import pytest

import assessments.actions
import courses.actions
from assessments.models import Assessment, Passage
from assessments.samples import sample_people
from contacts.models import Contact
from courses.models import Course, Enrollment, Lesson
from guides.models import Guide
from publishing import actions as publishing
from tests.askings import asked, say_yes
from tests.courses.conftest import run_to_end, sent
from tests.documents import reword
from tests.offers import SAMPLES, an_offer

pytestmark = pytest.mark.slow


@pytest.fixture
def second(house: None, moment: datetime) -> Guide:
    """Copies of everything, published and open; lesson 1 says something else."""
    first, offer = Guide.objects.get(), an_offer("another")
    assert first.assessment
    for passage in Passage.objects.all():
        publishing.copy(passage, key=passage.key, offer=offer, now=moment)
    questions = publishing.copy(first.assessment, slug="another", offer=offer, now=moment)
    asked = Assessment.objects.get(pk=questions.pk)
    assert first.course
    letters = courses.actions.copy_course(first.course, now=moment)
    Course.objects.filter(pk=letters.pk).update(offer=offer)
    made = publishing.copy(first, slug="another", now=moment)
    Guide.objects.filter(pk=made.pk).update(offer=offer, course=letters)
    letters.refresh_from_db()
    reword(letters.lessons.get(position=1), subject="Another beginning")
    publishing.publish(asked, now=moment)
    for lesson in letters.lessons.exclude(state=Lesson.State.OFF):
        publishing.publish(lesson, now=moment)
    Course.objects.filter(pk=letters.pk).update(state=Course.State.OPEN)
    publishing.publish(Guide.objects.get(pk=made.pk), now=moment)
    return Guide.objects.get(pk=made.pk)


def test_reader_of_a_second_offer_gets_its_guide_and_its_letters(
    second: Guide, moment: datetime
) -> None:
    attempt = assessments.actions.start(assessment=second.assessment, now=moment)
    answers = next(iter(sample_people(SAMPLES))).answers
    assessments.actions.answer(attempt=attempt, answers=answers, now=moment)
    asking = {"first_name": "Kim", "zone": "Europe/Berlin", "paper": "a4", "wants_course": True}
    copy = asked(
        attempt=assessments.actions.finish(attempt=attempt, now=moment),
        email="kim@example.net",
        share=False,
        now=moment,
        **asking,
    )
    place = Enrollment.objects.get(contact=copy.contact)
    say_yes(copy, now=moment)
    run_to_end(moment)

    first_letters = Course.objects.exclude(pk=second.course_id).get()
    assert (copy.guide, place.course) == (second, second.course)
    subjects = [subject for subject, _at in sent(Contact.objects.get())]
    assert "Another beginning" in subjects
    assert len([one for one in subjects if one in subjects_of(second.course)]) == 8
    assert not Enrollment.objects.filter(course=first_letters).exists()


def subjects_of(course: Course | None) -> set[str]:
    assert course
    return {one.body.subject for one in course.lessons.exclude(state=Lesson.State.OFF)}
