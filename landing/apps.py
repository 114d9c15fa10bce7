from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LandingConfig(AppConfig):
    name = "landing"
    verbose_name = _("Landing pages")

    def ready(self) -> None:
        """Say where this app keeps what is personal, which texts it has, what may be asked for."""
        from contacts.askings import register_asking
        from contacts.personal_data import register
        from courses.models import used_by
        from landing.actions.asking import ASKING
        from landing.documents import FORM, LANDING, is_published
        from landing.known_facts import FACTS
        from landing.models import SignUpForm
        from landing.personal_data import ENTRIES
        from mail import known_facts
        from publishing.kinds import register as register_kind
        from publishing.kinds import register_page

        register(*ENTRIES)
        register_asking("sign-up", ASKING)
        register_kind(LANDING)
        register_kind(FORM)
        register_page("join", is_published)
        used_by.register("landing", SignUpForm.objects.with_course)
        known_facts.register(*FACTS)
