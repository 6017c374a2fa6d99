"""The months of a person: the list, one month, and the question at a month's end."""

import datetime as dt
import re

import pytest
import time_machine

from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_program, make_user, make_worker
from tests.workers.typed import HTMX, without_secrets
from workers.domain.answers import answer_month
from workers.domain.closing import close_month
from workers.domain.enrollments import open_months_of
from workers.domain.targets import pause
from workers.models import IncomeMonth

OCTOBER = "/earnings/2026-10/"
ANSWER = "/earnings/2026-10/answer/"


def listed(html: str) -> dict[str, str]:
    """Badge and amount of every month in the list."""
    rows = re.findall(r'<a class="row-link" href="/earnings/(\d{4}-\d\d)/">(.*?)</a>', html, re.DOTALL)
    return {month: re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)).strip() for month, row in rows}


def answer_of(enrollment) -> str:
    """Of October."""
    return IncomeMonth.objects.get(enrollment=enrollment, month="2026-10-01").answer


def test_the_list_has_a_row_for_every_month_of_the_stay(worker):
    html = worker.get("/earnings/").content.decode()
    assert list(listed(html)) == [str(Month(2026, 11) - n) for n in range(11)]
    assert re.findall(r"<h2>(\d+年度)</h2><span class=\"sub\">([^<]+)", html) == [
        ("2026年度", "令和8年度"),
        ("2025年度", "令和7年度"),
    ]


def test_every_state_has_its_word(worker, nichinan):
    enrollment, by = nichinan.enrollment, nichinan.worker_user
    open_months_of(enrollment)
    make_earning(enrollment, 18_400, dt.date(2026, 11, 3))
    make_earning(enrollment, 52_300, dt.date(2026, 9, 3))
    answer_month(enrollment=enrollment, month=Month(2026, 9), answer="reported", by=by)
    answer_month(enrollment=enrollment, month=Month(2026, 8), answer="nothing_earned", by=by)
    pause(enrollment=enrollment, starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 7, 31), reason="farm_season")
    make_earning(enrollment, 31_800, dt.date(2026, 6, 3))
    answer_month(enrollment=enrollment, month=Month(2026, 5), answer="nothing_earned", by=by)
    answer_month(enrollment=enrollment, month=Month(2026, 4), answer="excused", by=nichinan.director)
    drain()
    for month in (Month(2026, 6), Month(2026, 5)):
        close_month(cohort=nichinan.cohort, month=month, by=nichinan.official)

    rows = listed(worker.get("/earnings/").content.decode())
    assert {
        month[-2:]: " ".join(rows[f"2026-{month}"].split()[1:4]) for month in ["11", "09", "08", "07", "06", "05", "04"]
    } == {
        "11": "今月 1件・22日まで 18,400",
        "09": "全部記録 1件 52,300",
        "08": "収入なし 本人の回答 収入なし",
        "07": "お休み 農繁期 計画なし",
        "06": "締め済み 1件・11月22日 31,800",
        "05": "締め済み 本人の回答 収入なし",
        "04": "回答不要 記録がまだありません —",
    }


def test_the_oldest_open_month_is_asked_first(worker, nichinan):
    html = worker.get("/earnings/").content.decode()
    assert "1月は、収入がありませんでしたか？" in html
    assert "上の質問にお答えください" in listed(html)["2026-01"]


def test_a_deadline_is_told_until_it_has_passed(worker):
    with time_machine.travel(dt.datetime(2026, 11, 3, 3, tzinfo=dt.UTC)):
        assert "10月のたしかめ・11月5日（木）まで" in worker.get(OCTOBER).content.decode()
    with time_machine.travel(dt.datetime(2026, 11, 6, 3, tzinfo=dt.UTC)):
        assert re.search(r"10月のたしかめ\s*</p>", worker.get(OCTOBER).content.decode())


