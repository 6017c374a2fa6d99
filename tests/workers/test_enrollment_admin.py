"""People in the staff's lists: found however written, taken in, resting, leaving; each look written down."""

import datetime as dt

import pytest

from programs.admin.site import site
from programs.domain.access_records import record_access
from programs.domain.invitations import make_invitation
from programs.models import AccessRecord, Operator, RampTemplate, RampTemplateStep
from programs.shared.month import Month
from tests.make import make_cohort, make_earning, make_enrollment, make_program, make_worker
from workers.domain.answers import answer_month
from workers.domain.closing import close_month
from workers.domain.corrections import correct_earning
from workers.domain.enrollments import leave, open_months_of
from workers.domain.targets import pause
from workers.models import Enrollment, IncomeMonth, Worker

LIST = "/admin/workers/enrollment/"


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return client


def listed(response) -> list:
    return list(response.context["cl"].result_list)


def text(response) -> str:
    return response.content.decode()


def test_the_list_shows_last_months_income_target_and_answer(clerk, nichinan):
    open_months_of(nichinan.enrollment)
    make_earning(nichinan.enrollment, 60_000, dt.date(2026, 10, 5), platform_fee=12_000)
    answer_month(enrollment=nichinan.enrollment, month=Month(2026, 10), answer="reported", by=nichinan.official)
    page = text(clerk.get(LIST))
    assert "10月の収入" in page
    assert '48,000<span class="money-unit">円</span>' in page
    (row,) = listed(clerk.get(LIST))
    assert (row.last_amount, row.last_plan, row.last_answer, row.state) == (48_000, 200_000, "reported", "active")


def test_a_month_that_only_takes_an_earlier_pay_back_shows_its_minus(clerk, nichinan):
    open_months_of(nichinan.enrollment)
    wrong = make_earning(nichinan.enrollment, 12_345, dt.date(2026, 9, 5))
    close_month(cohort=nichinan.cohort, month=Month(2026, 9), by=nichinan.official)
    correct_earning(earning=wrong, on=dt.date(2026, 10, 5), reason="二重", right=None, by=nichinan.worker_user)
    assert "12,345<" in text(clerk.get(LIST))
    row = IncomeMonth.objects.get(enrollment=nichinan.enrollment, month=Month(2026, 10).first)
    assert "12,345<" in site.get_model_admin(IncomeMonth).amount(row)


def test_the_amount_follows_the_programs_basis(clerk, nichinan):
    nichinan.program.target_basis = "gross"
    nichinan.program.save()
    make_earning(nichinan.enrollment, 60_000, dt.date(2026, 10, 5), platform_fee=12_000)
    assert [row.last_amount for row in listed(clerk.get(LIST))] == [60_000]


@pytest.mark.parametrize("word", ["崎田", "﨑田", "﨑田恭", "﨑田　恭"])
@pytest.mark.parametrize("page", ["enrollment", "worker", "incomemonth", "earning"])
def test_a_name_is_found_however_it_is_written(clerk, nichinan, word, page):
    make_enrollment(nichinan.cohort)
    make_earning(nichinan.enrollment)
    found = listed(clerk.get(f"/admin/workers/{page}/", {"q": word}))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("state", "expected"), [("active", 1), ("paused", 1), ("succeeded", 1), ("left", 1), ("upcoming", 1)]
)
def test_states_are_filtered(clerk, nichinan, state, expected):
    pause(enrollment=make_enrollment(nichinan.cohort), starts_on=dt.date(2026, 11, 1), ends_on=None)
    leave(enrollment=make_enrollment(nichinan.cohort), left_on=dt.date(2026, 11, 1), reason="hired")
    leave(enrollment=make_enrollment(nichinan.cohort), left_on=dt.date(2026, 11, 1), reason="moved")
    make_enrollment(nichinan.cohort, joined_on=dt.date(2026, 12, 1))
    assert [row.state for row in listed(clerk.get(LIST, {"state": state}))] == [state]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("workers/enrollment", 15),
        ("workers/worker", 8),
        ("workers/incomemonth", 8),
        ("workers/earning", 8),
        ("workers/monthclosing", 12),
        ("programs/municipality", 6),
        ("programs/operator", 6),
        ("programs/program", 6),
        ("programs/cohort", 9),
        ("programs/ramptemplate", 7),
        ("programs/membership", 13),
        ("programs/invitation", 13),
        ("programs/user", 7),
        ("programs/accessrecord", 8),
        ("reports/cohortmonth", 12),
    ],
)
def test_a_list_asks_the_same_number_of_queries(clerk, nichinan, django_assert_num_queries, page, queries, rows):
    for n in range(rows):
        cohort = make_cohort(nichinan.program)
        enrollment = make_enrollment(cohort, worker=make_worker(nichinan.municipality))
        make_earning(enrollment, 1_000 + n, dt.date(2026, 10, 5))
        close_month(cohort=cohort, month=Month(2026, 10), by=nichinan.official)
        make_invitation(invitee=f"{n}さん", role="worker", place=cohort, by=nichinan.official)
        RampTemplateStep.objects.create(
            template=RampTemplate.objects.create(program=nichinan.program, name=str(n)), from_month=1, target=1
        )
        record_access("looked", enrollment, user=nichinan.official, municipality=nichinan.municipality)
        nichinan.program.operator = Operator.objects.create(name=f"会社{n}")
        make_program(nichinan.municipality, operator=nichinan.program.operator)
    with django_assert_num_queries(queries):
        assert clerk.get(f"/admin/{page}/").status_code == 200


