from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing.kinds import register, register_page


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Models may be imported only now."""
        from assessments.documents import ASSESSMENT, PASSAGE, is_taken

        register(PASSAGE)
        register(ASSESSMENT)
        register_page("assessment:start", is_taken)
