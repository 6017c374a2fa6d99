"""Closing and reopening together with their line in the access record: both happen, or neither."""

from django.db import transaction

from programs.domain.access_records import Action, record_access
from programs.models import Cohort, User
from programs.shared.month import Month
from workers.domain.closing import close_month, reopen_month
from workers.models import MonthClosing


@transaction.atomic
def close_and_record(*, cohort: Cohort, month: Month, by: User, seen: str | None = None) -> MonthClosing:
    """As `close_month`; `seen` is the digest of the figures the person looked at. Raises NotClosable."""
    return _recorded(Action.CLOSED, close_month(cohort=cohort, month=month, by=by, seen=seen), month, by)


@transaction.atomic
def reopen_and_record(*, cohort: Cohort, month: Month, by: User, reason: str) -> MonthClosing:
    """As `reopen_month`. Raises NotClosable."""
    return _recorded(Action.REOPENED, reopen_month(cohort=cohort, month=month, by=by, reason=reason), month, by)


def _recorded(action: Action, closing: MonthClosing, month: Month, by: User) -> MonthClosing:
    town = closing.cohort.program.municipality
    record_access(action, closing.cohort, user=by, municipality=town, detail=str(month))
    return closing
