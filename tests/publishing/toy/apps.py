from django.apps import AppConfig


class ToyConfig(AppConfig):
    name = "tests.publishing.toy"
    label = "toy"

    def ready(self) -> None:
        from publishing.kinds import register
        from tests.publishing.toy import models

        register(models.RECIPE)
        register(models.SPICE)
