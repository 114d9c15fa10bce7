from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Say where this app keeps what is personal."""
        from contacts.personal_data import ENTRIES, register

        register(*ENTRIES)
