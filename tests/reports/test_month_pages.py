"""A cohort's month: the rows behind its figures, and who sees them."""

import datetime as dt

import pytest

from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_earning, make_enrollment
from workers.domain.answers import answer_month
from workers.models.income_month import Answer

OCTOBER = Month(2026, 10)
URL = "/p/nichinan/cohorts/1/2026-10/"


def rows(response) -> list[tuple]:
    return [
        (one.worker.family_name, one.gross, one.net, one.difference, one.entries) for one in response.context["page"]
    ]


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
