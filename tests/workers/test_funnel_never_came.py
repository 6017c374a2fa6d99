"""Who left on the day of joining never came, and is no step and no loss of the way."""

import datetime as dt

import pytest

from tests.make import make_enrollment, make_worker
from workers.domain.funnel import funnel_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)


@pytest.mark.parametrize("whole", [True, False])
def test_who_never_came_is_nobody_lost(nichinan, whole):
    before = funnel_of(nichinan.program, None if whole else nichinan.cohort)
    gone = make_worker(nichinan.municipality)
    make_enrollment(nichinan.cohort, worker=gone, joined_on=DAY, left_on=DAY, leaving_reason="other")
    after = funnel_of(nichinan.program, None if whole else nichinan.cohort)
    assert (after.people, sum(one.lost for one in after.steps)) == (before.people, 0)
