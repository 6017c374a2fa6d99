"""Recording, changing and removing what a person earned. Every function here passes the gate (domain/gate.py)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import User
from workers.domain.earning_changes import note_step, said_by
from workers.domain.evidence_store import delete_after_commit
from workers.domain.gate import open_months, settle_months
from workers.domain.refusals import AlreadyGone, Corrected, InTheFuture, OutsideEnrollment, refuse_own
from workers.models import Earning, Enrollment, StatementImport
from workers.models.earning import JobForm
from workers.models.earning_change import ChangeKind


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a person writes down of one pay: whole yen, the day the pay was confirmed, where it came from."""

    earned_on: dt.date
    source: str
    title: str
    gross: int
    platform_fee: int = 0
    transfer_fee: int = 0
    withholding: int = 0
    client: str = ""
    minutes: int = 0
    worked_on: dt.date | None = None
    paid_on: dt.date | None = None
    job_form: str = JobForm.PROJECT.value
    is_estimated: bool = False  # pay and fee were worked back from what was paid out

    def as_columns(self) -> dict:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def record_earning(
    *, enrollment: Enrollment, entry: Entry, by: User | None, verified_by: User | None = None
) -> Earning:
    """Write one earning and bring its month to the right figure; `verified_by`: it is born verified (a team job).

    Raises MonthClosed, OutsideEnrollment, InTheFuture; IntegrityError when the sums break a constraint.
    """
    refuse_impossible_day(enrollment, entry.earned_on)
    months = open_months([(enrollment.pk, Earning.month_of(entry.earned_on))])
    _refuse_day_now(enrollment, [entry])
    earning = Earning(enrollment=enrollment, recorded_by=by, **entry.as_columns(), **_mark(enrollment, verified_by))
    earning.save(force_insert=True)
    settle_months(months)
    return earning


@transaction.atomic
def record_earnings(
    *,
    enrollment: Enrollment,
    entries: Iterable[Entry],
    by: User | None,
    verified_by: User | None = None,
    statement: StatementImport | None = None,
    line_hashes: Sequence[str] = (),
) -> list[Earning]:
    """Write many earnings of one person, all or none. Raises what `record_earning` raises.

    `line_hashes` tell the lines of a `statement` apart, one per entry: a line that is there already is not written
    again and its month need not be open. What was written comes back.
    """
    entries = list(entries)
    lines = [*zip(entries, line_hashes or [""] * len(entries), strict=True)]
    there = known_lines(enrollment) if line_hashes else set()
    lines = [(entry, line) for entry, line in lines if line not in there]
    for entry, _line in lines:
        refuse_impossible_day(enrollment, entry.earned_on)
    months = open_months((enrollment.pk, Earning.month_of(entry.earned_on)) for entry, _line in lines)
    _refuse_day_now(enrollment, [entry for entry, _line in lines])
    if line_hashes:  # behind the gate: a line belongs to one month, and nobody else writes into it now
        there = known_lines(enrollment)
    common = {"enrollment": enrollment, "recorded_by": by, "statement": statement} | _mark(enrollment, verified_by)
    earnings = Earning.objects.bulk_create(
        [Earning(**common, line_hash=line, **entry.as_columns()) for entry, line in lines if line not in there],
        batch_size=1000,
    )
    settle_months(months)
    return earnings


def known_lines(enrollment: Enrollment) -> set[str]:
    """The lines of statements that were written for this person and still stand."""
    lines = Earning.objects.filter(enrollment=enrollment).exclude(line_hash="")
    return set(lines.values_list("line_hash", flat=True))


def still_estimated(earning: Earning | None, *, gross: int, platform_fee: int) -> bool:
    """Whoever writes another pay or fee over an estimate knows better: then it is none any more."""
    if earning is None or not earning.is_estimated:
        return False
    return (earning.gross, earning.platform_fee) == (gross, platform_fee)


@transaction.atomic
def change_earning(*, earning: Earning, entry: Entry, by: User | None) -> Earning:
    """Rewrite an earning; moving it to another month settles both. A changed entry is neither verified nor returned.

    Raises AlreadyGone when somebody removed it meanwhile, Corrected, and what `record_earning` raises.
    """
    refuse_impossible_day(earning.enrollment, entry.earned_on)
    months, current = lock_earning(earning, also=Earning.month_of(entry.earned_on))
    refuse_impossible_day(current.enrollment, entry.earned_on)
    refuse_after_leaving(current.enrollment, by)
    before = {name: getattr(current, name) for name in entry.as_columns()}
    if before == entry.as_columns():
        return current
    refuse_linked(current)
    said = said_by(current)
    for name, value in entry.as_columns().items():
        setattr(current, name, value)
    unmark(current)
    current.save()
    note_step(ChangeKind.CHANGED, current, by=by, before=said, after=said_by(current))
    settle_months(months)
    return current


