from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkersConfig(AppConfig):
    name = "workers"
    verbose_name = _("Participants and income")

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from programs.domain.housekeeping import tidy_also
        from programs.domain.ways import ask_before, send_by
        from programs.models.outgoing_mail import Way
        from workers.channels.line import send_by_line
        from workers.domain.dated_rows import fill_dated_tables
        from workers.domain.evidence_store import sweep_evidence
        from workers.domain.reminder_words import KIND
        from workers.domain.reminding import still_wanted
        from workers.models import (
            Application,
            Assessment,
            Attendance,
            Attendee,
            Contact,
            Earning,
            Enrollment,
            EnrollmentStage,
            FollowUp,
            FunnelStep,
            IncomeMonth,
            IncomeThreshold,
            LaterState,
            MinimumWage,
            MonthClosing,
            MonthPlan,
            Outcome,
            Pause,
            PlanWish,
            PlatformFeeRule,
            Supporter,
            Worker,
        )  # fmt: skip
        from workers.models.town_walls import build_town_walls

        tidy_also(sweep_evidence)
        ask_before(KIND, still_wanted)
        send_by(Way.LINE, send_by_line)
        post_migrate.connect(build_town_walls, sender=self)
        post_migrate.connect(fill_dated_tables, sender=self)
        for model in (
            Enrollment,
            Pause,
            MonthPlan,
            EnrollmentStage,
            FunnelStep,
            Outcome,
            PlanWish,
            PlatformFeeRule,
            IncomeThreshold,
            MinimumWage,
        ):
            auditlog.register(model)
        auditlog.register(Supporter)
        # What is sensitive or secret (a reason may be somebody's health) has no second home in the log of changes.
        # What an applicant said never changes.
        decided = (
            "call",
            "channel",
            "state",
            "interview_at",
            "waiting_rank",
            "carried_from",
            "worker",
        )
        auditlog.register(Application, include_fields=list(decided))
        auditlog.register(Assessment, exclude_fields=["note"])
        auditlog.register(Contact, exclude_fields=["line"])
        auditlog.register(FollowUp, exclude_fields=["what"])
        auditlog.register(Attendee, exclude_fields=["search"])
        auditlog.register(Attendance, exclude_fields=["cancel_hash"])
        auditlog.register(LaterState, exclude_fields=["token_hash", "note"])
        auditlog.register(
            Earning, exclude_fields=["month", "net", "received", "line_hash"]
        )  # the database computes them
        auditlog.register(Worker, exclude_fields=["search"])
        auditlog.register(MonthClosing, exclude_fields=["figures", "people"])
        auditlog.register(IncomeMonth, include_fields=["answer", "closed_at", "closed_by"])
