"""What a copy of one's own data holds, table by table, and what it does not hold and why.

A test walks all models: one that reaches a person must stand here, in INCLUDED or in LEFT_OUT.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECRET = _("a key for signing in or a check value: it would help a thief and says nothing about you")
NOTES = _("notes of staff for their own work; ask your city hall if you want to see them")
OTHERS = _("the name of another person")
WORK = _("what somebody wrote or did as staff for a town")
TRACE = _("a technical trace; what it is about stands in the other tables")
HISTORY = _("earlier values of the same tables; ask your city hall if you want to see them")

SAID = (NOTES, OTHERS)  # of single columns only this is worth a line of the note
# Columns of any table that are keys, check values or folded copies of what stands beside them.
HIDDEN_ANYWHERE = frozenset(
    {"search", "secret_hash", "line_hash", "cancel_hash", "token_hash", "code_hash", "digest", "password"}
)


@dataclass(frozen=True)
class Table:
    """One table of the copy: its model, the ASCII name of its files, the columns left out and why."""

    model: str
    name: str
    hidden: dict[str, Promise | str] = field(default_factory=dict)

    @property
    def of(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def label(self) -> str:
        return str(self.of._meta.verbose_name)


INCLUDED = (
    Table("workers.Worker", "participant", {"invitation": TRACE}),
    Table("programs.User", "account", {"is_superuser": TRACE}),
    Table("account.EmailAddress", "email_addresses"),
    Table("programs.Membership", "roles"),
    Table("programs.Invitation", "invitations"),
    Table("workers.Application", "applications", {"helper_name": OTHERS}),
    Table("workers.ApplicationStep", "application_steps", {"note": NOTES}),
    Table("workers.Attendee", "course_attendee"),
    Table("workers.Attendance", "course_attendances"),
    Table("workers.Enrollment", "participations"),
    Table("workers.EnrollmentStage", "stages"),
    Table("workers.FunnelStep", "steps"),
    Table("workers.Pause", "breaks"),
    Table("workers.Outcome", "outcomes", {"note": NOTES}),
    Table("workers.LaterState", "later_states"),
    Table("workers.Availability", "available_hours"),
    Table("workers.TimeOff", "days_off"),
    Table("workers.MonthPlan", "plans"),
    Table("workers.PlanWish", "plan_wishes"),
    Table("workers.IncomeMonth", "income_months", {"due": TRACE, "failures": TRACE, "rolled_up_at": TRACE}),
    Table("workers.Earning", "earnings"),
    Table("workers.EarningChange", "earning_changes"),
    Table("workers.Evidence", "evidence"),
    Table("workers.Expense", "expenses"),
    Table("workers.StatementImport", "statements"),
    Table("workers.StatementMapping", "statement_columns"),
    Table("workers.WorkerPreference", "settings", {"calendar_version": SECRET}),
    Table("workers.Reminder", "reminders"),
    Table("workers.SkillCheck", "skill_checks"),
    Table("workers.Supporter", "supporters"),
    Table("workers.Contact", "contacts", {"line": NOTES}),
    Table("workers.FollowUp", "follow_ups", {"what": NOTES}),
    Table("workers.Matter", "matters"),
    Table("workers.Message", "messages"),
    Table("workers.ErasureRequest", "erasure_requests"),
    Table(
        "programs.AccessRecord",
        "access_record",
        {
            "id": TRACE, "object_id": TRACE, "subject_worker": TRACE, "address": TRACE, "previous_hash": SECRET,
            "row_hash": SECRET,
        },
    ),
)  # fmt: skip

# Tables of libraries by a name that says what they are.
NAMED = {
    "mfa.Authenticator": _("second steps of signing in and passkeys"),
    "auditlog.LogEntry": _("record of changes"),
    "admin.LogEntry": _("what was done in the administration"),
}
LEFT_OUT: dict[str, Promise | str] = {
    "workers.Assessment": NOTES,
    "workers.ReadMark": TRACE,
    "programs.FormToken": SECRET,
    "account.EmailConfirmation": SECRET,
    "mfa.Authenticator": SECRET,
    "auditlog.LogEntry": HISTORY,
    "admin.LogEntry": WORK,
    "programs.Announcement": WORK,
    "programs.ConsentText": WORK,
    "programs.ProgramPhase": WORK,
    "workers.MonthClosing": WORK,
    "workers.PeopleImport": WORK,
}
