"""A worker's own page: the name as registered, the cohort shown, the account."""

import datetime as dt

from tests.make import make_cohort, make_enrollment


def test_it_shows_the_name_as_registered(client, nichinan):
    client.force_login(nichinan.worker_user)
    page = client.get("/me/").content.decode()
    assert "﨑田 恭" in page
    assert "worker@nichinan.example.jp" in page
    assert "この期を表示する" not in page


def test_staff_have_no_such_page(client, nichinan):
    for user in (nichinan.official, nichinan.director):
        client.force_login(user)
        assert client.get("/me/").status_code == 404


def test_of_several_cohorts_the_chosen_one_is_shown(client, nichinan):
    old = make_cohort(nichinan.program, number=9, starts_on=dt.date(2025, 4, 1), ends_on=dt.date(2025, 12, 31))
    second = make_enrollment(old, worker=nichinan.worker, left_on=dt.date(2025, 12, 31), leaving_reason="completed")
    client.force_login(nichinan.worker_user)
    assert client.get("/me/").context["enrollment"] == nichinan.enrollment
    client.post("/me/enrollment/", {"enrollment": second.pk})
    assert client.get("/me/").context["enrollment"] == second


def test_somebody_elses_enrollment_cannot_be_chosen(client, nichinan, komagane):
    client.force_login(nichinan.worker_user)
    for pk in (komagane.enrollment.pk, "", "x", 10**30):
        assert client.post("/me/enrollment/", {"enrollment": pk}).status_code == 404
    assert client.get("/me/").context["enrollment"] == nichinan.enrollment