@transaction.atomic
def remove_earning(*, earning: Earning, by: User | None) -> None:
    """Take an earning and its evidence out of an open month. Raises MonthClosed, AlreadyGone, Corrected."""
    months, current = lock_earning(earning)
    refuse_after_leaving(current.enrollment, by)
    if current.corrections.exists():
        raise Corrected(_("This entry was corrected in a later month. Remove that correction first."))
    if current.gross < 0 and Earning.objects.filter(corrects=current.corrects_id, gross__gt=0).exists():
        raise Corrected(_("This takes an older entry back. Remove the right entry that took its place first."))
    note_step(ChangeKind.REMOVED, current, by=by, before=said_by(current), reason=current.correction_reason)
    delete_after_commit(current.evidences.values_list("file", flat=True))
    current.delete()
    settle_months(months)


def unmark(earning: Earning) -> None:
    """What was verified or returned said something else: somebody looks at it again. The caller saves it."""
    earning.verified_at = earning.verified_by = None
    earning.returned_at = earning.returned_by = None
    earning.return_reason = ""


def refuse_linked(earning: Earning) -> None:
    """An entry and what takes it back belong together: neither changes alone."""
    if earning.gross < 0:
        raise Corrected(_("This takes an older entry back and stays its exact opposite. Remove it if it was a slip."))
    if earning.corrections.exists():
        raise Corrected(_("This entry was corrected in a later month. Remove that correction first."))


def refuse_impossible_day(enrollment: Enrollment, earned_on: dt.date) -> None:
    """Raise InTheFuture or OutsideEnrollment unless a pay can have been confirmed on that day."""
    if earned_on > timezone.localdate():
        raise InTheFuture(_("This day has not come yet. Enter the day the pay was confirmed, today or earlier."))
    if earned_on < enrollment.joined_on:
        day = date_format(enrollment.joined_on, "DATE_FORMAT")
        raise OutsideEnrollment(_("You joined on %(day)s. Enter that day or a later one.") % {"day": day})
    if enrollment.left_on and earned_on >= enrollment.left_on:
        day = date_format(enrollment.left_on, "DATE_FORMAT")
        raise OutsideEnrollment(_("Your participation ended on %(day)s. Enter an earlier day.") % {"day": day})


def _mark(enrollment: Enrollment, verified_by: User | None) -> dict:
    if verified_by is None:
        return {}
    refuse_own(enrollment, verified_by)
    return {"verified_at": timezone.now(), "verified_by": verified_by}


def _refuse_day_now(enrollment: Enrollment, entries: list[Entry]) -> None:
    """Ask again under the lock: the person may have left since the enrollment was read."""
    current = Enrollment.objects.only("joined_on", "left_on").get(pk=enrollment.pk)
    for entry in entries:
        refuse_impossible_day(current, entry.earned_on)


def refuse_after_leaving(enrollment: Enrollment, by: User | None) -> None:
    """Who has left keeps their record as it stands; the town may still mend it."""
    gone = enrollment.left_on is not None and enrollment.left_on <= timezone.localdate()
    if gone and by is not None and by.pk == enrollment.worker.user_id:
        day = date_format(enrollment.left_on, "DATE_FORMAT")
        raise OutsideEnrollment(_("Your participation ended on %(day)s: the entries stay as they are.") % {"day": day})


def lock_earning(earning: Earning, also=None):
    """Lock the month an earning is in now (and `also`), then read it again: it may have moved or gone meanwhile."""
    for _attempt in range(5):
        known = Earning.objects.filter(pk=earning.pk).first()
        if known is None:
            break
        with_month = {Earning.month_of(known.earned_on)} | ({also} if also else set())
        months = open_months((known.enrollment_id, month) for month in with_month)
        current = Earning.objects.select_related("enrollment").filter(pk=earning.pk).first()
        if current is None:
            break
        if Earning.month_of(current.earned_on) in with_month:
            return months, current
    raise AlreadyGone(_("This entry has been removed in the meantime."))
