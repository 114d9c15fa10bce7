"""The author's side: the timetable, the lessons, the people, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from courses import actions
from courses.admin import CourseAdmin
from courses.models import Course, Enrollment, Lesson
from courses.schema import LessonBody
from mail.models import Message
from publishing import actions as publishing
from publishing.forms import BASE, box
from publishing.schema import dumped
from tests.courses.conftest import tick
from tests.documents import reword

# Unfold 0.110 overrides a method whose signature Django 6.1 has since widened.
pytestmark = [pytest.mark.filterwarnings("ignore:Overriding get_action_choices"), pytest.mark.slow]


@pytest.fixture
def author(client: Client, course: Course) -> Client:
    client.force_login(User.objects.create_superuser("author"))
    return client


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


WORDS = tuple(LessonBody.model_fields)


def url(model: str, page: str, *args: object) -> str:
    return reverse(f"admin:courses_{model}_{page}", args=args)


def course_form(course: Course, **changes: Any) -> dict[str, Any]:
    form = {
        "title": course.title,
        "state": course.state,
        "send_days": course.send_days,
        "send_hour": course.send_hour,
        "window_hours": course.window_hours,
        "offer": course.offer_id,
        "consent_wording": course.consent_wording,
    }
    lessons = list(course.lessons.all())
    form |= {"lessons-TOTAL_FORMS": len(lessons), "lessons-INITIAL_FORMS": len(lessons)}
    for place, lesson in enumerate(lessons):
        form[f"lessons-{place}-id"] = lesson.pk
        form[f"lessons-{place}-position"] = lesson.position
        form[f"lessons-{place}-delay_days"] = lesson.delay_days
    return form | changes


def lesson_form(lesson: Lesson, **changes: Any) -> dict[str, Any]:
    columns = {name: getattr(lesson, name) for name in ("position", "key", "delay_days")}
    words = {box(name): value for name, value in dumped(lesson.body).items()}
    typed = {box(name) if name in WORDS else name: value for name, value in changes.items()}
    return columns | {"course": lesson.course_id, BASE: lesson.head} | words | typed


@pytest.mark.parametrize("model", ["course", "lesson", "enrollment"])
def test_lists_open(author: Client, joined: Callable[..., Enrollment], model: str) -> None:
    joined()

    assert author.get(url(model, "changelist")).status_code == 200


def test_people_page_says_why_and_cannot_be_changed(
    author: Client, joined: Callable[..., Enrollment]
) -> None:
    place = joined()
    page = url("enrollment", "change", place.pk)

    text = author.get(page).content.decode()

    assert "The days between two lessons last until Tuesday, November 24." in text
    assert author.post(page, {"state": "left"}).status_code == 403


def test_people_list_takes_the_same_queries_for_one_and_three(
    author: Client, joined: Callable[..., Enrollment], django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        joined(f"p{number}@example.org")

    with django_assert_max_num_queries(12):
        author.get(url("enrollment", "changelist"))


def test_timetable_changed_moves_everybody_without_a_burst(
    author: Client, course: Course, joined: Callable[..., Enrollment], moment: datetime
) -> None:
    place = joined()

    form = course_form(course, send_hour=15, decided="everybody")
    answer = author.post(url("course", "change", course.pk), form)
    tick(moment)

    assert answer.status_code == 302
    place.refresh_from_db()
    assert place.due_at == datetime.fromisoformat("2026-11-24T14:00Z")
    assert not Message.objects.exists()


def test_timetable_that_never_opens_is_refused_with_why(author: Client, course: Course) -> None:
    first = datetime.fromisoformat("2026-11-01").date()
    days_off = "\n".join(str(first + timedelta(days=n)) for n in range(500))
    page = url("course", "change", course.pk)

    for changes, words in (
        ({"send_days": []}, "This field is required"),
        ({"holidays": "Christmas"}, "One date a line"),
        ({"holidays": days_off}, "no lesson could ever go"),
    ):
        answer = author.post(page, course_form(course, **changes))
        assert words in answer.content.decode()


def test_pausing_the_course_takes_back_what_is_unsent(
    author: Client, course: Course, joined: Callable[..., Enrollment]
) -> None:
    place = joined()
    actions.queue_due(now=place.due_at)

    author.post(url("course", "change", course.pk), course_form(course, state="paused"))

    assert Message.objects.get().state == Message.State.WITHDRAWN


def test_edited_lesson_goes_out_once_it_is_published(author: Client, course: Course) -> None:
    lesson = course.lessons.get(position=1)
    before = lesson.letter_id
    page = url("lesson", "change", lesson.pk)

    author.post(page, lesson_form(lesson, text="Hello, other words."))
    lesson.refresh_from_db()
    assert (lesson.letter_id, lesson.body.text) == (before, "Hello, other words.")

    text = author.post(
        page, lesson_form(lesson) | {"courses_lesson_publish_it": "1"}, follow=True
    ).content
    lesson.refresh_from_db()
    assert b"Published." in text
    assert lesson.letter_id != before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": "Hello {{ password }}"}, "password"),
        ({"audience": 'colour == "red"'}, "colour"),
        ({"subject": ""}, "A letter needs a subject"),
        ({"title": " "}, "Give it a title"),
    ],
)
def test_lesson_that_could_not_go_out_is_saved_and_not_published_with_why(
    author: Client, course: Course, changes: dict[str, str], words: str
) -> None:
    lesson = course.lessons.get(position=1)
    page, before = url("lesson", "change", lesson.pk), lesson.letter_id
    form = lesson_form(lesson, **changes) | {"courses_lesson_publish_it": "1"}

    answer = author.post(page, form, follow=True)

    lesson.refresh_from_db()
    assert "Saved, and not published" in answer.text
    assert words in answer.text
    assert (lesson.letter_id, dumped(lesson.body)) == (before, dumped(lesson.body) | changes)


def test_lesson_sent_before_the_one_before_it_is_refused(author: Client, course: Course) -> None:
    lesson = course.lessons.get(position=1)

    answer = author.post(url("lesson", "change", lesson.pk), lesson_form(lesson, delay_days="-1"))

    assert answer.status_code == 200
    assert "greater than or equal to 0" in answer.text


def test_lesson_switched_off_goes_on_once_it_is_published_again(
    author: Client, course: Course, moment: datetime
) -> None:
    lesson = course.lessons.get(position=1)
    actions.unpublish(lesson=lesson, now=moment)
    reword(lesson, text="Other words.")
    assert publishing.to_publish() == []

    author.post(url("lesson", "publish", lesson.pk))

    lesson.refresh_from_db()
    assert (lesson.state, lesson.has_changed) == (Lesson.State.PUBLISHED, False)


def test_copied_lesson_stands_beside_its_own_and_is_a_draft(author: Client, course: Course) -> None:
    lesson = course.lessons.get(position=2)

    author.post(url("lesson", "copy", lesson.pk))

    copy = course.lessons.get(key="lesson-2-copy")
    assert (copy.title, copy.position, copy.delay_days) == (
        "Copy of Lesson 2",
        2,
        lesson.delay_days,
    )
    assert (copy.state, copy.letter, copy.published) == (Lesson.State.DRAFT, None, None)
    assert copy.uid != lesson.uid


def test_copied_course_takes_nobody_and_sends_nothing(
    author: Client, course: Course, moment: datetime
) -> None:
    actions.unpublish(lesson=course.lessons.get(position=2), now=moment)

    page = author.post(url("course", "copy", course.pk), follow=True)

    made = Course.objects.exclude(pk=course.pk).get()
    assert "Publish its lessons" in page.text
    assert (made.slug, made.title) == (f"{course.slug}-copy", f"Copy of {course.title}")
    assert made.uid != course.uid
    assert made not in Course.objects.offered()
    states = list(made.lessons.values_list("state", flat=True))
    assert states == ["draft", "off", *["draft"] * 6]
    assert [one.body for one in made.lessons.all()] == [one.body for one in course.lessons.all()]


def test_restored_lesson_is_a_draft_and_sends_what_it_sent(author: Client, course: Course) -> None:
    lesson = course.lessons.get(position=1)
    was = lesson.body
    reword(lesson, text="Published next.", is_published=True)
    reword(lesson, text="A third, not published.")

    page = author.get(url("lesson", "versions", lesson.pk), {"version": "1"}).text
    author.post(url("lesson", "versions", lesson.pk), {"version": "1"})

    lesson.refresh_from_db()
    assert "third" in page
    assert (lesson.body, lesson.published_body.text) == (was, "Published next.")
    assert lesson.letter.body["source"] == "Published next."


def test_table_of_lessons_writes_no_words_of_them(
    author: Client, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = course.lessons.get(position=1)
    form = course_form(course, **{"lessons-0-delay_days": 5})
    seen = CourseAdmin.save_related

    def meanwhile(self: CourseAdmin, *args: object) -> None:
        reword(lesson, text="Saved by another meanwhile.")
        seen(self, *args)

    monkeypatch.setattr(CourseAdmin, "save_related", meanwhile)
    author.post(url("course", "change", course.pk), form)

    lesson.refresh_from_db()
    assert (lesson.delay_days, lesson.body.text) == (5, "Saved by another meanwhile.")


def test_chosen_lessons_are_published_and_switched_off(author: Client, course: Course) -> None:
    chosen = list(course.lessons.filter(position__in=(1, 2)).values_list("pk", flat=True))
    page = url("lesson", "changelist")

    author.post(page, {"action": "switch_off", "_selected_action": chosen})
    assert course.lessons.published().count() == 6

    answer = author.post(
        page, {"action": "publish_chosen", "_selected_action": chosen}, follow=True
    )
    assert course.lessons.published().count() == 8
    assert "2 lessons were published." in answer.content.decode()


def test_lesson_somebody_had_is_not_deleted(
    author: Client, course: Course, joined: Callable[..., Enrollment]
) -> None:
    tick(joined().due_at)
    lesson = course.lessons.get(position=1)

    assert author.post(url("lesson", "delete", lesson.pk), {"post": "yes"}).status_code == 403


def test_new_lesson_stands_last_in_its_course(admin_client: Client, course: Course) -> None:
    page = admin_client.get(reverse("admin:courses_lesson_add"), {"course": course.pk})

    assert page.context["adminform"].form.initial["position"] == 9
    assert page.context["adminform"].form.initial["course"] == course


def test_form_asks_for_title_place_words_and_days_in_their_order(
    author: Client, course: Course
) -> None:
    page = author.get(url("lesson", "change", course.lessons.get(position=1).pk))

    sets = [part for _title, part in page.context["adminform"].fieldsets]
    assert box("title") in sets[0]["fields"]
    assert list(sets[1]["fields"]) == [box("subject"), box("preheader"), box("text")]
    assert list(sets[2]["fields"]) == [box("line"), box("line_help")]
    assert box("audience") in sets[3]["fields"]
