"""What the income month refuses, in words that say what to do instead."""

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from programs.shared.month import Month
from workers.models import Enrollment


class MonthClosed(Refused):
    """The month was signed off; a counter-entry in an open month or a reopening is the way."""

    field = "earned_on"

    def __init__(self, month: Month, *, closed_at=None, closed_by=None) -> None:
        self.month = month
        name = date_format(month.first, "YEAR_MONTH_FORMAT")
        if closed_at is None:
            sentence = _("%(month)s is closed.") % {"month": name}
        else:
            sentence = _("%(month)s was closed on %(day)s by %(person)s.") % {
                "month": name,
                "day": date_format(localdate(closed_at), "MONTH_DAY_FORMAT"),
                "person": closed_by,
            }
        advice = _("Use a date in an open month, or ask the town to reopen the month.")
        self.for_staff = f"{sentence}{_('Use a date in an open month, or reopen the month first.')}"
        super().__init__(f"{sentence}{advice}")


class OutsideEnrollment(Refused):
    """The day lies before the person joined or after they left."""

    field = "earned_on"


class InTheFuture(Refused):
    field = "earned_on"


class HasEarnings(Refused):
    """«Nothing earned» was answered for a month that has entries."""


class AlreadyGone(Refused):
    """Somebody removed the entry in the meantime."""


class Corrected(Refused):
    """The entry and another one belong together as a correction: one of them cannot go or change alone."""


class OwnEntry(Refused):
    """Nobody verifies or returns an entry of their own."""


class NotClosable(Refused):
    """The month cannot be closed or reopened now."""


class CohortFull(Refused):
    """Every seat of the cohort is taken."""


def refuse_own(enrollment: Enrollment, by: User) -> None:
    """Raise OwnEntry when it is `by` who earned it."""
    if enrollment.worker.user_id is not None and enrollment.worker.user_id == by.pk:
        raise OwnEntry(_("This is an entry of your own. Somebody else in charge checks it."))
