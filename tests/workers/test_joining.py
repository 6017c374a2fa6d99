"""A first day written down wrongly is mended while nothing signed stands on it."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.shared.month import Month
from tests.make import make_earning, make_worker
from workers.domain.closing import close_month, figures_of
from workers.domain.enrollments import leave, open_months_of
from workers.domain.joining import correct_joined_on
from workers.domain.refusals import MonthClosed
from workers.models import Enrollment, IncomeMonth
from workers.models.income_month import Due

LIST = "/admin/workers/enrollment/"


def mend(nichinan, day: dt.date) -> Enrollment:
    return correct_joined_on(enrollment=nichinan.enrollment, joined_on=day)


def test_a_later_first_day_takes_the_person_out_of_the_earlier_months(nichinan):
    open_months_of(nichinan.enrollment)
    IncomeMonth.objects.update(due=Due.NOTHING)
    assert figures_of(nichinan.cohort, Month(2026, 8)).enrolled == 1
    assert mend(nichinan, dt.date(2026, 9, 15)).joined_on == dt.date(2026, 9, 15)
    assert figures_of(nichinan.cohort, Month(2026, 8)).enrolled == 0
    assert figures_of(nichinan.cohort, Month(2026, 9)).enrolled == 1
    assert set(IncomeMonth.objects.values_list("due", flat=True)) == {Due.RECOMPUTE}


def test_an_earlier_first_day_opens_the_months_that_are_new(nichinan):
    mend(nichinan, dt.date(2026, 11, 1))
    assert nichinan.enrollment.income_months.count() == 1
    mend(nichinan, dt.date(2026, 8, 31))
    months = nichinan.enrollment.income_months.order_by("month").values_list("month", flat=True)
    assert [month.month for month in months] == [8, 9, 10, 11]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (dt.date(2026, 1, 9), "この期は2026年1月10日に始まります。その日以降を入れてください。"),
        (dt.date(2026, 10, 6), "2026年10月5日の記録があります。その日か、それより前の日を入れてください。"),
        (dt.date(2027, 12, 1), "1年より先の日です。年を確かめて、2027年11月30日か、それより前の日を入れてください。"),
    ],
)
def test_what_cannot_be_is_refused(nichinan, day, sentence):
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 10, 5))
    with pytest.raises(Refused) as refused:
        mend(nichinan, day)
    assert (str(refused.value), refused.value.field) == (sentence, "joined_on")
    nichinan.enrollment.refresh_from_db()
    assert nichinan.enrollment.joined_on == dt.date(2026, 1, 10)


def test_the_day_of_an_entry_may_be_the_first(nichinan):
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 10, 5))
    assert mend(nichinan, dt.date(2026, 10, 5)).joined_on == dt.date(2026, 10, 5)


def test_nobody_joins_after_they_left(nichinan):
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 9, 1), reason="moved")
    with pytest.raises(Refused, match="この人は2026年9月1日に参加を終えています"):
        mend(nichinan, dt.date(2026, 9, 2))


@pytest.mark.parametrize(("before", "after"), [((2026, 8, 10), (2026, 11, 1)), ((2026, 11, 1), (2026, 8, 10))])
def test_a_signed_off_month_from_the_earlier_day_on_refuses(nichinan, before, after):
    mend(nichinan, dt.date(*before))
    close_month(cohort=nichinan.cohort, month=Month(2026, 8), by=nichinan.official)
    with pytest.raises(MonthClosed) as refused:
        mend(nichinan, dt.date(*after))
    assert refused.value.field == "joined_on"


def test_an_earlier_signed_off_month_is_in_nobodys_way(nichinan):
    mend(nichinan, dt.date(2026, 9, 10))
    close_month(cohort=nichinan.cohort, month=Month(2026, 8), by=nichinan.official)
    assert mend(nichinan, dt.date(2026, 10, 1)).joined_on == dt.date(2026, 10, 1)


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return client


def test_an_official_mends_it_by_its_page(clerk, nichinan):
    assert "参加を始めた日を直す" in clerk.get(f"{LIST}{nichinan.enrollment.pk}/change/").content.decode()
    page = f"{LIST}{nichinan.enrollment.pk}/joined/"
    assert 'value="2026/01/10"' in clerk.get(page).content.decode()
    early = clerk.post(page, {"once": "1", "joined_on": "2025/1/1"})
    assert set(early.context["form"].errors) == {"joined_on"}
    assert clerk.post(page, {"once": "1", "joined_on": "R8.2.1"}).status_code == 302
    nichinan.enrollment.refresh_from_db()
    assert nichinan.enrollment.joined_on == dt.date(2026, 2, 1)


def test_nobody_is_taken_in_more_than_a_year_ahead(clerk, nichinan):
    worker = make_worker(nichinan.municipality)
    data = {"worker": worker.pk, "cohort": nichinan.cohort.pk, "joined_on": "2028/9/1"}
    answer = clerk.post(f"{LIST}add/", data)
    assert set(answer.context["adminform"].form.errors) == {"joined_on"}
    assert not worker.enrollments.exists()
