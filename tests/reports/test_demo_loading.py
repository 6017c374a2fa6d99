import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from programs.models import Municipality, Program
from reports.domain.demo.plans import TOWNS, at
from tests.make import make_municipality
from workers.models import Earning, IncomeMonth, MonthClosing

pytestmark = pytest.mark.django_db


def demo_rows() -> list:
    """What the demo says about its people, without numbers of rows and moments of the machine."""
    earnings = Earning.objects.order_by("pk").values_list(
        "enrollment__worker__family_name", "enrollment__worker__given_name", "earned_on", "title", "gross", "minutes"
    )
    months = IncomeMonth.objects.order_by("pk").values_list(
        "month", "target", "net", "answer", "answered_at", "closed_at"
    )
    return [*earnings, *months, *MonthClosing.objects.order_by("pk").values_list("month", "closed_at", "figures")]


def test_the_same_seed_and_day_give_the_same_rows(monkeypatch):
    monkeypatch.setattr("reports.domain.demo.loading.TOWNS", (TOWNS[0], TOWNS[2]))
    found = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            call_command("load_demo", "--seed", str(seed), "--today", "2026-08-03", verbosity=0)
            found.append(demo_rows())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]
    assert max(row[2] for row in found[0] if isinstance(row[2], dt.date)) <= dt.date(2026, 8, 3)


def test_real_towns_are_left_alone():
    make_municipality()
    with pytest.raises(CommandError, match="日南市"):
        call_command("load_demo")
    with pytest.raises(CommandError, match="日南市"):
        call_command("load_demo", "--force")
    assert Program.objects.count() == 0


def test_force_loads_beside_another_town(monkeypatch):
    monkeypatch.setattr("reports.domain.demo.loading.TOWNS", TOWNS[:1])
    make_municipality("203831", "長野県", "箕輪町")
    call_command("load_demo", "--force", verbosity=0)
    assert set(Municipality.objects.values_list("code", flat=True)) == {"203831", "452041"}


def test_the_list_of_accounts_says_that_one_town_has_no_official(monkeypatch, capsys):
    monkeypatch.setattr("reports.domain.demo.loading.TOWNS", TOWNS[:1])
    call_command("load_demo")
    said = capsys.readouterr().out
    assert ("ほむら町には担当職員がいません" in said, "one password for all" in said) == (True, True)


def test_production_has_no_demo(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo")


def test_a_day_to_come_is_refused():
    with pytest.raises(CommandError, match="future"):
        call_command("load_demo", "--today", "2026-11-23")


def test_a_curve_is_straight_between_its_points():
    assert [at(((1, 10), (3, 30)), month) for month in (1, 2, 3, 9)] == [10, 20, 30, 30]
