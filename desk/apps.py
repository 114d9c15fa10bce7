from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

from publishing.kinds import register_hints


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Django's users stand under the author's word for them; what is personal is registered,
        and Home's figures outlive the rows they count.
        """
        from contacts.personal_data import register
        from desk.actions.link_check import hints
        from desk.actions.overview import WAY
        from desk.documents import BRAND
        from desk.personal_data import ENTRIES
        from desk.views import permissions  # noqa: F401 (registers the system check)
        from health.deletion import keep_figure
        from publishing.kinds import register as register_kind

        apps.get_app_config("auth").verbose_name = _("Who may log in")
        register(*ENTRIES)
        register_hints(hints)
        register_kind(BRAND)
        for name, model, moment in WAY:
            keep_figure(model, name=name, moment=moment)
