"""Courses, their lessons, the people in them, and what each person had of which lesson.

The wording that goes out is a frozen mail.Letter; a Lesson holds the author's draft of it.
"""

from courses.models.course import LONGEST_TITLE, Course, Lesson
from courses.models.enrollments import (
    AddressChange,
    DataRequest,
    Enrollment,
    LastWord,
    Progress,
)

__all__ = [
    "LONGEST_TITLE",
    "AddressChange",
    "Course",
    "DataRequest",
    "Enrollment",
    "LastWord",
    "Lesson",
    "Progress",
]
