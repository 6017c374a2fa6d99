"""One month of every cohort closed in one go: one preview, each cohort by itself."""

import datetime as dt

import pytest

from programs.models import AccessRecord
from programs.shared.month import Month
from reports.domain.rebuild import check
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_worker
from workers.domain.closing import close_month
from workers.domain.enrollments import open_months_of
from workers.models import MonthClosing

OCTOBER = Month(2026, 10)
PAGE = "/p/nichinan/months/2026-10/close/"


@pytest.fixture
def three_cohorts(nichinan, october, komagane):
    """The first with 290,000 after the fee; the second 50,000; the third begins in November."""
    second, third = (
        make_cohort(nichinan.program, number=number, starts_on=dt.date(2026, month, 1))
        for number, month in ((2, 9), (3, 11))
    )
    person = make_enrollment(second, worker=make_worker())
    open_months_of(person)
    make_earning(person, 50_000, dt.date(2026, 10, 9))
    drain()
    return nichinan.cohort, second, third, person


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return client


def form_of(client) -> dict[str, str]:
    page = client.get(PAGE)
    return {"once": page.context["form"]["once"].value(), "seen": page.context["seen"]}


def closed() -> list[int]:
    return list(MonthClosing.objects.order_by("cohort__number").values_list("cohort__number", flat=True))


def test_the_preview_names_each_cohort_and_what_is_missing(clerk, three_cohorts):
    page = clerk.get(PAGE)
    shown = [(one.cohort.number, one.total, one.unanswered, bool(one.refusal)) for one in page.context["previews"]]
    assert shown == [(1, 290_000, 3, False), (2, 50_000, 1, False), (3, 0, 0, True)]
    text = page.content.decode()
    assert "まだ回答していない方が4人います" in text
    assert "2つの期を締める" in text
    assert "2026年10月には、この期はまだ始まっていません" in text


def test_one_press_closes_all_that_can_be_closed(clerk, nichinan, three_cohorts):
    answer = clerk.post(PAGE, form_of(clerk), follow=True)
    assert (closed(), "2つの期で締めました：第1期、第2期" in answer.content.decode()) == ([1, 2], True)
    assert list(AccessRecord.objects.filter(action="closed").values_list("detail", flat=True)) == ["2026-10"] * 2
    drain()
    assert check() == []


def test_a_cohort_whose_figures_changed_stays_open_and_is_named(clerk, three_cohorts):
    form = form_of(clerk)
    make_earning(three_cohorts[3], 1_000, dt.date(2026, 10, 10))
    text = clerk.post(PAGE, form, follow=True).content.decode()
    assert (closed(), "1つの期で締めました：第1期" in text) == ([1], True)
    assert "第2期：" in text
    assert "数字が変わりました" in text


def test_a_cohort_closed_meanwhile_holds_nobody(clerk, nichinan, three_cohorts):
    form = form_of(clerk)
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    text = clerk.post(PAGE, form, follow=True).content.decode()
    assert (closed(), "第1期：2026年10月はすでに締めています" in text) == ([1, 2], True)


def test_a_double_tap_closes_once_and_says_so_twice(clerk, three_cohorts):
    form = form_of(clerk)
    texts = [clerk.post(PAGE, form, follow=True).content.decode() for _n in range(2)]
    assert (closed(), ["2つの期で締めました" in text for text in texts]) == ([1, 2], [True, True])


@pytest.mark.parametrize("seen", ["", "x", "1", "²:3", "9:ab", "1:ab 2:cd", "9" * 5_000 + ":ab"])
def test_figures_nobody_saw_close_nothing(clerk, three_cohorts, seen):
    assert clerk.post(PAGE, form_of(clerk) | {"seen": seen}, follow=True).status_code == 200
    assert closed() == []


def test_a_director_reads_and_is_told_who_closes(client, nichinan, three_cohorts):
    client.force_login(nichinan.director)
    page = client.get(PAGE)
    assert ("押川 健一" in page.content.decode(), "つの期を締める" in page.content.decode()) == (True, False)
    form = {"once": "x" * 20, "seen": page.context["seen"]}
    assert (client.post(PAGE, form).status_code, closed()) == (403, [])


def test_the_running_month_cannot_be_closed(clerk, three_cohorts):
    text = clerk.get("/p/nichinan/months/2026-11/close/").content.decode()
    assert ("まだ終わっていません" in text, '<form class="card' in text) == (True, False)


@pytest.mark.parametrize("cohorts", [1, 3])
def test_as_many_questions_for_one_cohort_and_three(cohorts, clerk, nichinan, django_assert_num_queries):
    for number in range(2, cohorts + 1):
        cohort = make_cohort(nichinan.program, number=number)
        make_enrollment(cohort, worker=make_worker())
    clerk.get(PAGE)
    with django_assert_num_queries(13):
        clerk.get(PAGE)
