"""Who has not answered: on one page, with the ways to excuse, to write and to note a contact."""

import datetime as dt

import pytest
from django.test import Client

from programs.shared.month import Month
from tests.make import make_cohort, make_enrollment, make_worker
from workers.domain.answers import answer_month
from workers.domain.closing import close_month
from workers.domain.targets import pause
from workers.models import IncomeMonth, Reminder

OCTOBER = Month(2026, 10)
PAGE = "/p/nichinan/months/2026-10/unanswered/"


def names(client, page: str = PAGE) -> list[str]:
    return [one.worker.full_name for one in client.get(page).context["page"]]


def test_those_who_owe_an_answer_and_no_others(desk, nichinan, october, komagane):
    assert names(desk) == ["﨑田 恭", "日髙 美咲", "矢野 由紀"]
    answer_month(enrollment=october[2], month=OCTOBER, answer="nothing_earned", by=nichinan.director)
    pause(enrollment=october[1], starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 31))
    assert names(desk) == ["﨑田 恭"]
    assert "𠮷田" not in desk.get(PAGE).content.decode()


def test_one_tap_excuses_and_comes_back_to_the_list(desk, october):
    page = desk.get(PAGE).content.decode()
    assert page.count("回答不要にする<") == 3
    answer = desk.post(f"/p/nichinan/people/{october[0].pk}/2026-10/excuse/",
                       {"answer": "excused", "back": "unanswered", "cohort": "1"})  # fmt: skip
    assert answer.url == f"{PAGE}?cohort=1"
    assert IncomeMonth.objects.get(enrollment=october[0], month=OCTOBER.first).answer == "excused"
    assert names(desk) == ["日髙 美咲", "矢野 由紀"]
    odd = {"answer": "excused", "back": "unanswered", "cohort": "1&x=//evil.example"}
    assert desk.post(f"/p/nichinan/people/{october[1].pk}/2026-10/excuse/", odd).url == PAGE


def test_the_ways_to_get_in_touch_stand_beside_the_name(desk, october):
    page = desk.get(PAGE).content.decode()
    for one in october:
        assert f'href="/p/nichinan/people/{one.pk}/matters/add/"' in page
        assert f'href="/p/nichinan/people/{one.pk}/contacts/"' in page


def test_what_was_sent_is_told(desk, october):
    Reminder.objects.create(enrollment=october[0], month=OCTOBER.first, step=1, channel="mail")
    assert "11月22日（日） 1回目のお知らせ" in desk.get(PAGE).content.decode()


def test_a_cohort_alone(desk, nichinan, october):
    second = make_cohort(nichinan.program, number=2, starts_on=dt.date(2026, 10, 1))
    make_enrollment(second, worker=make_worker(family_name="新人", given_name="さん"))
    assert len(names(desk)) == 4
    assert (names(desk, f"{PAGE}?cohort=2"), len(names(desk, f"{PAGE}?cohort=x"))) == (["新人 さん"], 4)


def test_a_closed_month_asks_nobody(desk, nichinan, october):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    assert "全員が回答しました" not in desk.get("/p/nichinan/months/2026-09/unanswered/").content.decode()
    assert "この月に、回答を待っている方はいません" in desk.get(PAGE).content.decode()


def test_the_dashboard_and_the_month_lead_here(desk, october):
    board = desk.get("/p/nichinan/").content.decode()
    assert ("未回答の方3人を見る" in board, "/unanswered/?cohort=1" in board) == (True, True)
    assert f"{PAGE}?cohort=1" in desk.get("/p/nichinan/cohorts/1/2026-10/").content.decode()


def test_viewers_see_the_list_and_no_buttons(viewer, october):
    client = Client()
    client.force_login(viewer)
    page = client.get(PAGE).content.decode()
    assert ("矢野 由紀" in page, "回答不要にする" in page, "matters/add" in page) == (True, False, False)


@pytest.mark.parametrize("month", ["2027-01", "2026-13", "x"])
def test_no_month_no_page(desk, month):
    assert desk.get(f"/p/nichinan/months/{month}/unanswered/").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_same_few_questions_for_one_and_three(people, desk, nichinan, django_assert_num_queries):
    for _n in range(people - 1):
        make_enrollment(nichinan.cohort, worker=make_worker())
    desk.get(PAGE)
    with django_assert_num_queries(11):
        desk.get(PAGE)
