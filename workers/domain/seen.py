"""Changing an entry as it was seen: whoever saw an older version is told, and decides with the newer one in sight."""

from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.domain.earnings import Entry, change_earning
from workers.domain.gate import open_months
from workers.models import Earning


class ChangedMeanwhile(Refused):
    """Somebody changed the entry between its being shown and being sent. `current` is how it stands now."""

    def __init__(self, current: Earning) -> None:
        self.current = current
        super().__init__(_("This entry was changed on another screen. Saving once more writes yours over it."))


def entry_of(earning: Earning) -> Entry:
    return Entry(**{name: getattr(earning, name) for name in Entry.__dataclass_fields__})


def version_of(earning: Earning) -> str:
    """A short mark of what an entry says; it differs as soon as one figure or word does."""
    return sha256(repr(entry_of(earning)).encode()).hexdigest()[:16]


@transaction.atomic
def change_as_seen(*, earning: Earning, entry: Entry, seen: str, by: User) -> Earning:
    """Rewrite an earning unless it says something else by now than what was `seen` (its `version_of`, or "").

    Raises ChangedMeanwhile, and what `change_earning` raises. Sent twice with the same words it is right both times.
    """
    months = {Earning.month_of(earning.earned_on), Earning.month_of(entry.earned_on)}
    open_months((earning.enrollment_id, month) for month in months)
    # Behind the gate: from here on nobody else writes into these months.
    current = Earning.objects.filter(pk=earning.pk).first()
    if seen and current and version_of(current) != seen and entry_of(current) != entry:
        raise ChangedMeanwhile(current)
    return change_earning(earning=earning, entry=entry, by=by)
