from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs and cohorts")

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from programs.models import Cohort, Membership, Program, RampStep

        for model in (Program, Cohort, RampStep, Membership):
            auditlog.register(model)
