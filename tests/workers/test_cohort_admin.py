"""A program and a cohort from the first form to the first closed month, as the town's official does it."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from programs.models import AccessRecord, Program, RampTemplate, RampTemplateStep
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment
from workers.domain.closing import close_month
from workers.domain.enrollments import open_months_of
from workers.models import IncomeMonth, MonthClosing
from workers.models.income_month import Due

NO_STEPS = {"ramp_steps-TOTAL_FORMS": "0", "ramp_steps-INITIAL_FORMS": "0"}


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return client


def cohort_data(program: Program, **fields) -> dict:
    data = {"program": program.pk, "number": "5", "capacity": "8", "starts_on": "令和9年1月12日"}
    return data | NO_STEPS | fields


def seen_on(clerk, page: str) -> str:
    return clerk.get(page).context["verb"].seen


def errors(response) -> dict:
    return dict(response.context["adminform"].form.errors)


def test_an_official_creates_a_program_in_the_own_town(clerk, nichinan):
    data = {
        "name": "在宅ワーク事業", "slug": "zaitaku", "municipality": nichinan.municipality.pk, "started_on": "R8.12.1",
        "default_target": "２００，０００円", "target_basis": "gross", "monthly_order_goal": "1,000,000",
        "grace_days": "7",
    }  # fmt: skip
    assert clerk.post(reverse("admin:programs_program_add"), data).status_code == 302
    made = Program.objects.get(slug="zaitaku")
    assert (made.municipality, made.default_target, made.target_basis) == (nichinan.municipality, 200_000, "gross")
    assert made.started_on == dt.date(2026, 12, 1)


def test_a_form_sent_twice_makes_one_program(clerk, nichinan):
    data = {
        "name": "在宅ワーク事業", "slug": "zaitaku", "municipality": nichinan.municipality.pk,
        "started_on": "2026/12/1", "default_target": "200000", "target_basis": "net", "monthly_order_goal": "0",
        "grace_days": "7", "once": "abc",
    }  # fmt: skip
    first, second = (clerk.post(reverse("admin:programs_program_add"), data) for _time in range(2))
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert Program.objects.filter(slug="zaitaku").count() == 1
    other = clerk.post(reverse("admin:programs_program_add"), data | {"slug": "other"})
    assert other.status_code == 409


def test_a_cohort_gets_its_ramp_step_by_step(clerk, nichinan):
    steps = {
        "ramp_steps-TOTAL_FORMS": "2", "ramp_steps-INITIAL_FORMS": "0", "ramp_steps-0-from_month": "1",
        "ramp_steps-0-target": "１０，０００", "ramp_steps-1-from_month": "3", "ramp_steps-1-target": "40,000円",
    }  # fmt: skip
    answer = clerk.post(reverse("admin:programs_cohort_add"), cohort_data(nichinan.program, **steps))
    assert answer.status_code == 302
    cohort = nichinan.program.cohorts.get(number=5)
    assert list(cohort.ramp_steps.values_list("from_month", "target")) == [(1, 10_000), (3, 40_000)]
    assert cohort.starts_on == dt.date(2027, 1, 12)


def test_a_cohort_copies_the_ramp_of_a_template(clerk, nichinan):
    template = RampTemplate.objects.create(program=nichinan.program, name="ふつうの階段")
    RampTemplateStep.objects.create(template=template, from_month=2, target=22_000)
    clerk.post(reverse("admin:programs_cohort_add"), cohort_data(nichinan.program, template=template.pk))
    cohort = nichinan.program.cohorts.get(number=5)
    assert list(cohort.ramp_steps.values_list("from_month", "target")) == [(2, 22_000)]


def test_a_wrong_form_keeps_everything_typed(clerk, nichinan):
    response = clerk.post(
        reverse("admin:programs_cohort_add"),
        cohort_data(nichinan.program, capacity="０", name="𠮷の期", starts_on="3/4"),
    )
    assert response.status_code == 200
    assert set(errors(response)) == {"capacity", "starts_on"}
    form = response.context["adminform"].form
    assert (form["name"].value(), form["starts_on"].value(), form["capacity"].value()) == ("𠮷の期", "3/4", "０")


@pytest.mark.parametrize(("field", "value"), [("default_target", "150000"), ("target_basis", "gross")])
def test_a_changed_target_marks_the_open_months(clerk, nichinan, field, value):
    open_months_of(nichinan.enrollment)
    IncomeMonth.objects.update(due=Due.NOTHING)
    data = {
        "name": "事業", "slug": "nichinan", "started_on": "2024/4/1", "default_target": "200000", "target_basis": "net",
        "monthly_order_goal": "1000000", "grace_days": "5",
    }  # fmt: skip
    page = reverse("admin:programs_program_change", args=[nichinan.program.pk])
    assert clerk.post(page, data).status_code == 302
    assert set(IncomeMonth.objects.values_list("due", flat=True)) == {Due.NOTHING}
    clerk.post(page, data | {field: value})
    assert set(IncomeMonth.objects.values_list("due", flat=True)) == {Due.RECOMPUTE}


def test_a_changed_step_reaches_the_months(clerk, nichinan):
    open_months_of(nichinan.enrollment)
    steps = {
        "ramp_steps-TOTAL_FORMS": "1", "ramp_steps-INITIAL_FORMS": "0", "ramp_steps-0-from_month": "1",
        "ramp_steps-0-target": "12,345",
    }  # fmt: skip
    data = {"number": "1", "capacity": "30", "starts_on": "2026/1/10"} | steps
    clerk.post(reverse("admin:programs_cohort_change", args=[nichinan.cohort.pk]), data)
    drain()
    assert set(IncomeMonth.objects.values_list("target", flat=True)) == {12_345}


def test_the_start_does_not_move_behind_somebody_who_joined(clerk, nichinan):
    page = reverse("admin:programs_cohort_change", args=[nichinan.cohort.pk])
    response = clerk.post(page, {"number": "1", "capacity": "30", "starts_on": "2026/2/1"} | NO_STEPS)
    assert response.status_code == 200
    assert errors(response) == {
        "starts_on": ["2026年1月10日に加わった人がいます。その日か、それより前の日を入れてください。"]
    }
    nichinan.cohort.refresh_from_db()
    assert nichinan.cohort.starts_on == dt.date(2026, 1, 10)


def test_the_start_is_fixed_once_a_month_is_closed(clerk, nichinan):
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    page = reverse("admin:programs_cohort_change", args=[nichinan.cohort.pk])
    clerk.post(page, {"number": "1", "capacity": "30", "starts_on": "2025/12/1"} | NO_STEPS)
    nichinan.cohort.refresh_from_db()
    assert nichinan.cohort.starts_on == dt.date(2026, 1, 10)


def test_starting_a_cohort_says_what_happens_and_does_it(clerk, nichinan):
    page = reverse("admin:programs_cohort_start", args=[nichinan.cohort.pk])
    change = clerk.get(reverse("admin:programs_cohort_change", args=[nichinan.cohort.pk])).content.decode()
    assert "1人の収入の月が、2026年1月分から開きます。" in change
    assert clerk.post(page, {"once": "s"}).status_code == 302
    nichinan.cohort.refresh_from_db()
    assert nichinan.cohort.started_at is not None
    assert IncomeMonth.objects.filter(enrollment=nichinan.enrollment).count() == 11
    assert "この期は、もう始まっています。" in clerk.get(page).content.decode()


def test_only_a_cohort_nobody_entered_is_deleted(clerk, nichinan):
    empty = make_cohort(nichinan.program)
    assert clerk.post(reverse("admin:programs_cohort_delete", args=[empty.pk]), {"post": "yes"}).status_code == 302
    kept = clerk.post(reverse("admin:programs_cohort_delete", args=[nichinan.cohort.pk]), {"post": "yes"})
    assert kept.status_code == 403
    assert list(nichinan.program.cohorts.all()) == [nichinan.cohort]


# -- closing and reopening ------------------------------------------------------------------------------


def test_closing_shows_who_is_missing_and_freezes(clerk, nichinan):
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 10, 5), platform_fee=6_000)
    page = reverse("admin:workers_monthclosing_close", args=[nichinan.cohort.pk, "2026-10"])
    preview = clerk.get(page).content.decode()
    assert "﨑田 恭" in preview
    assert "24,000円" in preview
    assert clerk.post(page, {"once": "c", "seen": seen_on(clerk, page)}).status_code == 302
    closing = MonthClosing.objects.get(cohort=nichinan.cohort)
    assert (closing.closed_by, closing.figures["net"]) == (nichinan.official, 24_000)
    record = AccessRecord.objects.get(action="closed")
    assert (record.user, record.object_id, record.detail) == (nichinan.official, str(nichinan.cohort.pk), "2026-10")


def test_figures_that_changed_meanwhile_are_not_signed(clerk, nichinan):
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 10, 5))
    page = reverse("admin:workers_monthclosing_close", args=[nichinan.cohort.pk, "2026-10"])
    seen = seen_on(clerk, page)
    make_earning(nichinan.enrollment, 5_000, dt.date(2026, 10, 6))
    answer = clerk.post(page, {"once": "c", "seen": seen})
    assert (answer.status_code, MonthClosing.objects.count()) == (200, 0)
    assert [str(error) for error in answer.context["form"].non_field_errors()] == [
        "数字が変わりました。もう一度確かめてから締めてください。"
    ]
    assert "35,000円" in answer.content.decode()
    assert clerk.post(page, {"once": "c", "seen": answer.context["verb"].seen}).status_code == 302
    assert MonthClosing.objects.get().figures["gross"] == 35_000


def test_a_month_that_is_not_over_cannot_be_closed(clerk, nichinan):
    page = reverse("admin:workers_monthclosing_close", args=[nichinan.cohort.pk, "2026-11"])
    assert "2026年11月はまだ終わっていません" in clerk.get(page).content.decode()
    clerk.post(page, {"once": "c"})
    assert not MonthClosing.objects.exists()


def test_reopening_wants_a_reason_and_keeps_the_closing(clerk, nichinan):
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    page = reverse("admin:workers_monthclosing_reopen", args=[nichinan.cohort.pk, "2026-10"])
    assert set(clerk.post(page, {"once": "r", "reason": " "}).context["form"].errors) == {"reason"}
    assert clerk.post(page, {"once": "r", "reason": "記入漏れ"}).status_code == 302
    closing = MonthClosing.objects.get()
    assert (closing.reopened_by, closing.reopening_reason) == (nichinan.official, "記入漏れ")


@pytest.mark.parametrize("month", ["2026-13", "x", "10000-01", "2026-1"])
def test_a_month_that_does_not_exist_is_not_there(clerk, nichinan, month):
    assert clerk.get(reverse("admin:workers_monthclosing_close", args=[nichinan.cohort.pk, month])).status_code == 404


def test_the_first_page_names_the_months_to_close(clerk, nichinan):
    open_months_of(nichinan.enrollment)
    close_month(cohort=nichinan.cohort, month=Month(2026, 1), by=nichinan.official)
    (row,) = clerk.get(reverse("admin:index")).context["glance"]
    assert [str(month) for month in row.to_close] == [f"2026-{n:02}" for n in range(2, 11)]


def test_the_first_page_asks_the_same_number_of_queries(clerk, nichinan, django_assert_num_queries):
    def look() -> None:
        assert clerk.get(reverse("admin:index"), {"month": "2026-10"}).status_code == 200

    with django_assert_num_queries(9):
        look()
    for _n in range(2):
        open_months_of(make_enrollment(make_cohort(nichinan.program)))
    with django_assert_num_queries(9):
        look()


def test_what_changed_stands_in_the_history(clerk, nichinan):
    page = reverse("admin:programs_program_change", args=[nichinan.program.pk])
    data = {
        "name": "新しい名前", "slug": "nichinan", "started_on": "2024/4/1", "default_target": "200000",
        "target_basis": "net", "monthly_order_goal": "1000000", "grace_days": "5",
    }  # fmt: skip
    clerk.post(page, data)
    entry = LogEntry.objects.get_for_object(nichinan.program).order_by("-pk").first()
    assert (entry.actor, entry.changes["name"]) == (nichinan.official, ["クラウドワーカー育成事業", "新しい名前"])
    history = clerk.get(reverse("admin:programs_program_history", args=[nichinan.program.pk])).content.decode()
    assert "クラウドワーカー育成事業 → 新しい名前" in history