def test_the_running_month_is_asked_in_its_last_days_only(worker, nichinan):
    make_earning(nichinan.enrollment, 18_400)
    asked = {}
    for day in (27, 28, 30):
        with time_machine.travel(dt.datetime(2026, 11, day, 3, tzinfo=dt.UTC)):
            asked[day] = "11月の記録は、これで全部ですか？" in worker.get("/earnings/2026-11/").content.decode()
    assert asked == {27: False, 28: True, 30: True}


@pytest.mark.parametrize(("entries", "answer"), [(0, "nothing_earned"), (2, "reported")])
def test_the_question_offers_the_answer_that_fits(worker, nichinan, entries, answer):
    for _number in range(entries):
        make_earning(nichinan.enrollment, earned_on=dt.date(2026, 10, 3))
    html = worker.get(OCTOBER).content.decode()
    assert re.findall(r'name="answer" value="(\w+)"', html) == [answer]
    words = re.findall(r'class="btn btn-phone"[^>]*>([^<]+)<', html.partition('class="dock-row"')[2])
    assert [len(word) <= 8 for word in words[:2]] == [True, True]  # more do not fit into half of a phone
    assert worker.post(ANSWER, {"answer": answer, "asked_on": "month"})["Location"] == OCTOBER
    assert answer_of(nichinan.enrollment) == answer


def test_an_answer_can_be_taken_back(worker, nichinan):
    answer_month(enrollment=nichinan.enrollment, month=Month(2026, 10), answer="nothing_earned", by=None)
    assert "「収入はなかった」と答えています。" in worker.get(OCTOBER).content.decode()
    worker.post(ANSWER, {"answer": "open", "asked_on": "month"})
    assert answer_of(nichinan.enrollment) == "open"


def test_an_answer_against_the_entries_is_refused_in_words(worker, nichinan):
    make_earning(nichinan.enrollment, earned_on=dt.date(2026, 10, 3))
    response = worker.post(ANSWER, {"answer": "nothing_earned", "asked_on": "list"})
    assert response.status_code == 409
    assert "notice-err" in response.content.decode()
    assert answer_of(nichinan.enrollment) == "open"


def test_a_closed_month_says_who_closed_it_and_what_to_do(worker, nichinan):
    earning = make_earning(nichinan.enrollment, earned_on=dt.date(2026, 10, 3))
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    html = worker.get(OCTOBER).content.decode()
    assert "2026年10月は11月22日に押川 健一さんが締めました。" in html
    assert "その記録を開いて今月の日付で訂正するか" in html
    assert f"/earnings/{earning.pk}/correct/" in worker.get(f"/earnings/{earning.pk}/change/").content.decode()
    assert worker.post(ANSWER, {"answer": "reported", "asked_on": "month"}).status_code == 409


def test_a_month_adds_up_and_names_what_counts(worker, nichinan):
    make_earning(
        nichinan.enrollment, 11_000, dt.date(2026, 10, 3), platform_fee=2_420, transfer_fee=100, withholding=1_021
    )
    html = worker.get(OCTOBER).content.decode()
    sums = re.findall(r"<dt>([^<]+).*?<dd>(.*?)</dd>", html)
    assert {name: re.sub("<[^>]+>", "", amount) for name, amount in sums} == {
        "報酬（税込）": "11,000円",
        "システム利用料": "−2,420円",
        "手数料差引後": "8,580円",
        "振込手数料": "−100円",
        "源泉徴収税額": "−1,021円",
        "受取額": "7,459円",
    }
    assert re.findall(r"<dt>([^<]+)<span class=\"sub\">計画に数える額", html) == ["手数料差引後"]


def test_the_entries_of_a_month_stand_newest_first(worker, nichinan):
    for day in (3, 20, 11):
        make_earning(nichinan.enrollment, 1_000, dt.date(2026, 10, day))
    entries = worker.get("/earnings/2026-10/").context["entries"]
    assert [one.earned_on.day for one in entries] == [20, 11, 3]


