"""Earnings of a country of towns with 20 people each, 24 months, about 20.8 entries a month; only as many as asked for.

The first town is always complete, so that the same person and the same cohort are measured while the others come in.
Entries come in by month, not by person: one person's pays lie far apart in the table, as they do in real life.
"""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from programs.models import Cohort, Membership, Municipality, Program, RampStep, User
from programs.shared.month import Month
from programs.shared.municipality_code import check_digit
from workers.models import Earning, Enrollment, IncomeMonth, MonthPlan, Pause, Worker

PEOPLE = 20
MONTHS = 24
ENTRIES_OF_A_TOWN = 10_000  # 20 people x 24 months x 20 5/6
_RAMP = {1: 10_000, 4: 30_000, 10: 100_000, 20: 200_000}

_EARNINGS = """
    INSERT INTO workers_earning (enrollment_id, earned_on, source, title, client, gross, platform_fee, transfer_fee,
                                 withholding, minutes, verified_at, recorded_at, recorded_by_id)
    SELECT en.id, {day}, 'crowdworks', 'Descriptions of goods ' || d.n, 'Shop ' || (en.id %% 50), d.gross,
           d.gross * 22 / 100,
           CASE WHEN d.n = 1 THEN 100 ELSE 0 END, 0, 30 + d.n * 5,
           CASE WHEN d.n %% 3 = 0 THEN NULL ELSE {moment} END, {moment}, NULL
    FROM (SELECT id, 1 AS one FROM workers_enrollment WHERE id BETWEEN %s AND %s) en
    JOIN ({entries}) d ON d.one = en.one
    WHERE d.n <= 20 OR (en.id * 24 + %s) %% 6 < 5
    ORDER BY d.n, en.id
"""


def months() -> list[Month]:
    this = Month.of(timezone.localdate())
    return [this - n for n in range(MONTHS - 1, -1, -1)]


def grow_to(earnings: int) -> None:
    """Add towns until the history has about `earnings` entries. Indexes are taken off meanwhile when much comes in."""
    towns = earnings // ENTRIES_OF_A_TOWN
    have = Municipality.objects.count()
    if towns <= have:
        return
    first, last = _people(range(have, towns))
    indexes = _drop_indexes() if towns - have > 50 else []
    _check_foreign_keys(False)  # ten million look-ups of people that were just written
    for month in months():
        _earn(month, first, last)
    _check_foreign_keys(True)
    for definition in indexes:
        _execute(definition)
    refresh_statistics()


def refresh_statistics() -> None:
    _execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def empty_roll_ups() -> None:
    """Forget every roll-up; the earnings stay."""
    if connection.vendor == "postgresql":
        _execute("TRUNCATE workers_incomemonth, reports_cohortmonth")
        _execute("CHECKPOINT")
    else:
        _execute("DELETE FROM workers_incomemonth")
        _execute("DELETE FROM reports_cohortmonth")


@transaction.atomic
def _people(towns: range) -> tuple[int, int]:
    """Towns, programs, cohorts, ramps, people, a few plans and rests; the first town has accounts. Their ids' range."""
    first_month, this_month = months()[0], months()[-1]
    places = Municipality.objects.bulk_create(
        Municipality(code=_code(n), prefecture="架空県", name=f"Town {n}") for n in towns
    )
    programs = Program.objects.bulk_create(
        Program(municipality=place, name=place.name, slug=_slug(n), started_on=first_month.first)
        for n, place in zip(towns, places, strict=True)
    )
    cohorts = Cohort.objects.bulk_create(
        Cohort(program=program, number=1, capacity=PEOPLE, starts_on=first_month.first) for program in programs
    )
    RampStep.objects.bulk_create(
        RampStep(cohort=cohort, from_month=number, target=target)
        for cohort in cohorts
        for number, target in _RAMP.items()
    )
    workers = Worker.objects.bulk_create(
        [
            Worker(municipality=place, family_name="Bench", given_name=f"{n}", user=_account(place, n))
            for place in places
            for n in range(PEOPLE)
        ],
        batch_size=2000,
    )
    enrollments = Enrollment.objects.bulk_create(
        [
            Enrollment(worker=worker, cohort=cohorts[n // PEOPLE], joined_on=first_month.first)
            for n, worker in enumerate(workers)
        ],
        batch_size=2000,
    )
    MonthPlan.objects.bulk_create(
        MonthPlan(enrollment=enrollment, month=this_month.first, target=50_000) for enrollment in enrollments[::20]
    )
    Pause.objects.bulk_create(
        Pause(enrollment=enrollment, starts_on=(this_month - 6).first, ends_on=(this_month - 4).last)
        for enrollment in enrollments[7::50]
    )
    if towns.start == 0:
        _staff(programs[0])
    return enrollments[0].pk, enrollments[-1].pk


def _account(place: Municipality, n: int) -> User | None:
    if place.code != _code(0):
        return None
    return User.objects.create(email=f"worker{n}@bench.example", display_name=f"Bench {n}")


def _staff(program: Program) -> None:
    user = User.objects.create(email="director@bench.example", display_name="Bench director")
    Membership.objects.create(user=user, role="director", program=program, joined_on=program.started_on)


def _earn(month: Month, first: int, last: int) -> None:
    today = timezone.localdate()
    latest = min(month.last, today)
    rows = []
    for n in range(1, 22):
        day = min(month.first + dt.timedelta(days=n * 7 % 28), latest)
        gross = 1_000 + (n * 7919 + (month - Month(2000, 1)) * 104_729) % 9_000
        rows.append(f"SELECT 1 AS one, {n} AS n, '{day}' AS day, {gross} AS gross")
    words = {
        "postgresql": {"day": "d.day::date", "moment": "d.day::timestamptz"},
        "sqlite": {"day": "d.day", "moment": "d.day || ' 03:00:00'"},
    }[connection.vendor]
    _execute(_EARNINGS.format(entries=" UNION ALL ".join(rows), **words), [first, last, month - months()[0]])


def _check_foreign_keys(on: bool) -> None:
    if connection.vendor == "postgresql":
        _execute(f"SET session_replication_role = {'origin' if on else 'replica'}")


def _drop_indexes() -> list[str]:
    """Take the indexes (not the constraints) of the earnings off; returns what makes them again."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint)",
            [Earning._meta.db_table],
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _execute(statement: str, parameters: list | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _code(n: int) -> str:
    five = f"{1 + n // 900:02}{100 + n % 900:03}"
    return five + str(check_digit(five))


def _slug(n: int) -> str:
    return "bench" if n == 0 else f"bench-{n}"


def sizes() -> str:
    return f"{Earning.objects.count():,} earnings, {IncomeMonth.objects.count():,} income months"
