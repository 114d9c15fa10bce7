from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing import starters


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        """Say where this app keeps what is personal."""
        from consultations import starter
        from consultations.known_facts import FACTS
        from consultations.models import Meeting
        from consultations.personal_data import ENTRIES
        from contacts.personal_data import register
        from mail import known_facts

        register(*ENTRIES)
        known_facts.register(*FACTS)
        starters.register(starters.StarterFiles(Meeting, starter, starter.export))
