"""The months of two participations in one cohort become one: entries go through the gate, answers are kept."""

from programs.shared.month import Month
from workers.domain.earning_changes import follow_renumbering
from workers.domain.enrollments import open_months_of, refuse_closed_span
from workers.domain.gate import open_months, settle_months
from workers.domain.joining import correct_joined_on
from workers.models import Earning, Enrollment, Evidence, IncomeMonth, StatementImport
from workers.models.income_month import Answer

COLUMNS = [
    field.name
    for field in Earning._meta.concrete_fields
    if not field.primary_key and not field.generated and field.name not in ("enrollment", "corrects", "line_hash")
]


def move_months(stays: Enrollment, gone: Enrollment) -> None:
    """Move entries and answers of `gone` to `stays` and take the empty months away.

    The participation that stays then lasts from the earlier first day to the later last one. The caller holds the
    cohort. Raises MonthClosed when a month is signed off that this changes: those before `gone` joined stay as they
    are, unless the one that stays had ended before.
    """
    refuse_closed_span(stays.cohort, since=min(gone.joined_on, stays.left_on or gone.joined_on))
    if gone.joined_on < stays.joined_on:
        stays.joined_on = correct_joined_on(enrollment=stays, joined_on=gone.joined_on).joined_on
    if stays.left_on and (gone.left_on is None or gone.left_on > stays.left_on):
        _last_as_long(stays, gone)
    entries = list(Earning.objects.filter(enrollment=gone).order_by("pk"))
    theirs = {Month.of(row.month): row for row in IncomeMonth.objects.filter(enrollment=gone)}
    wanted = set(theirs) | {Earning.month_of(entry.earned_on) for entry in entries}
    months = open_months((pk, month) for month in wanted for pk in (stays.pk, gone.pk) if _is_part(stays, pk, month))
    # Read again behind the gate: the person may have written meanwhile.
    entries = list(Earning.objects.filter(enrollment=gone).order_by("pk"))
    _move_entries(entries, stays, gone)
    _take_over_answers(stays, gone)
    settle_months([row for row in months if row.enrollment_id == stays.pk])
    IncomeMonth.objects.filter(enrollment=gone).delete()


def _last_as_long(stays: Enrollment, gone: Enrollment) -> None:
    """Who still takes part under the other name, or left later, did not leave: nobody is put out by a merging."""
    for name in ("left_on", "leaving_reason", "employer"):
        setattr(stays, name, getattr(gone, name))
    stays.save(update_fields=["left_on", "leaving_reason", "employer"])
    open_months_of(stays)


def _move_entries(entries: list[Earning], stays: Enrollment, gone: Enrollment) -> None:
    """Entries made anew with all that hangs on them: evidence, what corrects what, history, their statements."""
    StatementImport.objects.filter(enrollment=gone).update(enrollment=stays)
    lines = set(Earning.objects.filter(enrollment=stays).exclude(line_hash="").values_list("line_hash", flat=True))
    numbers: dict[int, int] = {}
    for entry in entries:  # a corrected entry is older than what corrects it, and has its new number by then
        moved = Earning(enrollment=stays, **{name: getattr(entry, name) for name in COLUMNS})
        moved.corrects_id = numbers.get(entry.corrects_id)
        # The same line of a statement written under both names: both stay, for the person to decide.
        moved.line_hash = "" if entry.line_hash in lines else entry.line_hash
        moved.save(force_insert=True)
        numbers[entry.pk] = moved.pk
        Evidence.objects.filter(earning=entry).update(earning=moved)
    for entry in reversed(entries):
        entry.delete()
    follow_renumbering(gone, stays, numbers)


def _is_part(stays: Enrollment, pk: int, month: Month) -> bool:
    return pk != stays.pk or stays.takes_part_in(month)


def _take_over_answers(stays: Enrollment, gone: Enrollment) -> None:
    """What was answered under the other name counts where nothing was answered under this one."""
    for row in IncomeMonth.objects.filter(enrollment=gone).exclude(answer=Answer.OPEN):
        own = IncomeMonth.objects.filter(enrollment=stays, month=row.month, answer=Answer.OPEN)
        own.update(answer=row.answer, answered_at=row.answered_at)
