from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs and cohorts")

    def ready(self) -> None:
        from auditlog.registry import auditlog
        from django.contrib.auth.signals import user_logged_in

        from programs.domain.outbox import wake_with
        from programs.middleware.session_limits import begin
        from programs.models import (
            Announcement,
            Call,
            Cohort,
            Course,
            CourseSession,
            Funding,
            Membership,
            Partner,
            Program,
            ProgramPhase,
            RampStep,
            Skill,
            Survey,
        )  # fmt: skip
        from programs.tasks import nudge, send_mails

        models = (Program, Cohort, RampStep, Membership, ProgramPhase, Partner, Funding, Call, Course, CourseSession)
        for model in (*models, Survey, Skill, Announcement):
            auditlog.register(model)
        user_logged_in.connect(begin, dispatch_uid="session_limits")
        wake_with(lambda: nudge(send_mails))
