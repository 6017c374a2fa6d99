"""Two programs in one town: wherever a cohort is chosen or named, it says of which program."""

import datetime as dt

import pytest
from django.urls import reverse

from programs.domain.cohort_names import cohort_namer
from programs.domain.invitations import make_invitation
from programs.models import Program
from tests.make import make_cohort, make_earning, make_enrollment, make_program, make_user


@pytest.fixture
def twin(nichinan):
    program = make_program(nichinan.municipality, name="在宅ワーク事業", slug="zaitaku")
    cohort = make_cohort(program, number=1)
    return make_enrollment(cohort, joined_on=cohort.starts_on)


OWN, TWIN = "クラウドワーカー育成事業 第1期", "在宅ワーク事業 第1期"


@pytest.mark.parametrize(
    "page", ["workers_enrollment", "workers_earning", "workers_incomemonth", "reports_cohortmonth"]
)
def test_filters_name_the_program(clerk, twin, page):
    text = clerk.get(reverse(f"admin:{page}_changelist")).content.decode()
    assert f">{OWN}" in text
    assert f">{TWIN}" in text


def test_forms_name_the_program(clerk, twin):
    text = clerk.get(reverse("admin:workers_enrollment_add")).content.decode()
    assert f">{OWN}</option>" in text
    assert f">{TWIN}</option>" in text
    people = clerk.get(reverse("admin:workers_earning_add")).content.decode()
    assert f"{twin.worker}（{TWIN}）</option>" in people


def test_columns_name_the_program(clerk, twin):
    make_earning(twin, 10_000, dt.date(2026, 11, 3))
    for page in ("workers_enrollment", "workers_earning", "workers_incomemonth"):
        rows = clerk.get(reverse(f"admin:{page}_changelist")).context["cl"].result_list
        text = clerk.get(reverse(f"admin:{page}_changelist")).content.decode()
        assert len(rows) >= 1
        assert f">{TWIN}</td>" in text


def test_one_program_alone_is_not_repeated(clerk, nichinan, komagane):
    text = clerk.get(reverse("admin:workers_enrollment_changelist")).content.decode()
    assert ">第1期" in text
    assert OWN not in text


def test_an_administrator_reads_the_town(client, nichinan, komagane):
    client.force_login(make_user("管理者", is_superuser=True))
    text = client.get(reverse("admin:workers_enrollment_changelist")).content.decode()
    assert ">日南市 第1期" in text
    assert ">駒ヶ根市 第1期" in text


def test_the_desk_says_which_program(clerk, nichinan, twin):
    context = clerk.get(reverse("reports:dashboard", args=["zaitaku"])).context
    assert context["place"] == f"日南市 {TWIN}"
    assert [place["label"] for place in context["places"]][:1] == [f"日南市 {TWIN}"]


def test_names_grow_only_where_they_must(nichinan, komagane, twin):
    name = cohort_namer(Program.objects.all())
    assert [name(nichinan.cohort), name(twin.cohort), name(komagane.cohort)] == [
        f"日南市 {OWN}",
        f"日南市 {TWIN}",
        "駒ヶ根市 第1期",
    ]


def test_a_slip_says_which_program_it_leads_to(client, nichinan, twin):
    slip = make_invitation(invitee="甲斐 光", role="worker", place=twin.cohort, by=nichinan.official)
    page = client.get(reverse("workers:slip_open", args=[slip.token]), follow=True)
    assert "日南市・在宅ワーク事業・第1期" in page.content.decode()
