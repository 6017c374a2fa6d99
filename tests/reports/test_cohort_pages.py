"""The list of cohorts with the whole program on top, and the months of one cohort."""

import datetime as dt

import pytest

from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment


def test_the_cohort_lists_its_months_with_those_asked(client, nichinan, october):
    client.force_login(nichinan.director)
    october_row = client.get("/p/nichinan/cohorts/1/").context["rows"][1]
    assert (october_row.figures.net, october_row.asked, october_row.answered, october_row.withheld) == (
        290_000,
        3,
        0,
        True,
    )


def test_the_list_of_cohorts_names_the_oldest_open_month(client, nichinan, october):
    client.force_login(nichinan.director)
    ((cohort, last, waiting),) = client.get("/p/nichinan/cohorts/?month=2026-10").context["rows"]
    assert (cohort, last.mean, waiting[0].period, len(waiting)) == (nichinan.cohort, 145_000, Month(2026, 1), 10)


def test_the_town_has_each_number_once(client, nichinan, komagane, october):
    second = make_cohort(nichinan.program, number=2, starts_on=dt.date(2026, 9, 1))
    make_earning(make_enrollment(second), 250_000, dt.date(2026, 10, 8), platform_fee=1_000)
    make_earning(make_enrollment(second), 7_000, dt.date(2026, 11, 2))
    make_earning(komagane.enrollment, 999_999, dt.date(2026, 10, 8))
    drain()
    client.force_login(nichinan.director)
    page = client.get("/p/nichinan/cohorts/?month=2026-10")
    figures = [(one["value"], one["unit"], one["line"]) for one in page.context["stats"]]
    assert figures == [
        ("5", "人", "9月は 3人"),
        ("3", "人", "9月は 0人"),
        ("539,000", "円", "9月は 0円"),
        ("2", "人", "9月は 0人"),
    ]
    rows = [row for _cohort, row, _waiting in page.context["rows"]]
    assert (sum(row.enrolled for row in rows), sum(row.net for row in rows)) == (5, 539_000)
    november = client.get("/p/nichinan/cohorts/")
    assert [one["value"] for one in november.context["stats"]] == ["5", "1", "7,000", "0"]
    assert "収入があった人が1人のため" in november.context["withheld"]


def test_a_program_that_counts_gross_has_its_gross_total(client, nichinan, october):
    type(nichinan.program).objects.update(target_basis="gross")
    client.force_login(nichinan.director)
    assert client.get("/p/nichinan/cohorts/?month=2026-10").context["stats"][2]["value"] == "300,000"


@pytest.mark.parametrize("month", ["2026-12", "x", "2026-13"])
def test_a_month_that_is_none_is_not_found_in_the_list(client, nichinan, month):
    client.force_login(nichinan.director)
    assert client.get(f"/p/nichinan/cohorts/?month={month}").status_code == 404


@pytest.mark.parametrize("others", [0, 2])
def test_the_number_of_queries_of_the_list_is_the_same(client, nichinan, others, django_assert_num_queries):
    for n in range(others):
        make_earning(make_enrollment(make_cohort(nichinan.program, number=n + 2)), 1_000, dt.date(2026, 10, 8))
    drain()
    client.force_login(nichinan.director)
    with django_assert_num_queries(7):
        client.get("/p/nichinan/cohorts/")
