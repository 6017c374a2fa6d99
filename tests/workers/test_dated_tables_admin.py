"""Lines and wages are the system administrator's to keep: seen with source and day, changed by nobody else."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from tests.make import make_user
from workers.models import IncomeThreshold, MinimumWage

NAMES = ("workers_incomethreshold", "workers_minimumwage")
NEXT = {
    "code": "dependant_income_limit",
    "tax_year": "2028",
    "amount": "６２０，０００",
    "basis": "profit",
    "source_url": "https://www.nta.go.jp/",
    "checked_on": "R8.11.22",
    "note": "",
}


@pytest.fixture
def administrator(client, db):
    client.force_login(make_user("管理者", is_superuser=True))
    return client


def test_the_lists_show_source_and_day(administrator):
    page = administrator.get(reverse("admin:workers_incomethreshold_changelist")).content.decode()
    assert ("https://www.otw.or.jp/news/3419" in page, "2026/11/22" in page or "2026年11月22日" in page) == (True, True)
    MinimumWage.objects.update_or_create(
        prefecture="宮崎県",
        effective_from=dt.date(2026, 11, 1),
        defaults={"yen": 1_080, "source_url": "https://example.jp/wage", "checked_on": dt.date(2026, 11, 22)},
    )
    assert (
        "https://example.jp/wage" in administrator.get(reverse("admin:workers_minimumwage_changelist")).content.decode()
    )


def test_a_year_is_written_down_and_corrected_with_its_history(administrator):
    answer = administrator.post(reverse("admin:workers_incomethreshold_add"), NEXT)
    row = IncomeThreshold.objects.get(tax_year=2028)
    assert (answer.status_code, row.amount) == (302, 620_000)
    change = reverse("admin:workers_incomethreshold_change", args=[row.pk])
    administrator.post(change, NEXT | {"amount": "630000"})
    row.refresh_from_db()
    assert (row.amount, LogEntry.objects.get_for_object(row).count()) == (630_000, 2)


def test_the_same_line_and_year_twice_is_refused_in_words(administrator):
    answer = administrator.post(reverse("admin:workers_incomethreshold_add"), NEXT | {"tax_year": "2026"})
    assert (answer.status_code, IncomeThreshold.objects.filter(tax_year=2026, code=NEXT["code"]).count()) == (200, 1)
    (sentence,) = answer.context["adminform"].form.non_field_errors()
    assert (sentence, sentence in answer.content.decode()) == (
        "同じ行がもうあります。そちらを直してください。",
        True,
    )


@pytest.mark.parametrize("name", NAMES)
def test_officials_and_directors_neither_see_nor_write(client, nichinan, name):
    for user in (nichinan.official, nichinan.director):
        client.force_login(user)
        for page in ("changelist", "add"):
            assert client.get(reverse(f"admin:{name}_{page}")).status_code in (403, 404)
    before = IncomeThreshold.objects.count()
    client.force_login(nichinan.official)
    client.post(reverse("admin:workers_incomethreshold_add"), NEXT)
    assert IncomeThreshold.objects.count() == before


def test_nobody_deletes_a_row(administrator):
    row = IncomeThreshold.objects.first()
    assert administrator.post(
        reverse("admin:workers_incomethreshold_delete", args=[row.pk]), {"post": "yes"}
    ).status_code in (403, 404)
    assert IncomeThreshold.objects.filter(pk=row.pk).exists()
