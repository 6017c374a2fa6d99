"""What was wrong in a signed-off month is put right in an open one: its exact opposite, then the right entry."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from programs.templatetags.dates import month_name
from workers.domain.earning_changes import note_step
from workers.domain.earnings import Entry, refuse_after_leaving, refuse_impossible_day
from workers.domain.gate import lock_months, settle_months
from workers.domain.refusals import AlreadyGone, Corrected, MonthClosed
from workers.models import Earning
from workers.models.earning_change import ChangeKind

TAKEN_BACK = ("gross", "platform_fee", "transfer_fee", "withholding", "minutes")
KEPT = ("source", "job_form", "title", "client", "worked_on", "is_estimated")


@dataclass(frozen=True)
class Correction:
    """`counter` takes the old entry back to the yen; `right` says what should have stood there, if anything."""

    counter: Earning
    right: Earning | None


@transaction.atomic
def correct_earning(*, earning: Earning, on: dt.date, reason: str, right: Entry | None, by: User | None) -> Correction:
    """Take an entry of a closed month back on a day `on` of an open one, and write the right one beside it.

    The closed month stays as it is. Raises Corrected when it was taken back before, MonthClosed for `on`,
    InTheFuture, OutsideEnrollment, AlreadyGone; Refused without a reason, for an open month, or with nothing changed.
    """
    if not reason.strip():
        raise Refused(_("Please say what was wrong."), field="reason")
    refuse_impossible_day(earning.enrollment, on)
    month, target = Earning.month_of(earning.earned_on), Earning.month_of(on)
    locked = lock_months([(earning.enrollment_id, month), (earning.enrollment_id, target)])
    row = locked[earning.enrollment_id, target]
    if row.is_closed:
        raise MonthClosed(target, closed_at=row.closed_at, closed_by=row.closed_by)
    old = Earning.objects.select_related("enrollment__worker").filter(pk=earning.pk).first()
    if old is None or Earning.month_of(old.earned_on) != month:
        raise AlreadyGone(_("This entry has been removed in the meantime."))
    if not locked[earning.enrollment_id, month].is_closed:
        raise Refused(_("%(month)s is open: change the entry itself.") % {"month": month_name(month)})
    _refuse_correction(old, on, right, by)
    link = {"enrollment": old.enrollment, "corrects": old, "correction_reason": reason, "recorded_by": by}
    amounts = {name: -getattr(old, name) for name in TAKEN_BACK}
    counter = Earning(earned_on=on, **{name: getattr(old, name) for name in KEPT}, **amounts, **link)
    counter.save(force_insert=True)
    added = None
    if right is not None:
        added = Earning(**replace(right, earned_on=on).as_columns(), **link)
        added.save(force_insert=True)
    numbers = {"counter": counter.pk, "right": added.pk if added else None, "on": on.isoformat()}
    note_step(ChangeKind.TAKEN_BACK, old, by=by, after=numbers, reason=reason)
    settle_months([row])
    return Correction(counter, added)


def _refuse_correction(old: Earning, on: dt.date, right: Entry | None, by: User | None) -> None:
    refuse_impossible_day(old.enrollment, on)  # once more behind the lock
    refuse_after_leaving(old.enrollment, by)
    if old.gross < 0:
        raise Corrected(_("This entry takes an older one back. Correct the entry that came in its place."))
    if old.corrections.exists():
        raise Corrected(_("This entry was corrected before. Correct the entry that came in its place."))
    if right is not None and all(
        getattr(right, name) == getattr(old, name) for name in right.as_columns() if name != "earned_on"
    ):
        raise Refused(_("The right entry says the same as the old one. Please change what was wrong."))
