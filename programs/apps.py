from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs and cohorts")

    def ready(self) -> None:
        from auditlog.registry import auditlog
        from django.contrib.auth.signals import user_logged_in

        from programs.middleware.session_limits import begin
        from programs.models import Cohort, Membership, Program, RampStep

        for model in (Program, Cohort, RampStep, Membership):
            auditlog.register(model)
        user_logged_in.connect(begin, dispatch_uid="session_limits")