# -- taking in, resting, leaving ------------------------------------------------------------------------


def test_enrolling_opens_the_months(clerk, nichinan):
    worker = make_worker(nichinan.municipality)
    data = {"worker": worker.pk, "cohort": nichinan.cohort.pk, "joined_on": "令和8年9月1日"}
    assert clerk.post(f"{LIST}add/", data).status_code == 302
    enrollment = Enrollment.objects.get(worker=worker)
    assert enrollment.income_months.count() == 3


def test_a_full_cohort_is_refused_beside_its_field(clerk, nichinan):
    nichinan.cohort.capacity = 1
    nichinan.cohort.save()
    worker = make_worker(nichinan.municipality)
    data = {"worker": worker.pk, "cohort": nichinan.cohort.pk, "joined_on": "2026/9/1"}
    response = clerk.post(f"{LIST}add/", data)
    form = response.context["adminform"].form
    assert set(form.errors) == {"cohort"}
    assert (form["worker"].value(), form["joined_on"].value()) == (str(worker.pk), "2026/9/1")
    assert not Enrollment.objects.filter(worker=worker).exists()


def test_leaving_wants_a_day_and_a_reason(clerk, nichinan):
    page = f"{LIST}{nichinan.enrollment.pk}/leave/"
    assert set(clerk.post(page, {"once": "1"}).context["form"].errors) == {"left_on", "reason"}
    early = clerk.post(page, {"once": "1", "left_on": "2025/1/1", "reason": "hired"})
    assert set(early.context["form"].errors) == {"left_on"}
    done = clerk.post(page, {"once": "1", "left_on": "2026/11/20", "reason": "hired", "employer": "日南商事"})
    assert done.status_code == 302
    nichinan.enrollment.refresh_from_db()
    assert (nichinan.enrollment.left_on, nichinan.enrollment.employer) == (dt.date(2026, 11, 20), "日南商事")


def test_a_break_pressed_twice_is_one_break(clerk, nichinan):
    page = f"{LIST}{nichinan.enrollment.pk}/pause/"
    for _time in range(2):
        clerk.post(page, {"once": "p", "starts_on": "2026/11/1", "ends_on": "", "reason": "care"})
    assert nichinan.enrollment.pauses.count() == 1
    clerk.post(f"{LIST}{nichinan.enrollment.pk}/return/", {"once": "q", "back_on": "2026/11/22"})
    assert nichinan.enrollment.pauses.get().ends_on == dt.date(2026, 11, 21)


def test_coming_back_on_the_first_day_takes_the_break_away(clerk, nichinan):
    pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 11, 22), ends_on=None)
    clerk.post(f"{LIST}{nichinan.enrollment.pk}/return/", {"once": "q", "back_on": "2026/11/22"})
    assert nichinan.enrollment.pauses.count() == 0


def test_coming_back_without_a_break_is_refused(clerk, nichinan):
    response = clerk.post(f"{LIST}{nichinan.enrollment.pk}/return/", {"once": "q", "back_on": "2026/11/22"})
    assert response.context["form"].errors == {"back_on": ["その日は、お休みではありません。"]}


def test_each_look_at_a_person_is_written_down(clerk, nichinan):
    clerk.get(f"{LIST}{nichinan.enrollment.pk}/change/")
    clerk.get(f"/admin/workers/worker/{nichinan.worker.pk}/change/")
    looked = AccessRecord.objects.filter(action="looked", user=nichinan.official, subject_worker=nichinan.worker.pk)
    assert sorted(looked.values_list("noun", flat=True)) == ["workers.enrollment", "workers.worker"]


def test_people_are_never_deleted(clerk, nichinan):
    for page in (f"{LIST}{nichinan.enrollment.pk}", f"/admin/workers/worker/{nichinan.worker.pk}"):
        assert clerk.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert Worker.objects.filter(pk=nichinan.worker.pk).exists()


def test_a_name_is_kept_as_it_is_written(clerk, nichinan):
    data = {
        "family_name": "𠮷田", "given_name": "髙子", "family_name_kana": "よしだ", "given_name_kana": "ﾀｶｺ",
        "municipality": nichinan.municipality.pk,
    }  # fmt: skip
    assert clerk.post("/admin/workers/worker/add/", data).status_code == 302
    worker = Worker.objects.latest("pk")
    assert (worker.full_name, worker.full_kana) == ("𠮷田 髙子", "ヨシダ タカコ")
