from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mail import course_days, sample_readers
from publishing import kinds, starters


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        """Say where this app keeps what is personal; models may be imported only now."""
        from assessments.actions import published_axes
        from contacts.personal_data import register
        from courses import starter
        from courses.actions import letter_days, scored
        from courses.documents import LESSON
        from courses.known_facts import FACTS
        from courses.models import Course
        from courses.personal_data import ENTRIES
        from mail import known_facts

        register(*ENTRIES)
        sample_readers.register(scored, published_axes)
        known_facts.register(*FACTS)
        course_days.register(letter_days.look, letter_days.note, letter_days.people)
        kinds.register(LESSON)
        starters.register(starters.StarterFiles(Course, starter, starter.export, one_of=True))
