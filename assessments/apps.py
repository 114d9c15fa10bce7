from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing import starters
from publishing.kinds import register, register_page


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Models may be imported only now."""
        from assessments import starter
        from assessments.documents import ASSESSMENT, PASSAGE, is_taken

        register(ASSESSMENT)
        register(PASSAGE)
        register_page("assessment:start", is_taken)
        model = ASSESSMENT.model
        starters.register(starters.StarterFiles(model, starter, starter.export, one_of=True))
