"""Courses, their lessons and the people in them, as the author sees them."""

from courses.admin.course import CourseAdmin
from courses.admin.lessons import LessonAdmin
from courses.admin.people import EnrollmentAdmin, LastWordAdmin

__all__ = ["CourseAdmin", "EnrollmentAdmin", "LastWordAdmin", "LessonAdmin"]
