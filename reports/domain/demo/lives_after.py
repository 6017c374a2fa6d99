"""How it goes with a demo town's people: stages, successes, steps, hours, wishes, and the life after leaving."""

import datetime as dt
from random import Random

from programs.shared.month import Month
from reports.domain.demo.lives import Life
from reports.domain.demo.towns import Town, noon
from workers.domain.later_states import MONTHS_AFTER, months_later
from workers.models import (
    Availability,
    Enrollment,
    EnrollmentStage,
    FunnelStep,
    LaterState,
    MonthPlan,
    Outcome,
    PlanWish,
    TimeOff,
)
from workers.models.enrollment import SUCCESSES

SMALL_TOWN = 10  # people; in such a town something is known of everybody
MOVED_IN = {"nichinan": 1, "komagane": 5}
WEEKS = {  # parts of weekdays people usually have, and how many minutes
    "children at school": ([(day, "morning") for day in range(5)], 180),
    "after the day's work": ([(day, "night") for day in range(5)] + [(5, "morning"), (6, "morning")], 120),
    "two full days": ([(day, part) for day in (1, 3) for part in ("morning", "afternoon")], 210),
    "evenings and Saturday": ([(day, "evening") for day in (0, 2, 4)] + [(5, "afternoon")], 90),
}
# by the reason somebody left with: how they live afterwards, and how often each
LATER = {
    "hired": (("employed", 8), ("own_business", 1), ("looking", 1)),
    "started_business": (("own_business", 8), ("employed", 1), ("crowdwork", 1)),
    "moved": (("employed", 4), ("crowdwork", 3), ("family", 2), ("not_said", 1)),
    "care": (("family", 6), ("crowdwork", 2), ("employed", 1), ("not_said", 1)),
}
OTHERWISE = (("employed", 5), ("crowdwork", 2), ("looking", 2), ("family", 1), ("other", 1))


def fill_lives_after(town: Town, *, random: Random, today: dt.date) -> int:
    """Write all of it in bulk, as history. Returns how many rows."""
    pairs = list(zip(town.enrollments, town.lives, strict=True))
    by = {"by": town.director_on(today)}
    rows = [stage for one, life in pairs for stage in _stages(one, life, random, today, by)]
    made = len(EnrollmentStage.objects.bulk_create(rows, batch_size=500))
    made += len(Outcome.objects.bulk_create(_outcomes(town, random, today, by)))
    steps = [step for one, life in pairs for step in _steps(one, life, random, by)]
    made += len(FunnelStep.objects.bulk_create(steps, batch_size=500))
    made += len(LaterState.objects.bulk_create(_later(town, random, today)))
    here = [one for one in town.enrollments if one.left_on is None and one.joined_on <= today]
    return made + _hours(town, here, random, today) + _wishes(town, here, today)


def _stages(one: Enrollment, life: Life, random: Random, today: dt.date, by: dict) -> list[EnrollmentStage]:
    """Learning from the first day; then as far as the months with income carry."""
    last = min(today, one.left_on - dt.timedelta(days=1)) if one.left_on else today
    months = sorted(life.nets)
    way = [("learning", one.joined_on)]
    if len(months) >= 2:
        way.append(("supported", months[1].first + dt.timedelta(days=random.randint(0, 20))))
    if len(months) >= 7 and life.nets[months[6]] >= 15_000:
        way.append(("independent", months[6].first + dt.timedelta(days=random.randint(0, 20))))
    if len(months) >= 14 and (life.talent > 1.8 or random.random() < 0.06):
        way.append(("leader", months[13].first + dt.timedelta(days=random.randint(0, 20))))
    return [
        EnrollmentStage(enrollment=one, stage=stage, began_on=max(day, one.joined_on), **by)
        for number, (stage, day) in enumerate(way)
        if day <= last and (number == 0 or day > one.joined_on)
    ]


def _outcomes(town: Town, random: Random, today: dt.date, by: dict) -> list[Outcome]:
    """Whoever left with success; and some of those who moved to the town and go on."""
    left = [
        Outcome(enrollment=one, kind=one.leaving_reason, happened_on=one.left_on, employer=one.employer, **by)
        for one in town.enrollments
        if one.leaving_reason in SUCCESSES and one.left_on <= today
    ]
    staying = [one for one in town.enrollments if one.left_on is None and one.joined_on < today]
    newcomers = random.sample(staying, min(MOVED_IN.get(town.plan.slug, 0), len(staying)))
    return left + [
        Outcome(
            enrollment=one,
            kind="moved_in",
            happened_on=min(today, one.joined_on + dt.timedelta(days=random.randint(0, 150))),
            note="家族で移住",
            **by,
        )
        for one in newcomers
    ]


