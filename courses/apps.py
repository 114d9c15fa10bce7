from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        """Say where this app keeps what is personal."""
        from contacts.personal_data import register
        from courses.personal_data import ENTRIES

        register(*ENTRIES)
