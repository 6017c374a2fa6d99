"""The engine room: what is due, what is parked, when each periodic job ran, and trying parked rows again."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from reports.domain.roll_up import MAX_FAILURES, parked
from reports.models import Sweep
from workers.models import IncomeMonth
from workers.models.income_month import Due
from workers.signals import tell_income_months_touched

EXPECTED_EVERY = {
    "roll_up": dt.timedelta(minutes=5),
    "rebuild": dt.timedelta(hours=26),
    "check": dt.timedelta(hours=26),
}


@dataclass(frozen=True, slots=True)
class JobState:
    """A periodic job: `ran_at` None when it never ran, `late` when it should have run since."""

    name: str
    ran_at: dt.datetime | None
    rows: int
    alarm: str
    late: bool


@dataclass(frozen=True, slots=True)
class Backlog:
    """Income months with something due: waiting for the next sweep, and parked after too many failures."""

    to_count: int
    to_recompute: int
    parked: int
    parked_rows: list[IncomeMonth]

    @property
    def waiting(self) -> int:
        return self.to_count + self.to_recompute


def job_states() -> list[JobState]:
    """The known jobs first, then any other that left a note. One query."""
    now, noted = timezone.now(), {sweep.name: sweep for sweep in Sweep.objects.order_by("name")}
    names = [*EXPECTED_EVERY, *(name for name in noted if name not in EXPECTED_EVERY)]
    return [_job_state(name, noted.get(name), now) for name in names]


def read_backlog() -> Backlog:
    stuck = Q(failures__gte=MAX_FAILURES)
    counts = IncomeMonth.objects.filter(due__gt=0).aggregate(
        to_count=Count("pk", filter=~stuck & Q(due=Due.COUNT)),
        to_recompute=Count("pk", filter=~stuck & Q(due=Due.RECOMPUTE)),
        parked=Count("pk", filter=stuck),
    )
    return Backlog(**counts, parked_rows=parked())


@transaction.atomic
def retry_parked() -> int:
    """Let parked rows be tried again by the next sweep. Returns how many."""
    freed = IncomeMonth.objects.filter(due__gt=0, failures__gte=MAX_FAILURES).update(failures=0)
    if freed:
        tell_income_months_touched()
    return freed


def is_late(name: str, ran_at: dt.datetime | None, now: dt.datetime) -> bool:
    longest = EXPECTED_EVERY.get(name)
    return longest is not None and (ran_at is None or now - ran_at > longest)


def _job_state(name: str, sweep: Sweep | None, now: dt.datetime) -> JobState:
    ran_at = sweep.ran_at if sweep else None
    return JobState(
        name=name,
        ran_at=ran_at,
        rows=sweep.rows if sweep else 0,
        alarm=sweep.alarm if sweep else "",
        late=is_late(name, ran_at, now),
    )
