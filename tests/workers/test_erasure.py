"""Somebody leaves and is made nameless: no trace in any table, and every sum as it was, to the yen."""

import io
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_earning
from tests.workers.lived import live, traces
from workers.domain.erasure import ask_for_erasure, erase_person
from workers.models import Earning, ErasureRequest, IncomeMonth, MonthClosing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def asked(lived) -> ErasureRequest:
    return ask_for_erasure(worker=lived.worker, by=lived.user)


def sums() -> dict[str, list]:
    """Everything that is added up or signed off."""
    drain()
    return {
        "entries": list(
            Earning.objects.order_by("pk").values_list("pk", "gross", "net", "received", "minutes", "verified_at")
        ),
        "months": list(IncomeMonth.objects.order_by("pk").values()),
        "cohort": [
            {name: value for name, value in row.items() if name != "rolled_up_at"}
            for row in CohortMonth.objects.order_by("pk").values()
        ],
        "closings": list(MonthClosing.objects.order_by("pk").values()),
    }


def test_no_table_leads_to_the_person_any_more(nichinan):
    lived = live(nichinan)
    assert len(traces()) > 40
    erase_person(wish=asked(lived), by=nichinan.official)
    assert traces() == []


def test_every_sum_is_as_before_to_the_yen(nichinan):
    lived = live(nichinan)
    make_earning(nichinan.enrollment, 40_000)
    request, before = asked(lived), sums()
    erase_person(wish=request, by=nichinan.official)
    assert sums() == before
    out = io.StringIO()
    call_command("roll_up", "--check", stdout=out)
    assert "Every figure equals its earnings" in out.getvalue()


def test_the_account_is_shut_and_its_sessions_are_over(nichinan, client: Client):
    lived = live(nichinan)
    client.force_login(lived.user)
    Client().force_login(nichinan.director)
    erase_person(wish=asked(lived), by=nichinan.official)
    lived.user.refresh_from_db()
    assert (lived.user.is_active, lived.user.has_usable_password()) == (False, False)
    assert (lived.user.display_name, lived.user.email.endswith("@nobody.invalid")) == ("匿名", True)
    assert Session.objects.count() == 1  # the director's
    assert client.get("/me/").status_code == 302
