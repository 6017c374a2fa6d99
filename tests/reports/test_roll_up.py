import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programs.shared.month import Month
from reports.domain.cohort_months import COLUMNS
from reports.domain.rebuild import check, rebuild
from reports.domain.roll_up import drain, parked
from reports.models import CohortMonth, Sweep
from tests.make import make_cohort, make_earning, make_enrollment, make_program
from workers.domain.closing import close_month, figures_of, reopen_month
from workers.domain.targets import mark_program, pause
from workers.models import Earning, IncomeMonth

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
NOVEMBER = Month(2026, 11)


def stored(cohort, month=NOVEMBER) -> dict:
    row = CohortMonth.objects.get(cohort=cohort, month=month.first)
    figures = {column: getattr(row, column) for column in COLUMNS if not column.startswith("band_")}
    return figures | {"bands": tuple(row.bands)}


def plain(cohort, month=NOVEMBER) -> dict:
    return figures_of(cohort, month).as_json() | {"bands": figures_of(cohort, month).bands}


def test_draining_counts_a_month_into_its_cohort(nichinan):
    make_earning(nichinan.enrollment, 12_000, platform_fee=2_640)
    make_enrollment(nichinan.cohort)
    assert drain() == 1
    figures = stored(nichinan.cohort)
    assert (figures["net"], figures["active"], figures["enrolled"], figures["mean"]) == (9_360, 1, 2, 9_360)
    assert drain() == 0


@pytest.mark.parametrize("people", [0, 1, 2, 3, 4, 7])
def test_the_statement_and_the_plain_arithmetic_agree(people):
    cohort = make_cohort(make_program(target_basis="gross" if people % 2 else "net"))
    for n in range(people):
        enrollment = make_enrollment(cohort)
        for _time in range(n):
            make_earning(enrollment, 9_999 * (n + 1) ** 2, platform_fee=1_000 * n, minutes=30)
    resting = make_enrollment(cohort)
    pause(enrollment=resting, starts_on=dt.date(2026, 1, 10), ends_on=None)
    make_earning(resting, 250_000)
    drain()
    assert stored(cohort) == plain(cohort)


def test_people_who_left_are_no_longer_enrolled_but_their_pay_stays(nichinan):
    make_earning(nichinan.enrollment, 8_000, dt.date(2026, 10, 5))
    gone = make_enrollment(nichinan.cohort, left_on=dt.date(2026, 10, 1), leaving_reason="moved")
    IncomeMonth.objects.create(enrollment=gone, month=OCTOBER.first)
    Earning.objects.bulk_create(
        [Earning(enrollment=gone, earned_on=dt.date(2026, 10, 9), source="team", title="校正", gross=5_000)]
    )
    drain()
    figures = stored(nichinan.cohort, OCTOBER)
    assert (figures["enrolled"], figures["active"], figures["gross"]) == (1, 2, 13_000)
    assert figures == plain(nichinan.cohort, OCTOBER)


def test_a_closed_cohort_month_shows_what_was_signed_off(nichinan):
    make_earning(nichinan.enrollment, 210_000, dt.date(2026, 10, 5), platform_fee=20_000)
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    drain()
    nichinan.program.target_basis = "gross"
    nichinan.program.save()
    mark_program(nichinan.program)
    rebuild()
    row = CohortMonth.objects.get(month=OCTOBER.first)
    assert (row.mean, row.reached, row.frozen) == (190_000, 0, True)

    reopen_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official, reason="計算の基準を直すため")
    drain()
    row.refresh_from_db()
    assert (row.mean, row.reached, row.frozen) == (210_000, 1, False)


def test_a_rebuild_mends_what_was_written_past_the_gate(nichinan):
    make_earning(nichinan.enrollment, 8_000)
    Earning.objects.bulk_create(
        [
            Earning(enrollment=nichinan.enrollment, earned_on=day, source="team", title="校正", gross=5_000)
            for day in (dt.date(2026, 11, 9), dt.date(2026, 9, 9))
        ]
    )
    stale = make_earning(make_enrollment(nichinan.cohort), 3_000, dt.date(2026, 10, 9))
    Earning.objects.filter(pk=stale.pk).delete()
    assert len(check()) == 3

    rebuild()

    months = IncomeMonth.objects.order_by("month", "enrollment").values_list("month", "gross", "target")
    assert list(months) == [
        (dt.date(2026, 9, 1), 5_000, 200_000),
        (dt.date(2026, 10, 1), 0, 200_000),
        (dt.date(2026, 11, 1), 13_000, 200_000),
    ]
    assert check() == []


def test_a_rebuild_leaves_closed_months_alone(nichinan):
    make_earning(nichinan.enrollment, 8_000, dt.date(2026, 10, 5))
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    Earning.objects.update(gross=9_000)
    rebuild()
    assert IncomeMonth.objects.get(month=OCTOBER.first).gross == 8_000
    (found,) = check()
    assert found.wrong == {"gross": (8_000, 9_000), "net": (8_000, 9_000), "received": (8_000, 9_000)}
    assert "9000" in str(found)
    assert "9000" not in found.place


def test_the_check_command_fails_aloud_and_raises_the_alarm(nichinan):
    make_earning(nichinan.enrollment, 8_000)
    drain()
    call_command("roll_up", check=True, stdout=(quiet := StringIO()))
    assert quiet.getvalue() == "Every figure equals its earnings\n"

    IncomeMonth.objects.update(gross=1, net=1)
    with pytest.raises(CommandError):
        call_command("roll_up", check=True, stdout=StringIO())
    assert Sweep.objects.get(name="check").alarm.count("\n") == 1  # the month, and the cohort above it

    call_command("roll_up", rebuild=True, check=True, stdout=StringIO())
    assert Sweep.objects.get(name="check").alarm == ""


def test_a_closing_made_before_a_figure_existed_does_not_stop_the_others(nichinan):
    make_earning(nichinan.enrollment, 8_000, dt.date(2026, 10, 5))
    closing = close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    del closing.figures["minutes"]
    closing.save()
    make_earning(nichinan.enrollment, 5_000)
    drain()
    assert stored(nichinan.cohort)["gross"] == 5_000
    assert stored(nichinan.cohort, OCTOBER)["minutes"] == 0


def test_one_poison_row_does_not_hold_the_others_back(nichinan, caplog):
    for _n in range(3):
        make_earning(make_enrollment(nichinan.cohort), 7_000)
    drain()
    poison = IncomeMonth.objects.order_by("pk")[1]
    IncomeMonth.objects.update(due=2, net=0, gross=0)
    if connection.vendor == "postgresql":
        test = f"NEW.id = {poison.pk} AND NEW.due = 1"
        body = f"BEGIN IF {test} THEN RAISE numeric_value_out_of_range; END IF; RETURN NEW; END"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
            cursor.execute(
                "CREATE TRIGGER poison BEFORE UPDATE ON workers_incomemonth FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TRIGGER poison BEFORE UPDATE ON workers_incomemonth WHEN NEW.id = {poison.pk} AND NEW.due = 1"
                " BEGIN SELECT RAISE(ABORT, 'poison'); END"
            )
    for _time in range(5):
        drain()

    assert parked() == [poison]
    assert list(IncomeMonth.objects.exclude(pk=poison.pk).values_list("due", "net")) == [(0, 7_000), (0, 7_000)]
    assert drain() == 0
