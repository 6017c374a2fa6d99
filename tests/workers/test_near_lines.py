"""A director learns a line's name and 80 or 100 %, from those who watch it and chose to tell. Else nothing."""

import datetime as dt

import pytest
from django.test import Client

from programs.models import Membership
from tests.make import make_earning, make_enrollment, make_user, make_worker
from workers.domain.expenses import Spent, add_expense
from workers.domain.merging import merge_workers
from workers.domain.near_lines import NearLine, near_lines
from workers.domain.preferences import Choices, preference_of, save_preferences

TODAY = dt.date(2026, 11, 22)
NAME = "税の扶養・配偶者控除"
SUPPORT = "/p/nichinan/support/"


def choose(town, **choices) -> None:
    values = {"watched_lines": ["dependant_income_limit"], "tells_director": True} | choices
    save_preferences(worker=town.worker, choices=Choices(**values))


def earn(town, gross: int) -> None:
    make_earning(town.enrollment, gross, dt.date(2026, 10, 5))


def told(town) -> list[NearLine]:
    return near_lines([town.worker.pk], today=TODAY).get(town.worker.pk, [])


@pytest.mark.parametrize(
    ("gross", "percent"), [(495_999, None), (496_000, 80), (619_999, 80), (620_000, 100), (900_000, 100)]
)
def test_two_steps_and_nothing_between(nichinan, gross, percent):
    choose(nichinan)
    earn(nichinan, gross)
    assert told(nichinan) == ([NearLine(NAME, 2026, percent)] if percent else [])


@pytest.mark.parametrize(
    "choices", [{"tells_director": False}, {"watched_lines": []}, {"watched_lines": ["spouse_special_upper"]}]
)
def test_without_both_choices_nothing_is_told(nichinan, choices):
    choose(nichinan, **choices)
    earn(nichinan, 620_000)
    assert told(nichinan) == []
    desk = Client()
    desk.force_login(nichinan.director)
    for url in (SUPPORT, f"/p/nichinan/people/{nichinan.enrollment.pk}/"):
        page = desk.get(url).content.decode()
        assert (NAME in page, "知らせている目安ライン" in page) == (False, False)


def pages(town, user) -> list[str]:
    desk = Client()
    desk.force_login(user)
    return [desk.get(url).content.decode() for url in (SUPPORT, f"/p/nichinan/people/{town.enrollment.pk}/")]


def test_the_director_reads_the_line_and_how_near_and_no_amount_of_it(nichinan):
    choose(nichinan, salary_income=123_456, own_goal=98_765)
    earn(nichinan, 500_000)
    for page in pages(nichinan, nichinan.director):
        assert f"{NAME}（2026年・暦年）：80%に達しました" in page
        assert [word for word in ("620,000", "123,456", "98,765", "623,456") if word in page] == []
    assert "500,000" not in pages(nichinan, nichinan.director)[0]


def test_nobody_but_a_director_is_told(nichinan):
    choose(nichinan)
    earn(nichinan, 620_000)
    viewer = make_user("議員")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    for user in (nichinan.official, viewer, make_user("管理者", is_superuser=True)):
        for page in pages(nichinan, user):
            assert (NAME in page, "100%に達しました" in page) == (False, False)
    Membership.objects.filter(user=nichinan.director).update(left_on=TODAY)
    assert [NAME in page for page in pages(nichinan, nichinan.director)] == [False, False]


def test_a_director_of_another_town_is_told_nothing(nichinan, komagane):
    choose(nichinan)
    earn(nichinan, 620_000)
    desk = Client()
    desk.force_login(komagane.director)
    assert NAME not in desk.get("/p/komagane/support/").content.decode()
    assert desk.get(f"/p/nichinan/people/{nichinan.enrollment.pk}/").status_code == 404


def test_a_year_without_lines_is_silent(nichinan):
    choose(nichinan, uses_home_worker_rule=True)
    earn(nichinan, 620_000)
    assert near_lines([nichinan.worker.pk], today=dt.date(2028, 1, 5)) == {}


@pytest.mark.parametrize("people", [1, 3])
def test_many_people_take_four_queries(nichinan, people, django_assert_num_queries):
    workers = [nichinan.worker, *(make_enrollment(nichinan.cohort).worker for _n in range(people - 1))]
    for worker in workers:
        save_preferences(worker=worker, choices=Choices(watched_lines=["dependant_income_limit"], tells_director=True))
    with django_assert_num_queries(4):
        near_lines([one.pk for one in workers], today=TODAY)


def test_merged_people_keep_expenses_and_settings(nichinan):
    other = make_worker(nichinan.municipality)
    save_preferences(worker=other, choices=Choices(own_goal=50_000))
    add_expense(worker=other, spent=Spent(spent_on=TODAY, category="books", title="本", amount=100))
    merge_workers(keep=nichinan.worker, drop=other, by=nichinan.official)
    assert (nichinan.worker.expenses.get().amount, preference_of(nichinan.worker).own_goal) == (100, 50_000)


def test_the_director_of_a_participation_that_is_over_is_told_no_more(nichinan):
    choose(nichinan)
    earn(nichinan, 620_000)
    assert [NAME in page for page in pages(nichinan, nichinan.director)] == [True, True]
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = TODAY, "completed"
    nichinan.enrollment.save()
    assert [NAME in page for page in pages(nichinan, nichinan.director)] == [False, False]
