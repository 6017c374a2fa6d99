"""The plan of a person at the desk and on the phone: only what was changed is written, closed months are named."""

import pytest
from django.test import Client

from programs.domain.once import new_token
from programs.models import AccessRecord, RampStep
from programs.shared.month import Month
from tests.make import make_enrollment
from tests.workers.typed import sentences
from workers.domain.closing import close_month
from workers.domain.enrollments import open_months_of
from workers.domain.plan_wishes import wish_plan
from workers.models import Enrollment, MonthPlan, PlanWish

OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)


@pytest.fixture
def director(client: Client, nichinan) -> Client:
    RampStep.objects.create(cohort=nichinan.cohort, from_month=1, target=30_000)
    open_months_of(nichinan.enrollment)
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def url(nichinan) -> str:
    return f"/p/nichinan/people/{nichinan.enrollment.pk}/plan/"


def sent(before: dict[str, str] | None = None, **typed: str) -> dict[str, str]:
    """The table as a browser sends it: what stood there, and what was typed; names as `m2026_11`."""
    months = [f"{Month(2026, 1) + n}" for n in range(22)]
    form = {"once": new_token()}
    for month in months:
        old = (before or {}).get(month, "")
        form |= {f"initial-target-{month}": old, f"target-{month}": typed.get(f"m{month.replace('-', '_')}", old)}
    return form


def plans() -> dict[str, int]:
    return {f"{one.month:%Y-%m}": one.target for one in MonthPlan.objects.order_by("month")}


def test_only_what_was_changed_is_written(director, nichinan, url):
    shown = {"2026-12": "40,000"}
    MonthPlan.objects.create(enrollment=nichinan.enrollment, month=DECEMBER.first, target=55_000)  # changed meanwhile
    answer = director.post(url, sent(shown, m2026_11="２５，０００"))
    assert (answer.status_code, plans()) == (302, {"2026-11": 25_000, "2026-12": 55_000})
    assert AccessRecord.objects.get().detail == "own plan"


def test_an_emptied_field_takes_the_plan_back(director, nichinan, url):
    MonthPlan.objects.create(enrollment=nichinan.enrollment, month=DECEMBER.first, target=40_000)
    form = sent({"2026-12": "40,000"}) | {"target-2026-12": ""}
    assert (director.post(url, form).status_code, plans()) == (302, {})


def test_a_month_closed_meanwhile_is_named_and_nothing_typed_is_lost(director, nichinan, url):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    answer = director.post(url, sent(m2026_10="11000", m2026_11="22000"))
    assert (answer.status_code, plans()) == (409, {})
    assert "2026年10月" in sentences_of(answer)["target-2026-10"]
    html = answer.content.decode()
    assert ('value="11000"' in html, 'value="22000"' in html) == (True, True)
    page = director.get(url).content.decode()
    assert ("target-2026-10" in page, "target-2026-11" in page) == (False, True)


def sentences_of(response) -> dict[str, str]:
    """Field names here have hyphens, which `sentences` does not read."""
    form = response.context["form"]
    return {name: str(form.errors[name][0]) for name in form.errors}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("たくさん", "金額は数字で書いてください。例：12000"),
        ("0", "金額は1円以上で書いてください。"),
        ("10.5", "金額は1円単位で、小数点なしで書いてください。"),
    ],
)
def test_bad_amounts_are_told_at_their_month(director, url, typed, sentence):
    answer = director.post(url, sent(m2026_11=typed))
    assert (answer.status_code, list(sentences_of(answer))) == (422, ["target-2026-11"])
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["target-0000-01", "target-2026-13", "target-2026-1", "target-x", "target-2026-11-x"])
def test_a_strange_field_is_no_month(director, url, name):
    assert director.post(url, sent() | {name: "5"}).status_code == 302
    assert plans() == {}


def test_the_ramp_is_copied_by_one_button(director, url):
    director.post(f"{url}copy/")
    director.post(f"{url}copy/")
    assert set(plans().values()) == {30_000}
    assert len(plans()) == 22


def test_a_wish_is_sent_once_seen_and_agreed_to(director, nichinan, url):
    phone = Client()
    phone.force_login(nichinan.worker_user)
    form = {"once": new_token(), "month": "2026-12", "target": "４５０００"}
    assert [phone.post("/plan/", form).status_code for _n in range(2)] == [302, 302]
    assert "45,000円を希望しています（回答待ち）" in phone.get("/plan/").content.decode()
    wish = PlanWish.objects.get()
    assert "2026年12月の目標を45,000円にしたい" in director.get(url).content.decode()
    assert wish.enrollment.worker.full_name in director.get("/p/nichinan/wishes/").content.decode()
    answer = director.post(f"/p/nichinan/wishes/{wish.pk}/decide/", {"answer": "agree", "target": "45000"})
    assert (answer["Location"], plans()) == (url, {"2026-12": 45_000})
    assert "同意がありました" in phone.get("/plan/").content.decode()


def test_a_wish_decided_twice_is_told_so(director, nichinan):
    wish = wish_plan(enrollment=nichinan.enrollment, month=DECEMBER, target=45_000)
    decide = f"/p/nichinan/wishes/{wish.pk}/decide/"
    director.post(decide, {"answer": "decline"})
    page = director.post(decide, {"answer": "agree"}, follow=True).content.decode()
    assert ("すでに回答しています" in page, plans()) == (True, {})


@pytest.mark.parametrize("target", ["9" * 5000, "x", "44000"])
def test_a_wish_is_agreed_to_only_as_it_was_read(director, nichinan, target):
    wish = wish_plan(enrollment=nichinan.enrollment, month=DECEMBER, target=45_000)
    answer = director.post(f"/p/nichinan/wishes/{wish.pk}/decide/", {"answer": "agree", "target": target})
    assert (answer.status_code, plans()) == (302, {})


def test_another_towns_wish_is_not_there(director, komagane):
    wish = wish_plan(enrollment=komagane.enrollment, month=DECEMBER, target=45_000)
    assert director.post(f"/p/nichinan/wishes/{wish.pk}/decide/", {"answer": "agree"}).status_code == 404


@pytest.mark.parametrize("typed", [{"month": "2026-10"}, {"month": "", "target": "1"}, {"target": "ゼロ"}])
def test_a_bad_wish_is_refused_beside_its_field(director, nichinan, typed):
    phone = Client()
    phone.force_login(nichinan.worker_user)
    form = {"once": new_token(), "month": "2026-12", "target": "30000"} | typed
    answer = phone.post("/plan/", form)
    assert (answer.status_code, list(sentences(answer)), PlanWish.objects.count()) == (422, [next(iter(typed))], 0)


def test_whoever_has_left_asks_for_nothing(director, nichinan):
    Enrollment.objects.filter(pk=nichinan.enrollment.pk).update(left_on="2026-11-01", leaving_reason="moved")
    phone = Client()
    phone.force_login(nichinan.worker_user)
    assert phone.get("/plan/").status_code == 200
    form = {"once": new_token(), "month": "2026-12", "target": "30000"}
    assert (phone.post("/plan/", form).status_code, PlanWish.objects.count()) == (409, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_wishes_asks_a_fixed_number_of_times(director, nichinan, rows, django_assert_num_queries):
    for _n in range(rows):
        wish_plan(enrollment=make_enrollment(nichinan.cohort), month=DECEMBER, target=45_000)
    with django_assert_num_queries(7):
        director.get("/p/nichinan/wishes/")
