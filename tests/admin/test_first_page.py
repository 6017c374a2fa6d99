"""The first page of the administration: what waits to be closed, whatever month is looked at."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.make import make_cohort, make_enrollment
from workers.domain.enrollments import open_months_of

INDEX = reverse("admin:index")


def heading(response) -> str:
    return response.content.decode().partition("<h1>")[2].partition("</h1>")[0]


def test_the_headline_counts_months_in_japanese_whatever_is_looked_at(clerk, nichinan):
    open_months_of(nichinan.enrollment)
    later = make_cohort(nichinan.program, starts_on=dt.date(2026, 9, 1))
    open_months_of(make_enrollment(later, joined_on=dt.date(2026, 9, 1)))
    assert heading(clerk.get(INDEX)) == "締めを待つ月が12か月あります"
    assert heading(clerk.get(INDEX, {"month": "2026-03"})) == "締めを待つ月が12か月あります"
    assert len(clerk.get(INDEX, {"month": "2026-03"}).context["glance"]) == 1


@pytest.mark.parametrize("month", ["0001-01", "1999-12", "9999-12", "x", "0000-01", "2026-13"])
def test_no_month_breaks_it(clerk, nichinan, month):
    assert clerk.get(INDEX, {"month": month}).status_code == 200


def test_nothing_lies_before_the_earliest_month(clerk, nichinan):
    context = clerk.get(INDEX, {"month": "0001-01"}).context
    assert (str(context["glance_month"]), context["glance_before"]) == ("2000-01", None)


@pytest.mark.parametrize(("year", "status"), [("2026", 200), ("9" * 25, 400), ("1", 400), ("-5", 400), ("0000", 400)])
def test_a_year_no_calendar_knows_is_refused(clerk, nichinan, year, status):
    page = reverse("admin:programs_accessrecord_changelist")
    assert clerk.get(page, {"at__year": year}).status_code == status
