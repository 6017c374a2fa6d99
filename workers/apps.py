from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkersConfig(AppConfig):
    name = "workers"
    verbose_name = _("Participants and income")

    def ready(self) -> None:
        from workers.models.town_walls import build_town_walls

        post_migrate.connect(build_town_walls, sender=self)
