from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Django's users stand under the author's word for them."""
        from desk.views import permissions  # noqa: F401, PLC0415 (registers the system check)

        apps.get_app_config("auth").verbose_name = _("Who may log in")
