from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkersConfig(AppConfig):
    name = "workers"
    verbose_name = _("Participants and income")

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from workers.models import Earning, Enrollment, IncomeMonth, MonthClosing, MonthPlan, Pause, Worker
        from workers.models.town_walls import build_town_walls

        post_migrate.connect(build_town_walls, sender=self)
        for model in (Enrollment, Pause, MonthPlan):
            auditlog.register(model)
        auditlog.register(Earning, exclude_fields=["month", "net", "received"])  # the database computes them
        auditlog.register(Worker, exclude_fields=["search"])
        auditlog.register(MonthClosing, exclude_fields=["figures"])
        auditlog.register(IncomeMonth, include_fields=["answer", "closed_at", "closed_by"])
