from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing.kinds import register


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Models may be imported only now."""
        from assessments.documents import ASSESSMENT, PASSAGE

        register(ASSESSMENT)
        register(PASSAGE)
