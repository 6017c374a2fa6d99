"""Two rows that are one person become one: everything moves to the row that stays, the other remains as a mark."""

from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Cohort, User
from workers.domain.attendees import lock_people, merge_attendees
from workers.domain.gate import hold_cohorts
from workers.domain.merging_months import move_months
from workers.domain.targets import mark_cohort
from workers.models import (
    Application,
    Attendee,
    Enrollment,
    Expense,
    Matter,
    Message,
    ReadMark,
    StatementMapping,
    Worker,
    WorkerPreference,
)

NAMES = ("family_name", "given_name", "family_name_kana", "given_name_kana")
CHOSEN = {"names": NAMES, "phone": ("phone",), "email": ("email",)}
# What hangs on a participation and goes with the person; months and entries go through the gate.
MOVED = (
    "month_plans", "plan_wishes", "pauses", "stages", "funnel_steps", "outcomes", "later_states", "contacts",
    "follow_ups", "supporters", "matters", "skill_checks", "availabilities", "times_off",
    "reminders",
)  # fmt: skip


@dataclass(frozen=True)
class Merging:
    """What would move: participations as a whole, and those of one cohort that would become one."""

    moved: list[Enrollment]
    joined: list[tuple[Enrollment, Enrollment]]  # (the one that stays, the one that goes)
    entries: int
    applications: int
    attendances: int
    both_have_accounts: bool


def preview_merging(*, keep: Worker, drop: Worker) -> Merging:
    """What `merge_workers` would do, for the person who decides."""
    moved, joined = _enrollments(keep, drop)
    return Merging(
        moved=moved,
        joined=joined,
        entries=sum(one.earnings.count() for one in [*moved, *(gone for _stays, gone in joined)]),
        applications=drop.applications.count(),
        attendances=drop.attendee.attendances.count() if hasattr(drop, "attendee") else 0,
        both_have_accounts=bool(keep.user_id and drop.user_id),
    )


@transaction.atomic
def merge_workers(
    *, keep: Worker, drop: Worker, taken: frozenset[str] = frozenset(), account_of: Worker | None = None, by: User
) -> Worker:
    """Make two participants of one town one person. Nothing is lost; the sums of every month stay right.

    `taken`: which of CHOSEN come from `drop`. `account_of`: whose account stays where both have one; the other is
    deactivated. Raises Refused, and MonthClosed where entries of one cohort would have to go into a signed-off month.
    """
    towns = {keep.municipality_id, drop.municipality_id}
    if keep.pk == drop.pk or len(towns) != 1:
        raise Refused(_("These are not two participants of one town."))
    # The order of locks: cohorts, the town's people, the two rows, then months and entries.
    theirs = Enrollment.objects.filter(worker__in=[keep.pk, drop.pk])
    hold_cohorts(Cohort.objects.filter(pk__in=theirs.values("cohort")))
    lock_people(keep.municipality_id)
    keep, drop = _locked_pair(keep, drop)
    moved, joined = _enrollments(keep, drop)
    for stays, gone in joined:
        _join(stays, gone)
    for enrollment in moved:
        enrollment.worker = keep
        enrollment.save(update_fields=["worker"])
    for application in Application.objects.filter(worker=drop):
        application.worker = keep
        application.save(update_fields=["worker"])
    Expense.objects.filter(worker=drop).update(worker=keep)
    if not WorkerPreference.objects.filter(worker=keep).exists():
        WorkerPreference.objects.filter(worker=drop).update(worker=keep)
    own = StatementMapping.objects.filter(worker=keep)
    StatementMapping.objects.filter(worker=drop).exclude(source__in=own.values("source")).update(worker=keep)
    _settle_account(keep, drop, account_of)
    for name in [name for part in taken for name in CHOSEN[part]]:
        setattr(keep, name, getattr(drop, name))
    keep.phone, keep.email = keep.phone or drop.phone, keep.email or drop.email
    if keep.invitation_id is None and drop.invitation_id and keep.user_id is None:
        keep.invitation, drop.invitation = drop.invitation, None
    drop.merged_into = keep
    drop.save()
    keep.save()
    Worker.objects.filter(merged_into=drop).update(merged_into=keep)
    _move_attendee(keep, drop, by)  # writes to the access record, too: nothing is locked after it
    record_access(
        Action.CHANGED,
        keep,
        user=by,
        municipality=keep.municipality,
        subject_worker=keep.pk,
        detail=f"merged {drop.pk}",
    )
    return keep


