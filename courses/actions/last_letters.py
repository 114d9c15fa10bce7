"""What the last letter of a course should ask and does not: without its line a list ends there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from courses.models import Course, Lesson
from courses.schema import LessonBody
from courses.variables import LETTERS_URL, ONWARD_URL
from publishing.kinds import Finding
from writing import liquid_check


def unasked(lesson: Lesson, body: LessonBody) -> Iterator[Finding]:
    """What this lesson, in these words, leaves unasked where it may be somebody's last."""
    course = lesson.its_course
    if course is not None and not lesson.is_off:
        yield from _unasked(lesson, body, course, _those_of(course))


def _unasked(
    lesson: Lesson, body: LessonBody, course: Course, lessons: Sequence[Lesson]
) -> Iterator[Finding]:
    """The same of one of these lessons of its course, read once for all of them."""
    later = [other.body for other in lessons if _is_after(other, lesson)]
    is_last = all(other.audience.strip() for other in later)
    if not is_last or not liquid_check.readable(body.text):
        return
    links = liquid_check.uses(body.text).words
    if LETTERS_URL not in links:
        words = _(
            "For its reader this may be the last letter of the course, and it does not ask "
            "whether letters now and then are welcome: whoever is never asked gets none. "
            "“Put in …” has the line (“to say yes to letters now and then”)."
        )
        yield Finding("text", words)
    if course.then_id and ONWARD_URL not in links:
        words = _(
            "The course goes on with another, and this letter, which may be a reader's last, does "
            "not lead there. “Put in …” has the line (“to go on with the next course”)."
        )
        yield Finding("text", words)


def silent_ends(course: Course) -> list[tuple[Lesson, str]]:
    """The lessons of a course that may be somebody's last and leave something unasked, each with
    what it is.
    """
    lessons = _those_of(course)
    return [
        (lesson, finding.message)
        for lesson in lessons
        for finding in _unasked(lesson, lesson.body, course, lessons)
    ]


def _those_of(course: Course) -> Sequence[Lesson]:
    return [lesson for lesson in course.lessons.all() if not lesson.is_off]


def _is_after(other: Lesson, lesson: Lesson) -> bool:
    return other.pk != lesson.pk and (other.position, other.pk) > (lesson.position, lesson.pk or 0)
