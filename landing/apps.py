from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LandingConfig(AppConfig):
    name = "landing"
    verbose_name = _("Landing pages")

    def ready(self) -> None:
        """Say which texts this app has."""
        from landing.documents import LANDING
        from publishing.kinds import register

        register(LANDING)