def _locked_pair(keep: Worker, drop: Worker) -> tuple[Worker, Worker]:
    both = Worker.objects.select_for_update(no_key=True, of=("self",)).select_related("municipality")
    rows = {row.pk: row for row in both.filter(pk__in=[keep.pk, drop.pk]).order_by("pk")}
    if any(row.merged_into_id for row in rows.values()):
        raise Refused(_("These two have been made one already."))
    if any(row.anonymized_at for row in rows.values()):
        raise Refused(_("Whoever was made nameless is joined with nobody: it would lead back to the person."))
    return rows[keep.pk], rows[drop.pk]


def _enrollments(keep: Worker, drop: Worker) -> tuple[list[Enrollment], list[tuple[Enrollment, Enrollment]]]:
    related = ("cohort__program__municipality", "worker")
    own = {one.cohort_id: one for one in keep.enrollments.select_related(*related)}
    theirs = list(drop.enrollments.select_related(*related).order_by("pk"))
    joined = [(own[one.cohort_id], one) for one in theirs if one.cohort_id in own]
    return [one for one in theirs if one.cohort_id not in own], joined


def _join(stays: Enrollment, gone: Enrollment) -> None:
    """Two participations in one cohort become one; a row that already stands there in the same place stays behind."""
    move_months(stays, gone)
    for name in MOVED:
        for row in getattr(gone, name).all():
            _move(row, stays)
    try:
        with transaction.atomic():
            gone.delete()
    except ProtectedError:
        gone.left_on, gone.leaving_reason = gone.joined_on, "other"
        gone.save(update_fields=["left_on", "leaving_reason"])
    mark_cohort(stays.cohort)


def _move(row: models.Model, stays: Enrollment) -> None:
    row.enrollment = stays
    try:
        with transaction.atomic():
            row.save(update_fields=["enrollment"])
    except IntegrityError:
        row.refresh_from_db()


def _move_attendee(keep: Worker, drop: Worker, by: User) -> None:
    theirs, own = (Attendee.objects.filter(worker=one).first() for one in (drop, keep))
    if theirs is None:
        return
    theirs.worker = None if own else keep
    theirs.save(update_fields=["worker"])
    if own:
        merge_attendees(keep=own, drop=theirs, by=by)


def _settle_account(keep: Worker, drop: Worker, account_of: Worker | None) -> None:
    if drop.user_id is None:
        return
    if keep.user_id is None:
        account, drop.user = drop.user, None
        drop.save(update_fields=["user"])  # one account belongs to one row at a time
        keep.user = account
        return
    if account_of is None:
        raise Refused(_("Both have an account. Choose which one stays."), field="account_of")
    if account_of.pk == drop.pk:
        own, theirs = keep.user, drop.user
        drop.user = None
        drop.save(update_fields=["user"])
        keep.user = theirs
        keep.save(update_fields=["user"])
        drop.user = own
    if drop.user.memberships.active().exists() or drop.user.is_superuser:
        raise Refused(_("The other account also works for a program. Choose that one to stay."), field="account_of")
    drop.user.is_active = False
    drop.user.save(update_fields=["is_active"])
    _hand_over_messages(keep, of=drop.user)


def _hand_over_messages(keep: Worker, *, of: User) -> None:
    """What was written with the account that is put aside is the participant's own: a question still waits for us."""
    theirs = Matter.objects.filter(enrollment__worker=keep)
    theirs.filter(opened_by=of).update(opened_by=keep.user)
    Message.objects.filter(matter__in=theirs, by=of).update(by=keep.user)
    ReadMark.objects.filter(matter__in=theirs, user=of).update(user=keep.user)
