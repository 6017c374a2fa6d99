import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_earning
from workers.domain.pauses import end_pause
from workers.domain.targets import pause
from workers.models import IncomeMonth, Pause

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(nichinan):
    for month in (9, 10, 11):
        make_earning(nichinan.enrollment, 1_000, dt.date(2026, month, 5))
    return nichinan.enrollment


def targets() -> list[int | None]:
    drain()
    return list(IncomeMonth.objects.order_by("month").values_list("target", flat=True))


def test_breaks_do_not_overlap(person):
    pause(enrollment=person, starts_on=dt.date(2026, 10, 1), ends_on=None)
    with pytest.raises(Refused):
        pause(enrollment=person, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 30))
    assert Pause.objects.count() == 1


def test_breaks_that_touch_are_one_break(person):
    pause(enrollment=person, starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 9, 14))
    pause(enrollment=person, starts_on=dt.date(2026, 9, 25), ends_on=dt.date(2026, 9, 30))
    pause(enrollment=person, starts_on=dt.date(2026, 9, 15), ends_on=dt.date(2026, 9, 24))
    assert list(Pause.objects.values_list("starts_on", "ends_on")) == [(dt.date(2026, 9, 1), dt.date(2026, 9, 30))]
    assert targets() == [None, 200_000, 200_000]


def test_coming_back_gives_the_months_their_targets_again(person):
    pause(enrollment=person, starts_on=dt.date(2026, 9, 1), ends_on=None)
    assert targets() == [None, None, None]
    end_pause(enrollment=person, back_on=dt.date(2026, 10, 20))
    assert targets() == [None, 200_000, 200_000]
    assert IncomeMonth.objects.get(month=Month(2026, 9).first).target is None
