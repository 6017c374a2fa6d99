"""The months of a demo town's people: what they entered, answered, planned, what was verified and signed off."""

import datetime as dt
from collections import defaultdict
from random import Random

from programs.models import Cohort, User
from programs.shared.month import Month
from reports.domain.demo.lives import MONTHS, Life, first_month
from reports.domain.demo.plans import at
from reports.domain.demo.towns import Town, noon
from reports.domain.demo.work import entries_of_month
from workers.domain.closing import close_month, reopen_month
from workers.domain.earnings import Entry, record_earnings
from workers.domain.targets import mark_program, plan_month
from workers.models import Earning, Enrollment, IncomeMonth, MonthClosing
from workers.models.income_month import Answer, Due


def fill_months(town: Town, *, random: Random, today: dt.date) -> int:
    """Open everybody's months, write what they earned, answered and planned. Returns how many earnings."""
    earnings = 0
    for enrollment, life in zip(town.enrollments, town.lives, strict=True):
        months = [month for month in _all_months(today) if life.takes_part_in(month)]
        IncomeMonth.objects.bulk_create([IncomeMonth(enrollment=enrollment, month=month.first) for month in months])
        entries = [entry for month in months for entry in _entries(town, life, month, random, today)]
        if entries:
            earnings += len(record_earnings(enrollment=enrollment, entries=entries, by=enrollment.worker.user))
    _verify(town, random, today)
    _answer(town, random, today)
    _plan(town, random, today)
    mark_program(town.program)
    return earnings


def close_past_months(town: Town, *, today: dt.date) -> None:
    """Let the official of the time sign the past months off, about ten days after each; later months stay open."""
    last = Month.of(today) - 1 - town.plan.left_open
    for cohort in town.cohorts:
        for month in Month.between(Month.of(cohort.starts_on), last):
            day = (month + 1).first + dt.timedelta(days=9 + cohort.number)
            official = town.official_on(day)
            if official and day <= today:
                _close(cohort, month, day, official)
    if town.plan.reopens:
        _close_again(town, last)


def _close(cohort: Cohort, month: Month, day: dt.date, by: User) -> None:
    closing = close_month(cohort=cohort, month=month, by=by)
    MonthClosing.objects.filter(pk=closing.pk).update(closed_at=noon(day, 16))
    IncomeMonth.objects.filter(enrollment__cohort=cohort, month=month.first).update(closed_at=noon(day, 16))


def _close_again(town: Town, month: Month) -> None:
    """One month was reopened for a forgotten entry and signed off a second time."""
    cohort = town.cohorts[0]
    day = (month + 1).first + dt.timedelta(days=14)
    official = town.official_on(day)
    if official is None or not MonthClosing.objects.filter(cohort=cohort, month=month.first).exists():
        return
    opened = reopen_month(cohort=cohort, month=month, by=official, reason="記入もれの申し出があったため")
    MonthClosing.objects.filter(pk=opened.pk).update(reopened_at=noon(day))
    _close(cohort, month, day + dt.timedelta(days=1), official)


def _all_months(today: dt.date) -> list[Month]:
    return [first_month(today) + n for n in range(MONTHS)]


def _number(month: Month, today: dt.date) -> int:
    return (month - first_month(today)) + 1


def _entries(town: Town, life: Life, month: Month, random: Random, today: dt.date) -> list[Entry]:
    net = life.nets.get(month)
    if net is None:
        return []
    days = [month.first + dt.timedelta(days=n) for n in range(month.last.day)]
    days = [day for day in days if day >= life.joined_on and (life.left_on is None or day < life.left_on)]
    number = _number(month, today)
    sources = town.plan.sources | {"team": at(town.plan.team_share, number)}
    skill = min(1.0, (month - Month.of(life.joined_on)) / MONTHS)
    entries = entries_of_month(random, net=net, days=days, sources=sources, skill=skill)
    return [entry for entry in entries if entry.earned_on <= today]


def _verify(town: Town, random: Random, today: dt.date) -> None:
    """The director compared most entries with their evidence, and entries were written a day or two after the pay."""
    earnings = list(Earning.objects.filter(enrollment__cohort__program=town.program).order_by("pk"))
    for earning in earnings:
        number = _number(Month.of(earning.earned_on), today)
        earning.recorded_at = noon(min(today, earning.earned_on + dt.timedelta(days=random.randint(0, 2))), 7)
        day = (Month.of(earning.earned_on) + 1).first + dt.timedelta(days=random.randint(1, 6))
        director = town.director_on(day)
        if director and day <= today and random.random() < at(town.plan.verified, number):
            earning.verified_at, earning.verified_by = noon(day, 10), director
    Earning.objects.bulk_update(earnings, ["recorded_at", "verified_at", "verified_by"], batch_size=300)


def _answer(town: Town, random: Random, today: dt.date) -> None:
    """Past months answered in the first days of the next: by most of the busy and by fewer of the others."""
    by_answer: dict[tuple[Answer, dt.date], list[int]] = defaultdict(list)
    months = IncomeMonth.objects.filter(enrollment__cohort__program=town.program, month__lt=Month.of(today).first)
    for row in months.order_by("pk"):
        number = _number(row.period, today)
        share = at(town.plan.answered, number) * (0.7 if number == MONTHS - 1 else 1)
        day = (row.period + 1).first + dt.timedelta(days=random.randint(0, 5))
        chance = random.random()
        if row.earning_count and chance < share:
            by_answer[Answer.REPORTED, day].append(row.pk)
        elif not row.earning_count and chance < share * 0.75:
            answer = Answer.EXCUSED if random.random() < 0.06 else Answer.NOTHING_EARNED
            by_answer[answer, day].append(row.pk)
    for (answer, day), ids in by_answer.items():
        moment = min(noon(day, 21), noon(today, 6))
        IncomeMonth.objects.filter(pk__in=ids).update(answer=answer, answered_at=moment, due=Due.COUNT)


def _plan(town: Town, random: Random, today: dt.date) -> None:
    """Some set a target of their own for the last months."""
    here = [
        enrollment
        for enrollment in town.enrollments
        if enrollment.left_on is None and Month.of(enrollment.joined_on) + 5 <= Month.of(today)
    ]
    for enrollment in random.sample(here, min(town.plan.own_plans, len(here))):
        _plan_of(enrollment, random.choice((20_000, 30_000, 50_000, 80_000)), today, len(town.lives))


def _plan_of(enrollment: Enrollment, target: int, today: dt.date, people: int) -> None:
    target = 160_000 if people == 3 else target
    for n in range(3):
        plan_month(enrollment=enrollment, month=Month.of(today) - n, target=target)
