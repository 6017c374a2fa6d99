"""The history of entries: what each step said before and after, written in the step's own transaction."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from programs.models import User
from programs.shared.month import Month
from workers.models import Earning, EarningChange, Enrollment
from workers.models.earning_change import ChangeKind

# What a history tells of an entry, in the order in which it is read.
TOLD = (
    "earned_on", "source", "job_form", "title", "client", "gross", "platform_fee", "transfer_fee", "withholding",
    "minutes", "worked_on", "paid_on", "is_estimated",
)  # fmt: skip


def said_by(earning: Earning) -> dict:
    """What an entry says, in values JSON can hold."""
    told = {name: getattr(earning, name) for name in TOLD}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in told.items()}


def step_of(
    kind: ChangeKind,
    earning: Earning,
    *,
    by: User | None,
    before: dict | None = None,
    after: dict | None = None,
    reason: str = "",
) -> EarningChange:
    """One step, not written yet. Call it before an entry is deleted: it has no number afterwards."""
    return EarningChange(
        enrollment_id=earning.enrollment_id,
        earning_number=earning.pk,
        kind=kind,
        by=by,
        before=before or {},
        after=after or {},
        reason=reason,
    )


def note_step(kind: ChangeKind, earning: Earning, **words) -> None:
    step_of(kind, earning, **words).save(force_insert=True)


def history_of(enrollment: Enrollment, number: int) -> QuerySet[EarningChange]:
    """The steps of one entry, the newest first; also of one that is gone."""
    return EarningChange.objects.filter(enrollment=enrollment, earning_number=number).select_related("by")


def removed_in(enrollment: Enrollment, month: Month) -> list[EarningChange]:
    """The entries that were in that month when they were removed."""
    removed = EarningChange.objects.filter(
        enrollment=enrollment, kind=ChangeKind.REMOVED, before__earned_on__startswith=f"{month}-"
    )
    return list(removed.select_related("by"))


def follow_renumbering(gone: Enrollment, stays: Enrollment, numbers: dict[int, int]) -> None:
    """After merging: the steps belong to the participation that stays, and to the entries' new numbers."""
    EarningChange.objects.filter(enrollment=gone).update(enrollment=stays)
    for old, new in numbers.items():
        EarningChange.objects.filter(enrollment=stays, earning_number=old).update(earning_number=new)


def write_steps(steps: Iterable[EarningChange]) -> None:
    EarningChange.objects.bulk_create(steps, batch_size=500)
