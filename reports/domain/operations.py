"""The engine room: what is due, what is parked, when each periodic job ran, and trying parked rows again."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from programs.models import OutgoingMail
from programs.models.outgoing_mail import Way
from reports.domain.roll_up import MAX_FAILURES, parked
from reports.models import Sweep
from workers.models import IncomeMonth
from workers.models.income_month import Due
from workers.signals import tell_income_months_touched

MESSAGES_SHOWN = 20
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


@dataclass(frozen=True, slots=True)
class Messages:
    """Of each way what waits and what was given up, and the newest of the latter: what they are about, not to whom."""

    ways: list[tuple[Way, int, int]]
    given_up: list[OutgoingMail]


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


def read_messages() -> Messages:
    """The outbox, way by way, each way there is; no addresses. Two queries."""
    is_parked = Q(parked_at__isnull=False)
    rows = OutgoingMail.objects.filter(sent_at=None).order_by().values_list("way")
    counts = {way: (waiting, parked) for way, waiting, parked in rows.annotate(
        waiting=Count("pk", filter=~is_parked), parked=Count("pk", filter=is_parked)
    )}  # fmt: skip
    given_up = OutgoingMail.objects.filter(is_parked, sent_at=None).order_by("-parked_at", "-pk")
    given_up = given_up.defer("recipient", "subject", "body")
    return Messages([(way, *counts.get(way.value, (0, 0))) for way in Way], list(given_up[:MESSAGES_SHOWN]))


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
