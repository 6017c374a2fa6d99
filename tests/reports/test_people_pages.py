"""The participants' pages: searching, one person's months and entries, what a director may do there."""

import datetime as dt

import pytest
from django.db import connection

from programs.models import AccessRecord, Membership
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_user, make_worker
from workers.domain.closing import close_month
from workers.domain.enrollments import open_months_of
from workers.models import IncomeMonth

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(nichinan):
    open_months_of(nichinan.enrollment)
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 10, 3), platform_fee=6_000, title="観光記事")
    drain()
    return nichinan.enrollment


@pytest.fixture
def url(person):
    return f"/p/nichinan/people/{person.pk}/"


@pytest.fixture
def viewer(nichinan):
    user = make_user("議員")
    Membership.objects.create(user=user, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    return user


def records() -> list[tuple]:
    return list(AccessRecord.objects.order_by("pk").values_list("user__display_name", "action", "subject_worker"))


def test_everybody_of_the_program_is_listed_and_nobody_else(client, nichinan, komagane):
    make_enrollment(make_cohort(nichinan.program, number=2), worker=make_worker(family_name="日髙"))
    client.force_login(nichinan.director)
    lines = client.get("/p/nichinan/people/").context["lines"]
    assert {line.enrollment.worker.family_name for line in lines} == {"﨑田", "日髙"}


@pytest.mark.parametrize(("asked", "found"), [("崎田", 1), ("﨑田", 1), ("ﾀﾅｶ", 1), ("𠮷田", 0), ("%", 0)])
def test_a_name_is_found_however_it_is_written(client, nichinan, komagane, asked, found):
    client.force_login(nichinan.director)
    response = client.get("/p/nichinan/people/", {"q": asked})
    assert len(response.context["lines"]) == found
    assert records() == [("黒木 沙織", "searched", None)]


@pytest.mark.parametrize("others", [0, 2])
def test_the_number_of_queries_is_the_same_for_one_and_three(client, nichinan, others, django_assert_num_queries):
    for _ in range(others):
        make_earning(make_enrollment(nichinan.cohort), 1_000)
    client.force_login(nichinan.director)
    with django_assert_num_queries(8):
        client.get("/p/nichinan/people/")


def test_a_look_at_a_person_is_written_down(client, nichinan, url, person):
    client.force_login(nichinan.director)
    client.get(url)
    assert records() == [("黒木 沙織", "looked", person.worker_id)]


def test_a_person_has_months_and_entries(client, nichinan, url):
    client.force_login(nichinan.director)
    response = client.get(f"{url}?month=2026-10")
    assert [(one.period, one.net) for one in response.context["page"]][:3] == [
        (Month(2026, 11), 0),
        (Month(2026, 10), 24_000),
        (Month(2026, 9), 0),
    ]
    assert [entry.title for entry, _seen in response.context["entries"]] == ["観光記事"]
    assert client.get(url).context["entries"] == []


@pytest.mark.parametrize("months", [3, 30])
def test_the_number_of_queries_of_a_person_does_not_grow(client, nichinan, months, django_assert_num_queries):
    cohort = make_cohort(nichinan.program, number=2, starts_on=(Month(2026, 11) - months).first)
    enrollment = make_enrollment(cohort)
    open_months_of(enrollment)
    for month in Month.between(Month(2026, 11) - months, Month(2026, 11)):
        make_earning(enrollment, 1_000, month.first)
    client.force_login(nichinan.director)
    with django_assert_num_queries(23 if connection.vendor == "postgresql" else 22):  # one locks the chain of records
        client.get(f"/p/nichinan/people/{enrollment.pk}/")


def test_somebody_who_has_left_is_not_asked(client, nichinan, url, person):
    person.left_on, person.leaving_reason = dt.date(2026, 10, 1), "hired"
    person.save()
    client.force_login(nichinan.director)
    row = client.get("/p/nichinan/people/").content.decode()
    assert ('<span class="sub">対象外</span>' in row, '<span class="sub">まだ</span>' in row) == (True, False)
    page = client.get(f"{url}?month=2026-10")
    states = {one.period: state for one, state in page.context["lines"]}
    assert [states[month] for month in (Month(2026, 9), Month(2026, 10))] == ["", "blank"]
    assert "回答不要にする" not in page.content.decode()


def test_a_director_marks_an_entry_as_checked(client, nichinan, url, person):
    entry = person.earnings.get()
    client.force_login(nichinan.director)
    response = client.post(f"/p/nichinan/entries/{entry.pk}/verify/", {"back": "person"})
    assert response.url == f"{url}?month=2026-10#entries"
    entry.refresh_from_db()
    assert (entry.verified_by, IncomeMonth.objects.get(month="2026-10-01").verified_net) == (nichinan.director, 24_000)
    assert records() == [("黒木 沙織", "changed", person.worker_id)]


def test_a_director_excuses_a_month_and_takes_it_back(client, nichinan, url):
    client.force_login(nichinan.director)
    for answer in ("excused", "open"):
        client.post(f"{url}2026-09/excuse/", {"answer": answer})
        assert IncomeMonth.objects.get(month="2026-09-01").answer == answer


@pytest.mark.parametrize("verb", ["excuse", "verify"])
def test_nothing_is_done_that_cannot_be_written_down(client, nichinan, url, person, monkeypatch, verb):
    entry = person.earnings.get()
    paths = {"excuse": f"{url}2026-09/excuse/", "verify": f"/p/nichinan/entries/{entry.pk}/verify/"}

    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    for module in ("reports.views.people", "workers.views.staff_tasks"):
        monkeypatch.setattr(f"{module}.record_access", broken)
    client.force_login(nichinan.director)
    with pytest.raises(RuntimeError):
        client.post(paths[verb])
    entry.refresh_from_db()
    assert (entry.verified_at, IncomeMonth.objects.filter(answer="excused").count()) == (None, 0)


def test_a_closed_month_is_not_excused_and_says_why(client, nichinan, url):
    close_month(cohort=nichinan.cohort, month=Month(2026, 9), by=nichinan.official)
    client.force_login(nichinan.director)
    response = client.post(f"{url}2026-09/excuse/", {"answer": "excused"}, follow=True)
    assert "2026年9月は11月22日に押川 健一" in response.content.decode()
    assert IncomeMonth.objects.get(month="2026-09-01").answer == "open"


def test_a_viewer_sees_no_verb_and_has_none(client, viewer, url, person):
    client.force_login(viewer)
    page = client.get(f"{url}?month=2026-10").content.decode()
    assert ("観光記事" in page, "確認済みにする" in page, "回答不要にする" in page) == (True, False, False)
    paths = (f"/p/nichinan/entries/{person.earnings.get().pk}/verify/", f"{url}2026-09/excuse/")
    assert [client.post(path).status_code for path in paths] == [404, 404]


def test_komagane_cannot_reach_a_person_of_nichinan_by_their_own_slug(client, nichinan, komagane, person):
    entry = person.earnings.get()
    for user in (komagane.director, komagane.official):
        client.force_login(user)
        for slug in ("nichinan", "komagane"):
            path = f"/p/{slug}/people/{person.pk}/"
            assert client.get(path).status_code == 404
            assert client.post(f"{path}2026-10/excuse/").status_code == 404
            assert client.post(f"/p/{slug}/entries/{entry.pk}/verify/").status_code == 404
    assert [row for row in records() if row[1] != "refused"] == []


def test_a_name_is_shown_as_written(client, nichinan, url):
    client.force_login(nichinan.director)
    assert "<h1>﨑田 恭</h1>" in client.get(url).content.decode()
