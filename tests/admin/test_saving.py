"""What a form writes: what was typed in it, and nothing that stands on signed figures."""

import datetime as dt

import pytest
from django.forms import ModelForm
from django.urls import reverse

from programs.admin.scope import ScopedForm
from programs.models import Cohort, Program
from programs.shared.month import Month
from tests.make import make_cohort, make_user, make_worker
from workers.domain.closing import close_month, reopen_month
from workers.models import Worker

NO_STEPS = {"ramp_steps-TOTAL_FORMS": "0", "ramp_steps-INITIAL_FORMS": "0"}


def program_data(**fields) -> dict:
    return {
        "name": "事業", "slug": "nichinan", "started_on": "2024/4/1", "default_target": "200000",
        "target_basis": "net", "monthly_order_goal": "1000000", "grace_days": "5",
    } | fields  # fmt: skip


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen between the reading of a row and its writing."""

    def let(happen) -> None:
        clean, happened = ModelForm._post_clean, []

        def late(form: ModelForm) -> None:
            clean(form)
            if isinstance(form, ScopedForm) and not happened:
                happened.append(happen())

        monkeypatch.setattr(ModelForm, "_post_clean", late)

    return let


def test_an_account_given_meanwhile_is_kept(clerk, nichinan, meanwhile):
    worker = make_worker(nichinan.municipality, family_name="甲斐", given_name="光")
    user = make_user("甲斐 光")
    meanwhile(lambda: Worker.objects.filter(pk=worker.pk).update(user=user))
    data = {"family_name": "髙橋", "given_name": "光", "family_name_kana": "タカハシ", "given_name_kana": "ヒカル"}
    assert clerk.post(reverse("admin:workers_worker_change", args=[worker.pk]), data).status_code == 302
    worker.refresh_from_db()
    assert (worker.user, worker.family_name) == (user, "髙橋")
    assert list(Worker.objects.filter(search__contains="高橋")) == [worker]


def test_a_start_pressed_meanwhile_is_kept(clerk, nichinan, meanwhile):
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    cohort = make_cohort(nichinan.program, capacity=10)
    meanwhile(lambda: Cohort.objects.filter(pk=cohort.pk).update(started_at=now))
    data = {"number": cohort.number, "capacity": "12", "starts_on": f"{cohort.starts_on:%Y/%m/%d}"} | NO_STEPS
    assert clerk.post(reverse("admin:programs_cohort_change", args=[cohort.pk]), data).status_code == 302
    cohort.refresh_from_db()
    assert (cohort.capacity, cohort.started_at) == (12, now)


def test_the_start_is_asked_of_the_locked_cohort(clerk, nichinan, meanwhile):
    """Somebody starts the cohort while another one moves its first day."""
    cohort = make_cohort(nichinan.program)
    day = cohort.starts_on
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    meanwhile(lambda: Cohort.objects.filter(pk=cohort.pk).update(started_at=now))
    data = {"number": cohort.number, "capacity": cohort.capacity, "starts_on": "2026/12/1"} | NO_STEPS
    clerk.post(reverse("admin:programs_cohort_change", args=[cohort.pk]), data)
    cohort.refresh_from_db()
    assert cohort.starts_on == day


@pytest.mark.parametrize("reopened", [False, True])
def test_what_counts_is_fixed_once_a_month_is_signed_off(clerk, nichinan, reopened):
    october = Month(2026, 10)
    close_month(cohort=nichinan.cohort, month=october, by=nichinan.official)
    if reopened:
        reopen_month(cohort=nichinan.cohort, month=october, by=nichinan.official, reason="記入漏れ")
    page = reverse("admin:programs_program_change", args=[nichinan.program.pk])
    assert 'name="target_basis"' not in clerk.get(page).content.decode()
    assert clerk.post(page, program_data(target_basis="gross", name="新しい名前")).status_code == 302
    nichinan.program.refresh_from_db()
    assert (nichinan.program.target_basis, nichinan.program.name) == ("net", "新しい名前")


def test_a_closing_meanwhile_refuses_another_basis_in_words(clerk, nichinan, meanwhile):
    meanwhile(lambda: close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official))
    page = reverse("admin:programs_program_change", args=[nichinan.program.pk])
    answer = clerk.post(page, program_data(target_basis="gross"))
    assert answer.status_code == 200
    assert "この金額で締めた月があります。もう変えられません。" in answer.content.decode()
    assert Program.objects.get(pk=nichinan.program.pk).target_basis == "net"


def test_a_name_that_unfolds_very_long_is_kept(clerk, nichinan):
    long = "\ufdfa" * 50
    data = {"family_name": long, "given_name": long, "municipality": nichinan.municipality.pk}
    assert clerk.post(reverse("admin:workers_worker_add"), data).status_code == 302
    assert Worker.objects.latest("pk").family_name == long
