"""The cohort's pages: its months, the rows behind a month, closing and reopening."""

import datetime as dt
import re

import pytest

from programs.models import AccessRecord, Membership
from programs.shared.month import Month
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_cohort, make_earning, make_enrollment, make_user, make_worker
from tests.signing_in import with_fresh_password, with_old_password
from workers.domain.answers import answer_month
from workers.domain.closing import close_month
from workers.domain.enrollments import open_months_of
from workers.models import MonthClosing
from workers.models.income_month import Answer

OCTOBER = Month(2026, 10)
URL = "/p/nichinan/cohorts/1/2026-10/"


@pytest.fixture
def october(nichinan):
    """Sakita earned 210,000 less 10,000 fee (plan 200,000), Hidaka 90,000, Yano said nothing."""
    people = [
        nichinan.enrollment,
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="日髙", given_name="美咲")),
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="矢野", given_name="由紀")),
    ]
    for enrollment in people:
        open_months_of(enrollment)
    make_earning(people[0], 150_000, dt.date(2026, 10, 3), platform_fee=10_000)
    make_earning(people[0], 60_000, dt.date(2026, 10, 31))
    make_earning(people[1], 90_000, dt.date(2026, 10, 20))
    drain()
    return people


@pytest.fixture
def viewer(nichinan):
    user = make_user("議員")
    Membership.objects.create(user=user, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    return user


def rows(response) -> list[tuple]:
    return [
        (one.worker.family_name, one.gross, one.net, one.difference, one.entries) for one in response.context["page"]
    ]


def token_in(response) -> str:
    return hidden_in(response)["once"]


def hidden_in(response) -> dict[str, str]:
    """The token of the form on the page and, where there is one, the digest of the figures shown."""
    page = response.content.decode()
    found = [re.search(rf'name="{name}"[^>]* value="([^"]+)"', page) for name in ("once", "seen")]
    return {name: one[1] for name, one in zip(("once", "seen"), found, strict=True) if one}


def test_the_rows_add_up_to_the_figures(client, nichinan, october):
    client.force_login(nichinan.director)
    response = client.get(URL)
    assert rows(response) == [
        ("﨑田", 210_000, 200_000, 0, 2),
        ("日髙", 90_000, 90_000, -110_000, 1),
        ("矢野", 0, 0, -200_000, 0),
    ]
    assert response.context["board"].now.net == sum(row[2] for row in rows(response)) == 290_000
    assert '<td role="cell" class="num" data-label="手数料差引後">290,000円</td>' in response.content.decode()


@pytest.mark.parametrize(
    ("show", "people"),
    [
        ("active", ["﨑田", "日髙"]),
        ("reached", ["﨑田"]),
        ("unanswered", ["﨑田", "日髙", "矢野"]),
        ("answered", []),
        ("paused", []),
        ("nonsense", ["﨑田", "日髙", "矢野"]),
    ],
)
def test_the_rows_behind_one_figure(client, nichinan, october, show, people):
    client.force_login(nichinan.director)
    response = client.get(f"{URL}?show={show}")
    assert [row[0] for row in rows(response)] == people
    counted = {key: count for key, _label, count in response.context["filters"]}
    assert counted.get(show, 3) == len(people)


def test_the_figure_of_the_answers_leads_to_those_who_answered(client, nichinan, october):
    answer_month(enrollment=october[0], month=OCTOBER, answer=Answer.REPORTED, by=None)
    answer_month(enrollment=october[2], month=OCTOBER, answer=Answer.NOTHING_EARNED, by=None)
    drain()
    client.force_login(nichinan.director)
    figure = client.get(URL).context["stats"][3]
    page = client.get(figure["url"])
    assert (figure["value"], [row[0] for row in rows(page)]) == ("2", ["﨑田", "矢野"])
    assert ("answered", "回答済み", 2) in page.context["filters"]
    assert f'{URL}?show=answered">2／3人' in client.get("/p/nichinan/cohorts/1/").content.decode()


def test_somebody_paid_after_leaving_is_not_asked(client, nichinan, october):
    october[0].left_on, october[0].leaving_reason = dt.date(2026, 10, 1), "moved"
    october[0].save()
    drain()
    client.force_login(nichinan.director)
    page = client.get(URL)
    assert [(one.worker.family_name, state) for one, state in page.context["lines"][:1]] == [("﨑田", "blank")]
    assert page.content.decode().count("対象外") == 1


def test_the_number_of_queries_of_a_month_is_the_same_for_one_and_three(client, nichinan, django_assert_num_queries):
    client.force_login(nichinan.director)
    client.get(URL)
    with django_assert_num_queries(10):
        client.get(URL)
    for _ in range(2):
        make_earning(make_enrollment(nichinan.cohort), 5_000, dt.date(2026, 10, 3))
    drain()
    with django_assert_num_queries(10):
        client.get(URL)


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


def test_an_official_closes_a_month_once(client, nichinan, october):
    client.force_login(nichinan.official)
    page = client.get(f"{URL}close/")
    assert [one.worker.family_name for one in page.context["preview"].unanswered] == ["﨑田", "日髙", "矢野"]
    form = hidden_in(page)
    for _ in range(2):
        response = client.post(f"{URL}close/", form)
        assert (response.status_code, response.url) == (302, URL)
    closing = MonthClosing.objects.get()
    assert (closing.closed_by, closing.figures["net"]) == (nichinan.official, 290_000)
    assert list(AccessRecord.objects.values_list("action", "detail")) == [("closed", "2026-10")]
    assert "締め済み" in client.get(URL).content.decode()


@pytest.mark.parametrize("missing", ["once", "seen"])
def test_a_form_that_is_not_whole_closes_nothing(client, nichinan, october, missing):
    client.force_login(nichinan.official)
    form = hidden_in(client.get(f"{URL}close/")) | {missing: ""}
    response = client.post(f"{URL}close/", form)
    assert 'class="notice notice-err' in response.content.decode()
    assert not MonthClosing.objects.exists()


def test_figures_nobody_has_seen_are_not_frozen(client, nichinan, october):
    client.force_login(nichinan.official)
    form = hidden_in(client.get(f"{URL}close/"))
    make_earning(october[2], 7_800, dt.date(2026, 10, 30))
    page = client.post(f"{URL}close/", form)
    assert "数字が変わりました。もう一度確かめてから締めてください。" in page.content.decode()
    assert (page.context["total"], MonthClosing.objects.count(), AccessRecord.objects.count()) == (297_800, 0, 0)
    assert client.post(f"{URL}close/", hidden_in(page)).status_code == 302
    assert MonthClosing.objects.get().figures["net"] == 297_800


def test_months_that_wait_before_this_one_are_named(client, nichinan, october):
    client.force_login(nichinan.official)
    assert "これより前に締めていない月が9か月あります" in client.get(f"{URL}close/").content.decode()
    for month in Month.between(Month(2026, 1), Month(2026, 8)):
        close_month(cohort=nichinan.cohort, month=month, by=nichinan.official)
    drain()
    assert client.get(f"{URL}close/").context["earlier"] == [Month(2026, 9)]
    close_month(cohort=nichinan.cohort, month=Month(2026, 9), by=nichinan.official)
    drain()
    assert client.get(f"{URL}close/").context["earlier"] == []


def broken(*args, **kwargs):
    raise RuntimeError("no record")


def test_a_month_is_not_closed_when_that_cannot_be_written_down(client, nichinan, october, monkeypatch):
    client.force_login(nichinan.official)
    form = hidden_in(client.get(f"{URL}close/"))
    monkeypatch.setattr("workers.domain.recorded_closing.record_access", broken)
    with pytest.raises(RuntimeError):
        client.post(f"{URL}close/", form)
    assert not MonthClosing.objects.exists()


def test_a_month_is_not_reopened_when_that_cannot_be_written_down(client, nichinan, october, monkeypatch):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    with_fresh_password(client, nichinan.official)
    form = {"once": token_in(client.get(f"{URL}reopen/")), "reason": "記録もれ"}
    monkeypatch.setattr("workers.domain.recorded_closing.record_access", broken)
    with pytest.raises(RuntimeError):
        client.post(f"{URL}reopen/", form)
    assert MonthClosing.objects.get().reopened_at is None


def test_a_director_is_told_who_can_close(client, nichinan, october):
    client.force_login(nichinan.director)
    page = client.get(f"{URL}close/")
    assert "月を締められるのは、自治体の担当職員です。" in page.content.decode()
    assert page.context["officials"] == ["押川 健一"]
    assert 'name="once"' not in page.content.decode()
    assert client.post(f"{URL}close/", {"once": "x" * 20}).status_code == 403
    assert not MonthClosing.objects.exists()


def test_a_month_that_runs_cannot_be_closed(client, nichinan, october):
    client.force_login(nichinan.official)
    page = client.get("/p/nichinan/cohorts/1/2026-11/close/")
    assert "2026年11月はまだ終わっていません" in page.content.decode()
    form = {"once": "a token of my own", "seen": "what I saw"}
    response = client.post("/p/nichinan/cohorts/1/2026-11/close/", form)
    assert (response.status_code, MonthClosing.objects.count()) == (200, 0)


def test_reopening_asks_for_the_password_and_a_reason(client, nichinan, october):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    drain()
    with_old_password(client, nichinan.official)
    assert "reauthenticate" in client.get(f"{URL}reopen/").url
    with_fresh_password(client, nichinan.official)
    form = {"once": token_in(client.get(f"{URL}reopen/")), "reason": " "}
    assert "＊" in client.post(f"{URL}reopen/", form).content.decode()
    assert client.post(f"{URL}reopen/", form | {"reason": "記録もれが見つかった"}).status_code == 302
    drain()
    closing = MonthClosing.objects.get()
    assert (closing.reopened_by, closing.reopening_reason) == (nichinan.official, "記録もれが見つかった")
    assert CohortMonth.objects.get(cohort=nichinan.cohort, month=OCTOBER.first).frozen is False
    assert "記録もれが見つかった" in client.get(URL).content.decode()


def test_a_reason_with_a_my_number_is_refused(client, nichinan, october):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    with_fresh_password(client, nichinan.official)
    form = {"once": token_in(client.get(f"{URL}reopen/")), "reason": "番号は1234 5678 9018です"}
    assert "マイナンバー（個人番号）と思われる数字" in client.post(f"{URL}reopen/", form).content.decode()
    assert MonthClosing.objects.get().reopened_at is None


def test_a_director_is_told_who_can_reopen(client, nichinan, october):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    client.force_login(nichinan.director)
    page = client.get(f"{URL}reopen/")
    text = page.content.decode()
    assert ("月を開け直せるのは、自治体の担当職員です。" in text, "<textarea" in text) == (True, False)
    assert page.context["officials"] == ["押川 健一"]
    assert client.post(f"{URL}reopen/", {"once": "x" * 20, "reason": "記録もれ"}).status_code == 403
    assert MonthClosing.objects.get().reopened_at is None


@pytest.mark.parametrize(
    "path",
    [
        *("cohorts/9/", "cohorts/99999999999999999999/", "people/99999999999999999999/"),
        *("cohorts/1/2026-12/", "cohorts/1/2025-12/", "cohorts/1/abc/", "cohorts/1/2026-13/close/"),
    ],
)
def test_what_is_not_there_is_not_found(client, nichinan, path):
    client.force_login(nichinan.official)
    assert client.get(f"/p/nichinan/{path}").status_code == 404


def test_a_viewer_reads_and_changes_nothing(client, nichinan, viewer, october):
    client.force_login(viewer)
    assert [client.get(path).status_code for path in ("/p/nichinan/", URL, f"{URL}close/")] == [200, 200, 200]
    assert client.post(f"{URL}close/", {"once": "x" * 20}).status_code == 403
    assert client.post(f"{URL}reopen/", {"once": "x" * 20}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        *("", "people/", "cohorts/", "cohorts/1/", "cohorts/1/2026-10/", "cohorts/1/2026-10/close/"),
        *("cohorts/1/2026-10/reopen/", "cohorts/1/people/export/", "cohorts/1/months/export/"),
    ],
)
def test_komagane_sees_nothing_of_nichinan(client, nichinan, komagane, october, path):
    for user in (komagane.official, komagane.director, komagane.worker_user, nichinan.worker_user):
        client.force_login(user)
        assert client.get(f"/p/nichinan/{path}").status_code == 404
