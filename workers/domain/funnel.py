"""The way from the seminar to the target: who took which step on what day, and who stopped before which.

Not every step implies the one before it: somebody may earn without ever having come to a seminar. What holds for
everybody is order <= income <= half of the target <= target, in days and therefore in people.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from programs.models import Cohort, Program
from programs.models.program import TargetBasis
from workers.domain.attendance import completed_courses, seminar_dates
from workers.models import Earning, Enrollment, FunnelStep, Worker
from workers.models.enrollment import LeavingReason
from workers.models.funnel_step import FunnelStepKind

STEPS = tuple(FunnelStepKind)
Days = dict[FunnelStepKind, dt.date]


@dataclass(frozen=True)
class Way:
    """One person's way. `days` holds the first day of each step taken; `ahead` is the step after the furthest one."""

    enrollment: int
    worker: int
    joined_on: dt.date
    left_on: dt.date | None
    reason: str
    days: Days

    @property
    def ahead(self) -> FunnelStepKind | None:
        """The next step to take; None for whoever has reached the last one."""
        furthest = max((STEPS.index(step) for step in self.days), default=-1)
        return STEPS[furthest + 1] if furthest + 1 < len(STEPS) else None

    def has_left(self, today: dt.date) -> bool:
        return self.left_on is not None and self.left_on <= today


@dataclass(frozen=True)
class StepFigures:
    """People (実) at one step: who took it, who has it ahead and takes part, who left with it ahead and why.

    `days` is the median from the step before, of those who took both in this order; None where nobody did.
    """

    step: FunnelStepKind
    reached: int
    waiting: int
    lost: int
    reasons: dict[str, int]
    days: float | None


@dataclass(frozen=True)
class Funnel:
    """`people` = what all steps have waiting and lost, and those who took the last step (`here` and `gone`)."""

    people: int
    steps: tuple[StepFigures, ...]
    here: int
    gone: int
    reasons: dict[str, int]  # why those who had taken the last step left
    ways: tuple[Way, ...]


def steps_of(enrollment: Enrollment) -> Days:
    """The steps this person took in this cohort, each with its first day, in the order of the steps."""
    (way,) = ways_of(Enrollment.objects.filter(pk=enrollment.pk))
    return way.days


def funnel_of(program: Program, cohort: Cohort | None = None, *, today: dt.date | None = None) -> Funnel:
    """A cohort's funnel, or the program's, where whoever took part in two cohorts counts once. Six queries."""
    today = today or timezone.localdate()
    came = Enrollment.objects.exclude(left_on=F("joined_on"))  # who left on the day of joining never came
    enrollments = came.filter(cohort__program=program, worker__merged_into=None)
    if cohort is not None:
        return figures_of(ways_of(enrollments.filter(cohort=cohort)), today)
    return figures_of(by_person(ways_of(enrollments), today), today)


def ways_of(enrollments: QuerySet[Enrollment]) -> list[Way]:
    """Everybody's way; a day on or after the leaving is no step of it. Six queries, whatever the number of people."""
    rows = list(
        enrollments.order_by("pk").values_list(
            "pk",
            "worker",
            "joined_on",
            "left_on",
            "leaving_reason",
            "cohort__program",
            Coalesce("cohort__target", "cohort__program__default_target"),
            "cohort__program__target_basis",
        )
    )
    people = enrollments.order_by().values("pk")
    workers = Worker.objects.filter(pk__in=enrollments.order_by().values("worker"))
    seminars, courses = seminar_dates(workers), completed_courses(workers)
    gross = {row[0] for row in rows if row[-1] == TargetBasis.GROSS}
    written, earned = _written(people), _income_days(people, {row[0]: row[-2] for row in rows}, gross)
    ways = []
    for pk, worker, joined_on, left_on, reason, program, _target, _basis in rows:
        place = (worker, program)
        came = {FunnelStepKind.SEMINAR: seminars.get(place), FunnelStepKind.COURSE: courses.get(place)}
        days = _earliest([came, written.get(pk, {}), earned.get(pk, {})])
        kept = {step: day for step, day in days.items() if left_on is None or day < left_on}
        ways.append(Way(pk, worker, joined_on, left_on, reason, kept))
    return ways


