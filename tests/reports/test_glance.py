"""The first page of the admin: which months wait to be closed."""

import datetime as dt

from django.urls import reverse

from programs.models import User
from workers.domain.enrollments import leave, open_months_of
from workers.domain.roll_up import roll_up_listed
from workers.models import Earning, IncomeMonth


def waiting(client, user: User) -> list[str]:
    client.force_login(user)
    (row,) = client.get(reverse("admin:index")).context["glance"]
    return [str(month) for month in row.to_close]


def test_a_month_nobody_takes_part_in_does_not_wait_to_be_closed(client, nichinan):
    open_months_of(nichinan.enrollment)
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 9, 1), reason="hired")
    assert waiting(client, nichinan.official)[-2:] == ["2026-07", "2026-08"]


def test_a_month_outside_the_stay_with_an_entry_waits(client, nichinan):
    open_months_of(nichinan.enrollment)
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 9, 1), reason="hired")
    Earning.objects.create(
        enrollment=nichinan.enrollment, earned_on=dt.date(2026, 10, 3), source="direct", title="x", gross=1_000
    )
    roll_up_listed(IncomeMonth.objects.filter(month="2026-10-01").values_list("pk", flat=True))
    assert waiting(client, nichinan.official)[-2:] == ["2026-08", "2026-10"]
