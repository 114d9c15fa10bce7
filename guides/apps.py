from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    name = "guides"
    verbose_name = _("Guides")

    def ready(self) -> None:
        """Say where this app keeps what is personal, which texts it has, what may be asked for."""
        from contacts.askings import register_asking
        from contacts.personal_data import register
        from courses.models import used_by
        from guides.actions.asking import ASKING
        from guides.documents import GUIDE
        from guides.known_facts import FACTS
        from guides.models import Guide
        from guides.personal_data import ENTRIES
        from mail import known_facts
        from publishing.kinds import register as register_kind

        register(*ENTRIES)
        register_asking("guide", ASKING)
        register_kind(GUIDE)
        used_by.register("guides", Guide.objects.with_course)
        known_facts.register(*FACTS)
