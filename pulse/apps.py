from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PulseConfig(AppConfig):
    name = "pulse"
    verbose_name = _("Health")

    def ready(self) -> None:
        from pulse import checks  # noqa: F401 (registers the system check)
