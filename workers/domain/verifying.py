"""A director looks an entry over: it is verified, or goes back to the person with a reason they see."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Program, User
from workers.domain.earning_changes import note_step, step_of, write_steps
from workers.domain.earnings import lock_earning, refuse_linked
from workers.domain.gate import open_months, settle_months
from workers.domain.refusals import refuse_own
from workers.domain.seen import version_of
from workers.models import Earning
from workers.models.earning_change import ChangeKind


class ChangedSince(Refused):
    """Whoever decides has read something else than what stands there now."""

    def __init__(self) -> None:
        super().__init__(_("An entry was changed while you looked at it. Please look once more."))


def waiting_entries(program: Program) -> QuerySet[Earning]:
    """Entries of open months nobody has looked over yet, the oldest first; those given back wait for the person."""
    months = {"enrollment__income_months__month": F("month"), "enrollment__income_months__closed_at": None}
    return (
        Earning.objects.filter(enrollment__cohort__program=program, verified_at=None, returned_at=None, **months)
        .select_related("enrollment__worker", "enrollment__cohort")
        .order_by("recorded_at", "pk")
    )


@transaction.atomic
def verify_earning(*, earning: Earning, by: User, seen: str = "") -> Earning:
    """Mark an earning as checked against its evidence, if it still says what was `seen` (its `version_of`).

    Raises MonthClosed, AlreadyGone, OwnEntry, ChangedSince.
    """
    months, current = lock_earning(earning)
    refuse_own(current.enrollment, by)
    _refuse_unseen(current, seen)
    if current.verified_at is None:
        current.returned_at = current.returned_by = None
        current.return_reason = ""
        current.verified_at, current.verified_by = timezone.now(), by
        current.save(update_fields=["verified_at", "verified_by", "returned_at", "returned_by", "return_reason"])
        note_step(ChangeKind.VERIFIED, current, by=by)
        settle_months(months)
    return current


@transaction.atomic
def verify_earnings(*, seen: Mapping[int, str], program: Program, by: User) -> int:
    """Verify many entries of one program, all or none; `seen` has each one's number and version. How many it were.

    What somebody else verified meanwhile counts as done. Raises what `verify_earning` raises.
    """
    wanted = Earning.objects.filter(pk__in=seen, enrollment__cohort__program=program)
    pairs = {(one.enrollment_id, Earning.month_of(one.earned_on)) for one in wanted}
    months = open_months(pairs)
    entries = list(wanted.select_related("enrollment__worker").order_by("pk"))
    now, steps = timezone.now(), []
    for one in entries:
        if (one.enrollment_id, Earning.month_of(one.earned_on)) not in pairs:
            raise ChangedSince
        refuse_own(one.enrollment, by)
        _refuse_unseen(one, seen[one.pk])
        if one.verified_at is None:
            one.verified_at, one.verified_by = now, by
            one.returned_at, one.returned_by, one.return_reason = None, None, ""
            steps.append(step_of(ChangeKind.VERIFIED, one, by=by))
    if len(entries) != len(seen):
        raise ChangedSince
    marks = ["verified_at", "verified_by", "returned_at", "returned_by", "return_reason"]
    Earning.objects.bulk_update(entries, marks, batch_size=500)
    write_steps(steps)
    settle_months(months)
    return len(steps)


@transaction.atomic
def return_earning(*, earning: Earning, reason: str, by: User, seen: str = "") -> Earning:
    """Give an entry back with a reason the person reads; it is not verified then.

    Raises MonthClosed, AlreadyGone, OwnEntry, Corrected, ChangedSince; Refused without a reason.
    """
    if not reason.strip():
        raise Refused(_("Please say why, so that the person knows what to change."), field="reason")
    months, current = lock_earning(earning)
    refuse_own(current.enrollment, by)
    _refuse_unseen(current, seen)
    if current.gross > 0:  # a counter-entry cannot be changed, but removed
        refuse_linked(current)
    if current.return_reason == reason:
        return current
    current.verified_at = current.verified_by = None
    current.returned_at, current.returned_by, current.return_reason = timezone.now(), by, reason
    current.save(update_fields=["verified_at", "verified_by", "returned_at", "returned_by", "return_reason"])
    note_step(ChangeKind.RETURNED, current, by=by, reason=reason)
    settle_months(months)
    return current


def _refuse_unseen(earning: Earning, seen: str) -> None:
    if seen and version_of(earning) != seen:
        raise ChangedSince
