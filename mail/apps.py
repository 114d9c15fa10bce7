from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing.kinds import register as register_kind


class MailConfig(AppConfig):
    name = "mail"
    verbose_name = _("Letters")

    def ready(self) -> None:
        """Say where this app keeps what is personal, and what may be written here."""
        from contacts.personal_data import register
        from mail.documents import BROADCAST, SYSTEM_LETTER
        from mail.personal_data import ENTRIES

        register(*ENTRIES)
        register_kind(SYSTEM_LETTER)
        register_kind(BROADCAST)
