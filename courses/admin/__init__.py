"""Courses, their lessons and the people in them, as the author sees them."""

from courses.admin.course import CourseAdmin
from courses.admin.enrollments import EnrollmentAdmin, LastWordAdmin
from courses.admin.lessons import LessonAdmin

__all__ = ["CourseAdmin", "EnrollmentAdmin", "LastWordAdmin", "LessonAdmin"]
