"""The months of two participations in one cohort become one: entries go through the gate, answers are kept."""

from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.shared.month import Month
from workers.domain.enrollments import refuse_closed_span
from workers.domain.gate import open_months, settle_months
from workers.domain.joining import correct_joined_on
from workers.models import Earning, Enrollment, IncomeMonth
from workers.models.income_month import Answer

COLUMNS = [
    field.name
    for field in Earning._meta.concrete_fields
    if not field.primary_key and not field.generated and field.name != "enrollment"
]


def move_months(stays: Enrollment, gone: Enrollment) -> None:
    """Move entries and answers of `gone` to `stays` and take the empty months away.

    The caller holds the cohort. Raises MonthClosed when a month of either is signed off, Refused when entries would lie
    outside the participation that stays.
    """
    refuse_closed_span(stays.cohort, since=min(stays.joined_on, gone.joined_on))
    if gone.joined_on < stays.joined_on:
        stays.joined_on = correct_joined_on(enrollment=stays, joined_on=gone.joined_on).joined_on
    entries = list(Earning.objects.filter(enrollment=gone).order_by("pk"))
    if stays.left_on and any(entry.earned_on >= stays.left_on for entry in entries):
        raise Refused(
            _("There are entries after the day on which the other participation ended. Correct that day first.")
        )
    theirs = {Month.of(row.month): row for row in IncomeMonth.objects.filter(enrollment=gone)}
    wanted = set(theirs) | {Earning.month_of(entry.earned_on) for entry in entries}
    months = open_months((pk, month) for month in wanted for pk in (stays.pk, gone.pk) if _is_part(stays, pk, month))
    # Read again behind the gate: the person may have written meanwhile.
    entries = list(Earning.objects.filter(enrollment=gone).order_by("pk"))
    for entry in entries:
        Earning(enrollment=stays, **{name: getattr(entry, name) for name in COLUMNS}).save(force_insert=True)
        entry.delete()
    _take_over_answers(stays, gone)
    settle_months([row for row in months if row.enrollment_id == stays.pk])
    IncomeMonth.objects.filter(enrollment=gone).delete()


def _is_part(stays: Enrollment, pk: int, month: Month) -> bool:
    return pk != stays.pk or stays.takes_part_in(month)


def _take_over_answers(stays: Enrollment, gone: Enrollment) -> None:
    """What was answered under the other name counts where nothing was answered under this one."""
    for row in IncomeMonth.objects.filter(enrollment=gone).exclude(answer=Answer.OPEN):
        own = IncomeMonth.objects.filter(enrollment=stays, month=row.month, answer=Answer.OPEN)
        own.update(answer=row.answer, answered_at=row.answered_at)
