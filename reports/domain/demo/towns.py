"""A demo town with its programme, cohorts, staff and people; their months are filled in months.py."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from programs.models import Cohort, Membership, Municipality, Operator, Program, RampTemplate, User
from reports.domain.demo.accounts import make_account
from reports.domain.demo.lives import Life, cohort_start, first_month, lives_of
from reports.domain.demo.plans import TownPlan
from workers.domain.targets import copy_ramp, pause
from workers.models import Enrollment, Worker


@dataclass
class Town:
    plan: TownPlan
    program: Program
    cohorts: list[Cohort]
    lives: list[Life]
    enrollments: list[Enrollment] = field(default_factory=list)
    directors: list[Membership] = field(default_factory=list)
    officials: list[Membership] = field(default_factory=list)

    def official_on(self, day: dt.date) -> User | None:
        return _in_charge(self.officials, day)

    def director_on(self, day: dt.date) -> User | None:
        return _in_charge(self.directors, day)


def noon(day: dt.date, hour: int = 12) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def make_town(plan: TownPlan, *, random: Random, today: dt.date, ramps: dict[str, RampTemplate]) -> Town:
    """Write everything of a town but its months."""
    municipality = Municipality.objects.create(
        code=plan.code, prefecture=plan.prefecture, name=plan.name, name_kana=plan.name_kana
    )
    program = Program.objects.create(
        municipality=municipality,
        operator=Operator.objects.create(name=plan.operator),
        name=plan.program,
        slug=plan.slug,
        started_on=(first_month(today) - 3).first,
    )
    cohorts = [_cohort(program, number, plan, today, ramps) for number in range(1, len(plan.cohorts) + 1)]
    town = Town(plan=plan, program=program, cohorts=cohorts, lives=lives_of(plan, random=random, today=today))
    _hire(town, today)
    _enroll(town, today)
    return town


def _cohort(program: Program, number: int, plan: TownPlan, today: dt.date, ramps: dict[str, RampTemplate]) -> Cohort:
    of = plan.cohorts[number - 1]
    starts_on = cohort_start(of, today)
    cohort = Cohort.objects.create(
        program=program, number=number, capacity=of.people, starts_on=starts_on, started_at=noon(starts_on)
    )
    copy_ramp(template=ramps[of.ramp], cohort=cohort)
    return cohort


def _hire(town: Town, today: dt.date) -> None:
    """Accounts and memberships of the staff, with the days they came and went."""
    start = first_month(today)
    for person in town.plan.staff:
        place = {"municipality": town.program.municipality} if person.role == "official" else {"program": town.program}
        member = Membership.objects.create(
            user=make_account(person.email, person.name),
            role=person.role,
            joined_on=(start + (person.since - 1 if person.since else -3)).first,
            left_on=(start + (person.until - 1)).first if person.until else None,
            **place,
        )
        if person.role != "viewer":
            (town.officials if person.role == "official" else town.directors).append(member)


def _enroll(town: Town, today: dt.date) -> None:
    """Participants and enrollments, those who left with day and reason, and their rests."""
    emails = dict(town.plan.accounts)
    for index, life in enumerate(town.lives):
        name = life.name
        worker = Worker.objects.create(
            municipality=town.program.municipality,
            user=make_account(emails[index], str(name)) if index in emails else None,
            family_name=name.family,
            given_name=name.given,
            family_name_kana=name.family_kana,
            given_name_kana=name.given_kana,
        )
        enrollment = Enrollment.objects.create(
            worker=worker,
            cohort=town.cohorts[life.cohort],
            joined_on=life.joined_on,
            left_on=life.left_on,
            leaving_reason=life.reason,
            employer=life.employer,
        )
        town.enrollments.append(enrollment)
        for first, last, reason in life.rests:
            pause(
                enrollment=enrollment,
                starts_on=first.first,
                ends_on=None if last.last >= today else last.last,
                reason=reason,
            )


def _in_charge(members: list[Membership], day: dt.date) -> User | None:
    serving = [m for m in members if m.joined_on <= day and (m.left_on is None or day < m.left_on)]
    return serving[-1].user if serving else None