def by_person(ways: Iterable[Way], today: dt.date) -> list[Way]:
    """One way for each person: the first day of each step in any cohort; gone only who has left all of them."""
    together: dict[int, Way] = {}
    for way in sorted(ways, key=lambda one: (one.joined_on, one.enrollment)):
        before = together.get(way.worker)
        together[way.worker] = way if before is None else _joined(before, way, today)
    return list(together.values())


def figures_of(ways: Sequence[Way], today: dt.date) -> Funnel:
    """Count ways. Plain arithmetic, no database."""
    gone = [way for way in ways if way.has_left(today)]
    here = [way for way in ways if not way.has_left(today)]
    pairs = zip((None, *STEPS), STEPS, strict=False)
    steps = tuple(
        StepFigures(
            step=step,
            reached=sum(step in way.days for way in ways),
            waiting=sum(way.ahead == step for way in here),
            lost=sum(way.ahead == step for way in gone),
            reasons=_reasons(way for way in gone if way.ahead == step),
            days=_median_days(ways, before, step),
        )
        for before, step in pairs
    )
    return Funnel(
        people=len(ways),
        steps=steps,
        here=sum(way.ahead is None for way in here),
        gone=sum(way.ahead is None for way in gone),
        reasons=_reasons(way for way in gone if way.ahead is None),
        ways=tuple(ways),
    )


def income_steps(entries: Iterable[tuple[dt.date, int]], target: int) -> Days:
    """First order, first income, half of the target in one month, all of it: the first day for each. `entries` by day.

    `target` is where the cohort is going (yen a month), not a step of its ramp: 10,000 yen in the first month may be
    all that was planned and is no target reached. Amounts are on the program's basis.
    """
    days: Days = {}
    month, total = None, 0
    for day, amount in entries:
        if day.replace(day=1) != month:
            month, total = day.replace(day=1), 0
        total += amount
        if amount < 0:  # an earlier pay taken back; a pay of which the fee left nothing is an order all the same
            continue
        days.setdefault(FunnelStepKind.FIRST_ORDER, day)
        days.setdefault(FunnelStepKind.FIRST_INCOME, day)
        if total * 2 >= target:
            days.setdefault(FunnelStepKind.HALF_TARGET, day)
        if total >= target:
            days.setdefault(FunnelStepKind.TARGET, day)
    return days


def _written(people: QuerySet) -> dict[int, Days]:
    found: dict[int, Days] = {}
    rows = FunnelStep.objects.filter(enrollment__in=people).values_list("enrollment", "step", "reached_on")
    for enrollment, step, day in rows:
        found.setdefault(enrollment, {})[FunnelStepKind(step)] = day
    return found


def _income_days(people: QuerySet, targets: dict[int, int], gross: set[int]) -> dict[int, Days]:
    """Each person's steps of income; those in `gross` are measured before the platform fee."""
    rows = Earning.objects.filter(enrollment__in=people).order_by("enrollment", "earned_on")
    entries: dict[int, list[tuple[dt.date, int]]] = {}
    by_day = rows.values_list("enrollment", "earned_on").annotate(of_gross=Sum("gross"), of_net=Sum("net"))
    for enrollment, day, of_gross, of_net in by_day:
        entries.setdefault(enrollment, []).append((day, of_gross if enrollment in gross else of_net))
    return {one: income_steps(days, targets[one]) for one, days in entries.items()}


def _earliest(found: Iterable[dict]) -> Days:
    """Of several accounts of the same steps the first day of each, in the order of the steps."""
    accounts = list(found)
    days = {step: [day for one in accounts if (day := one.get(step))] for step in STEPS}
    return {step: min(known) for step, known in days.items() if known}


def _joined(before: Way, after: Way, today: dt.date) -> Way:
    """Two stays of one person; `after` began later. The one they are in counts, else the one they left last."""
    stays = sorted((before, after), key=lambda one: (not one.has_left(today), one.left_on or dt.date.max))
    days = _earliest([before.days, after.days])
    return replace(stays[-1], joined_on=min(before.joined_on, after.joined_on), days=days)


def _reasons(ways: Iterable[Way]) -> dict[str, int]:
    counted = Counter(way.reason for way in ways)
    return {reason: counted[reason] for reason in LeavingReason.values if counted[reason]}


def _median_days(ways: Iterable[Way], before: FunnelStepKind | None, step: FunnelStepKind) -> float | None:
    if before is None:
        return None
    both = ((way.days[step] - way.days[before]).days for way in ways if before in way.days and step in way.days)
    waits = [days for days in both if days >= 0]
    return median(waits) if waits else None
