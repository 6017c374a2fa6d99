"""What a person spent to do their work: theirs to write, change and take away. No month of the town depends on it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from workers.domain.evidence_store import delete_after_commit
from workers.domain.years import FIRST_YEAR
from workers.models import Expense, Worker


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Whole yen with tax. `direct_cost`: without it the job could not have been done at all."""

    spent_on: dt.date
    category: str
    title: str
    amount: int
    direct_cost: bool = False


@transaction.atomic
def add_expense(*, worker: Worker, spent: Spent) -> Expense:
    """Raises Refused for a day that cannot be."""
    _refuse_impossible_day(spent.spent_on)
    return Expense.objects.create(worker=worker, **vars(spent))


@transaction.atomic
def change_expense(*, expense: Expense, spent: Spent) -> Expense:
    """Raises Refused for a day that cannot be, or when the expense was removed meanwhile."""
    _refuse_impossible_day(spent.spent_on)
    if not Expense.objects.filter(pk=expense.pk).update(**vars(spent)):
        raise Refused(_("This expense has been removed in the meantime."))
    expense.refresh_from_db()
    return expense


@transaction.atomic
def remove_expense(*, expense: Expense) -> None:
    """Take it away with its receipts; their files go once this is committed."""
    delete_after_commit(expense.receipts.values_list("file", flat=True))
    expense.delete()


def _refuse_impossible_day(day: dt.date) -> None:
    if day > timezone.localdate():
        raise Refused(_("This day has not come yet. Write the day you paid."), field="spent_on")
    if day.year < FIRST_YEAR:
        sentence = _("Please check the year: expenses are kept from %(year)s on.") % {"year": FIRST_YEAR}
        raise Refused(sentence, field="spent_on")
