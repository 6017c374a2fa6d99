"""Phases, partners and money in the administration: looked at, corrected through the rules."""

import datetime as dt

import pytest
from django.urls import reverse

from programs.models import Funding, Partner, ProgramPhase
from tests.make_phases import make_funding, make_partner, make_phase


@pytest.fixture
def phases(nichinan) -> list[ProgramPhase]:
    found = {"code": "director", "met": True, "found": {"people": [["黒木 沙織", "2024-04-01"]]}}
    first = make_phase(nichinan.program, ended_on=dt.date(2026, 4, 1))
    return [
        first,
        make_phase(nichinan.program, "introduction", dt.date(2026, 4, 1), moved_by=nichinan.official, findings=[found]),
    ]


def page(name: str, *args) -> str:
    return reverse(f"admin:programs_{name}", args=args)


def test_the_log_is_looked_at_and_never_written(clerk, nichinan, phases):
    there = clerk.get(page("programphase_change", phases[1].pk)).content.decode()
    assert "黒木 沙織（2024年4月1日（月）から）" in there
    assert clerk.get(page("programphase_add")).status_code == 403
    assert clerk.post(page("programphase_change", phases[1].pk), {"phase": "establishment"}).status_code == 403
    assert clerk.post(page("programphase_delete", phases[1].pk), {"post": "yes"}).status_code == 403


def test_a_wrong_first_day_is_corrected(clerk, phases):
    address = page("programphase_day", phases[1].pk)
    refused = clerk.post(address, {"once": "1", "began_on": "2026/11/23"})
    assert list(refused.context["form"].errors) == ["began_on"]
    assert clerk.post(address, {"once": "1", "began_on": "R8.5.1"}).status_code == 302
    days = ProgramPhase.objects.order_by("pk").values_list("began_on", "ended_on")
    assert list(days) == [(dt.date(2024, 4, 1), dt.date(2026, 5, 1)), (dt.date(2026, 5, 1), None)]


def test_a_partner_is_named_and_changed_in_the_admin(clerk, nichinan):
    data = {"program": nichinan.program.pk, "role": "town", "name": "商工政策課", "joined_on": "R8.4.1"}
    assert clerk.post(page("partner_add"), data).status_code == 302
    partner = Partner.objects.get()
    assert clerk.post(page("partner_change", partner.pk), data | {"pays_for": "会場"}).status_code == 302
    partner.refresh_from_db()
    assert (partner.name, partner.pays_for, partner.joined_on) == ("商工政策課", "会場", dt.date(2026, 4, 1))
    assert clerk.post(page("partner_delete", partner.pk), {"post": "yes"}).status_code == 403


def test_an_ended_partner_keeps_its_order_of_days(clerk, nichinan):
    partner = make_partner(nichinan.program, left_on=dt.date(2026, 4, 1))
    data = {"role": "town", "name": "課", "joined_on": "2026/4/2"}
    answer = clerk.post(page("partner_change", partner.pk), data)
    sentence = "終わりの日は、始まりの日以降にしてください。"
    assert answer.context["adminform"].form.errors == {"joined_on": [sentence]}


def test_money_is_written_once_for_each_source(clerk, nichinan):
    data = {"program": nichinan.program.pk, "fiscal_year": "2025", "kind": "town", "name": "", "amount": "１，０００"}
    assert clerk.post(page("funding_add"), data).status_code == 302
    answer = clerk.post(page("funding_add"), data)
    assert answer.status_code == 200
    assert "その年度のこの財源は、すでに書かれています。" in answer.content.decode()
    assert list(Funding.objects.values_list("program__slug", "fiscal_year", "amount")) == [("nichinan", 2025, 1_000)]


def test_a_corrected_source_does_not_become_another_ones_twin(clerk, nichinan):
    make_funding(nichinan.program, 2025, "town", 1)
    other = make_funding(nichinan.program, 2024, "town", 2)
    data = {"fiscal_year": "2025", "kind": "town", "name": "", "amount": "2"}
    answer = clerk.post(page("funding_change", other.pk), data)
    assert (answer.status_code, "すでに書かれています" in answer.content.decode()) == (200, True)
    assert clerk.post(page("funding_change", other.pk), data | {"fiscal_year": "2023"}).status_code == 302
    assert clerk.post(page("funding_delete", other.pk), {"post": "yes"}).status_code == 302
    assert Funding.objects.count() == 1


def test_the_agreed_share_is_a_percentage(clerk, nichinan):
    data = {
        "name": "事業", "slug": "nichinan", "started_on": "2024/4/1", "default_target": "200000",
        "target_basis": "net", "monthly_order_goal": "0", "grace_days": "5", "own_share_goal": "101",
    }  # fmt: skip
    address = page("program_change", nichinan.program.pk)
    assert list(clerk.post(address, data).context["adminform"].form.errors) == ["own_share_goal"]
    assert clerk.post(address, data | {"own_share_goal": "40"}).status_code == 302
    nichinan.program.refresh_from_db()
    assert nichinan.program.own_share_goal == 40
