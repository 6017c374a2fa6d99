"""The people and figures several pages are tried with."""

import datetime as dt

import pytest

from programs.models import Membership
from reports.domain.roll_up import drain
from tests.make import make_earning, make_enrollment, make_user, make_worker
from workers.domain.enrollments import open_months_of


@pytest.fixture
def october(nichinan):
    """Sakita earned 210,000 less 10,000 fee (plan 200,000), Hidaka 90,000, Yano said nothing."""
    people = [
        nichinan.enrollment,
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="日髙", given_name="美咲")),
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="矢野", given_name="由紀")),
    ]
    for enrollment in people:
        open_months_of(enrollment)
    make_earning(people[0], 150_000, dt.date(2026, 10, 3), platform_fee=10_000)
    make_earning(people[0], 60_000, dt.date(2026, 10, 31))
    make_earning(people[1], 90_000, dt.date(2026, 10, 20))
    drain()
    return people


@pytest.fixture
def viewer(nichinan):
    user = make_user("議員")
    Membership.objects.create(user=user, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    return user


@pytest.fixture
def three_people(nichinan):
    """November: Sakita 120,000 less 24,000 fee, Hidaka 60,000, Yano nothing. October: Sakita 210,000."""
    people = [
        nichinan.enrollment,
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="日髙", given_name="美咲")),
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="矢野", given_name="由紀")),
    ]
    for enrollment in people:
        open_months_of(enrollment)
    make_earning(people[0], 120_000, dt.date(2026, 11, 3), platform_fee=24_000)
    make_earning(people[1], 60_000, dt.date(2026, 11, 20))
    make_earning(people[0], 210_000, dt.date(2026, 10, 3))
    drain()
    return people


@pytest.fixture
def desk(client, nichinan):
    client.force_login(nichinan.director)
    return client
