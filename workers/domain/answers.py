"""The question at a month's end: all entered, nothing earned, or excused by the director."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.models import User
from programs.shared.month import Month
from workers.domain.gate import open_months
from workers.domain.refusals import HasEarnings, OutsideEnrollment
from workers.models import Enrollment, IncomeMonth
from workers.models.income_month import Answer, Due
from workers.signals import tell_income_months_touched


@transaction.atomic
def answer_month(*, enrollment: Enrollment, month: Month, answer: Answer, by: User) -> IncomeMonth:
    """Write a person's answer for a month, or take it back (Answer.OPEN).

    Raises MonthClosed; HasEarnings when the answer contradicts the entries; OutsideEnrollment for no month of theirs.
    """
    if not Enrollment.objects.during(month).filter(pk=enrollment.pk).exists() or month > Month.of(timezone.localdate()):
        raise OutsideEnrollment(_("You did not take part in that month."))
    (row,) = open_months([(enrollment.pk, month)])
    if answer == Answer.NOTHING_EARNED and row.earning_count:
        raise HasEarnings(_("This month has entries. Remove them first if they are wrong."))
    if answer == Answer.REPORTED and not row.earning_count:
        raise HasEarnings(_("This month has no entries yet. Choose «no income» or add an entry."))
    row.answer = answer
    row.answered_at = None if answer == Answer.OPEN else timezone.now()
    row.due = max(row.due, Due.COUNT)
    row.save(update_fields=["answer", "answered_at", "due"])
    tell_income_months_touched()
    return row