def _steps(one: Enrollment, life: Life, random: Random, by: dict) -> list[FunnelStep]:
    """What was written down by hand: a seminar before the first day, a course, the first order."""
    steps = []
    if random.random() < 0.35:
        steps.append(("seminar", one.joined_on - dt.timedelta(days=random.randint(20, 60))))
    if life.nets and random.random() < 0.4:
        first = max(one.joined_on, min(life.nets).first + dt.timedelta(days=random.randint(0, 5)))
        steps.append(("first_order", first))
    return [FunnelStep(enrollment=one, step=step, reached_on=day, **by) for step, day in steps]


def _later(town: Town, random: Random, today: dt.date) -> list[LaterState]:
    states = []
    for one in town.enrollments:
        if one.left_on and one.left_on <= today:
            states += [_state(town, one, months, random, today) for months in MONTHS_AFTER]
    return states


def _state(town: Town, one: Enrollment, months: int, random: Random, today: dt.date) -> LaterState:
    """Most are asked on time, two in three answer; of the others some were reached by phone."""
    state = LaterState(enrollment=one, months_after=months, due_on=months_later(one.left_on, months))
    asked_on = state.due_on + dt.timedelta(days=random.randint(0, 10))
    answered_on = asked_on + dt.timedelta(days=random.randint(1, 25))
    if asked_on > today or random.random() < 0.15:
        return state
    state.asked_at = noon(asked_on, 10)
    if answered_on <= today and random.random() < 0.68:
        state.answered_at = noon(answered_on, 20)
        words, weights = zip(*LATER.get(one.leaving_reason, OTHERWISE), strict=True)
        state.life = random.choices(words, weights)[0]
        state.uses_what_was_learned = random.choices((True, False, None), (7, 2, 1))[0]
        state.lives_here = False if one.leaving_reason == "moved" else random.choices((True, False), (9, 1))[0]
        if random.random() < 0.3:
            state.noted_by = town.director_on(answered_on)
    return state


def _hours(town: Town, here: list[Enrollment], random: Random, today: dt.date) -> int:
    """Two in three wrote their hours down; some have days off ahead."""
    small = len(town.enrollments) < SMALL_TOWN
    accounts = {town.enrollments[index].pk for index, _email in town.plan.accounts}
    slots, offs = [], []
    for one in here:
        if not (small or one.pk in accounts or random.random() < 0.62):
            continue
        week, minutes = random.choice(list(WEEKS.values()))
        slots += [Availability(enrollment=one, weekday=day, part=part, minutes=minutes) for day, part in week]
        if one.pk in accounts or random.random() < 0.2:
            first = today + dt.timedelta(days=random.randint(3, 25))
            offs.append(
                TimeOff(enrollment=one, starts_on=first, ends_on=first + dt.timedelta(days=random.randint(0, 4)))
            )
    Availability.objects.bulk_create(slots, batch_size=500)
    TimeOff.objects.bulk_create(offs)
    return len(slots) + len(offs)


def _wishes(town: Town, here: list[Enrollment], today: dt.date) -> int:
    """Whoever signs in for the demo asks for less next month, and was heard once before."""
    now, director = Month.of(today), town.director_on(today)
    chosen = [one for one in here if one in [town.enrollments[index] for index, _email in town.plan.accounts]]
    wishes = []
    for one in chosen[:2]:
        wishes.append(PlanWish(enrollment=one, month=(now + 1).first, target=30_000))
        if director:
            wishes.append(
                PlanWish(
                    enrollment=one,
                    month=(now + 2).first,
                    target=60_000,
                    decided_at=noon(today - dt.timedelta(days=2), 15),
                    decided_by=director,
                    is_agreed=True,
                )
            )
            MonthPlan.objects.get_or_create(enrollment=one, month=(now + 2).first, defaults={"target": 60_000})
    return len(PlanWish.objects.bulk_create(wishes))
