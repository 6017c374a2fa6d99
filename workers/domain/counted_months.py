"""The month a pay counts in for the person: a correction belongs to the month of the entry it corrects."""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from workers.models import Earning

_LINKS = 3  # a correction of a correction of a correction; each needs a month of its own that was signed off
_MONTHS = [f"{'corrects__' * links}month" for links in range(_LINKS, -1, -1)]


def with_counted_month(earnings: QuerySet[Earning]) -> QuerySet[Earning]:
    """With `counted_in`, the first day of that month. The town's sums stay by `month`, which a closing froze."""
    return earnings.annotate(counted_in=Coalesce(*_MONTHS))
