"""The queue is a hint, the database is the truth: whatever dies, no figure is lost, doubled or late for long."""

import datetime as dt

import pytest

from reports.domain.rebuild import check
from reports.models import CohortMonth, Sweep
from tests.make import make_cohort, make_enrollment
from tests.services.processes import House, Redis, wait_until
from workers.models import Earning, IncomeMonth

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.real_time]
JANUARY = dt.date(2026, 1, 1)


@pytest.fixture
def house(tmp_path):
    redis = Redis().start()
    house = House(redis, tmp_path)
    yield house
    house.end()
    redis.stop()


@pytest.fixture
def enrollment():
    return make_enrollment(make_cohort(starts_on=JANUARY))


def nothing_is_due() -> bool:
    return not IncomeMonth.objects.filter(due__gt=0).exists()


def cohort_net() -> int:
    return sum(CohortMonth.objects.values_list("net", flat=True))


def test_a_worker_counts_what_was_recorded(house, enrollment):
    house.worker()
    house.record(enrollment.pk, 5)
    wait_until(lambda: cohort_net() == 5_000 and nothing_is_due())


def test_with_redis_refusing_entries_stand_and_the_tick_counts_them(house, enrollment):
    house.redis.stop()
    seconds = house.record(enrollment.pk, 20)
    assert max(seconds) < 3
    assert sum(seconds) / len(seconds) < 0.5
    assert IncomeMonth.objects.get().gross == 20_000
    assert not nothing_is_due()

    house.redis.start()
    house.worker()
    house.beat()
    wait_until(lambda: cohort_net() == 20_000 and nothing_is_due())


def test_with_redis_frozen_nobody_waits(house, enrollment):
    house.redis.freeze()
    seconds = house.record(enrollment.pk, 10)
    assert max(seconds) < 5
    assert sorted(seconds)[5] < 0.5
    assert IncomeMonth.objects.get().gross == 10_000


def test_a_redis_restarted_empty_loses_nothing(house, enrollment):
    house.worker()
    house.beat()
    house.record(enrollment.pk, 3)
    wait_until(nothing_is_due)
    house.redis.stop()
    house.record(enrollment.pk, 3)
    house.redis.start()
    wait_until(lambda: cohort_net() == 6_000 and nothing_is_due(), seconds=60)


def test_a_worker_killed_in_mid_roll_up_leaves_it_to_the_next(house):
    months = _many_stale_months()
    first = house.worker()
    house.beat()
    wait_until(lambda: 0 < IncomeMonth.objects.filter(due__gt=0).count() < months)
    house.kill(first)
    assert IncomeMonth.objects.filter(due__gt=0).exists(), "the worker was done before it was killed"

    house.worker()
    wait_until(nothing_is_due, seconds=60)
    assert check() == []
    assert cohort_net() == 1_000 * months
    assert Sweep.objects.filter(name="roll_up").exists()


def _many_stale_months(people: int = 400, months: int = 12) -> int:
    cohort = make_cohort(starts_on=dt.date(2025, 1, 1), capacity=people)
    for _n in range(people):
        make_enrollment(cohort)
    pairs = [(person, dt.date(2025, 1 + n, 1)) for person in cohort.enrollments.all() for n in range(months)]
    Earning.objects.bulk_create(
        [Earning(enrollment=person, earned_on=day, source="team", title="校正", gross=1_000) for person, day in pairs]
    )
    IncomeMonth.objects.bulk_create([IncomeMonth(enrollment=person, month=day) for person, day in pairs])
    return len(pairs)