def test_a_program_that_counts_gross_shows_gross(client, db):
    user = make_user()
    program = make_program(target_basis="gross")
    enrollment = make_enrollment(make_cohort(program), worker=make_worker(program.municipality, user=user))
    make_earning(enrollment, 11_000, platform_fee=2_420)
    client.force_login(user)
    html = client.get("/earnings/2026-11/").content.decode()
    assert 'money-hero">11,000' in html
    assert "手数料を引く前の額" in html
    assert re.findall(r"<dt>([^<]+)<span class=\"sub\">計画に数える額", html) == ["報酬（税込）"]


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-1", "10", "abc", "２０２６-10", "9999-12-01"])
@pytest.mark.parametrize("page", ["/earnings/{}/", "/earnings/add/?month={}"])
def test_a_month_that_makes_no_sense_is_not_found(worker, month, page):
    assert worker.get(page.format(month)).status_code == 404


@pytest.mark.parametrize("month", ["2025-12", "2026-12", "0001-01", "9999-12"])
def test_a_month_outside_the_stay_is_not_found(worker, month):
    assert worker.get(f"/earnings/{month}/").status_code == 404


@pytest.mark.parametrize("fields", [{}, {"answer": "excused"}, {"answer": "closed"}])
def test_an_answer_that_is_none_is_not_found(worker, nichinan, fields):
    assert worker.post(ANSWER, fields).status_code == 404
    assert not IncomeMonth.objects.exists()


@pytest.mark.parametrize("month", ["2025-12", "2026-12"])
def test_a_month_outside_the_stay_cannot_be_answered(worker, month):
    answer = {"answer": "nothing_earned", "asked_on": "list"}
    assert worker.post(f"/earnings/{month}/answer/", answer).status_code == 404


@pytest.mark.parametrize(("asked_on", "page", "part"), [("list", "/earnings/", "list"), ("month", OCTOBER, "month")])
def test_the_part_an_answer_gets_is_found_in_the_page_loaded_afresh(worker, asked_on, page, part):
    answered = worker.post(ANSWER, {"answer": "nothing_earned", "asked_on": asked_on}, headers=HTMX)
    received = without_secrets(answered.content.decode()).strip()
    assert (answered.status_code, received.startswith(f'<div id="earning-{part}"')) == (200, True)
    assert received in without_secrets(worker.get(page).content.decode())


def test_nobody_elses_month_is_shown_or_answered(client, nichinan, komagane):
    make_earning(nichinan.enrollment, 77_777, dt.date(2026, 10, 3), title="日南の仕事")
    client.force_login(komagane.worker_user)
    for page in ("/", "/earnings/", OCTOBER):
        html = client.get(page).content.decode()
        assert ("77,777" in html, "日南の仕事" in html) == (False, False)
    client.post(ANSWER, {"answer": "nothing_earned", "asked_on": "month"})
    assert (answer_of(nichinan.enrollment), answer_of(komagane.enrollment)) == ("open", "nothing_earned")


@pytest.mark.parametrize("who", ["official", "director"])
def test_staff_have_no_months_of_their_own(client, nichinan, who):
    client.force_login(getattr(nichinan, who))
    assert [client.get(page).status_code for page in ("/earnings/", OCTOBER)] == [404, 404]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("/earnings/", 4), (OCTOBER, 6)])
def test_months_ask_the_database_as_often_with_one_row_as_with_three(
    worker, nichinan, rows, page, queries, django_assert_num_queries
):
    for number in range(rows):
        make_earning(nichinan.enrollment, earned_on=dt.date(2026, 10 - number, 3))
        make_earning(nichinan.enrollment, earned_on=dt.date(2026, 10, 3 + number))
    with django_assert_num_queries(
        queries
    ):  # session, person, enrollment, months; entries of one, and those removed from it
        worker.get(page)
