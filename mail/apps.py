from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "mail"
    verbose_name = _("Letters")

    def ready(self) -> None:
        """Say where this app keeps what is personal."""
        from contacts.personal_data import register
        from mail.personal_data import ENTRIES

        register(*ENTRIES)
