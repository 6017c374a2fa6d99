"""Somebody leaves and is made nameless: no trace in any table, and every sum as it was, to the yen."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from programs.domain.refusals import Refused
from programs.models import AccessRecord, Membership
from programs.shared.month import Month
from programs.shared.search_key import search_key
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_earning, make_enrollment, make_user, make_worker
from tests.make_programme import make_application
from tests.workers.lived import NAMES, live, traces
from workers.domain.about_person import PATHS
from workers.domain.closing import reopen_month
from workers.domain.erasing import BY_HAND, DELETED, EMPTIED, KEPT
from workers.domain.erasure import ask_for_erasure, erase_leftovers, erase_person, withdraw_erasure
from workers.domain.later_states import plan_due_states, states_to_ask
from workers.models import (
    Application,
    Earning,
    Enrollment,
    ErasureRequest,
    Expense,
    IncomeMonth,
    LaterState,
    MonthClosing,
    Worker,
)

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


def test_what_is_done_twice_is_harmless(nichinan):
    lived = live(nichinan)
    wish = asked(lived)
    erase_person(wish=wish, by=nichinan.official)
    before = Worker.objects.get(pk=lived.worker.pk)
    again = erase_person(wish=wish, by=nichinan.director)
    assert (again.given_name, again.anonymized_at) == (before.given_name, before.anonymized_at)
    wish.refresh_from_db()
    assert (wish.done_by, AccessRecord.objects.filter(detail="erased").count()) == (nichinan.official, 1)


def test_what_a_form_on_its_way_left_behind_is_emptied_the_night_after(nichinan):
    lived = live(nichinan)
    erase_person(wish=asked(lived), by=nichinan.official)
    number = Worker.objects.get(pk=lived.worker.pk).given_name
    Expense.objects.create(worker=lived.worker, spent_on="2026-09-01", category="books", title="針の本", amount=1)
    Enrollment.objects.filter(pk=lived.enrollment.pk).update(employer="針工業")
    assert traces() == ["workers.Enrollment.employer", "workers.Expense.title"]
    assert erase_leftovers() == 1
    assert traces() == []
    assert Worker.objects.get(pk=lived.worker.pk).given_name == number


def test_rows_that_were_joined_with_the_person_are_emptied_too(nichinan):
    lived = live(nichinan)
    other = make_user("針山 探子", email="needle2@hariyama.example.jp", is_active=False)
    dropped = make_worker(nichinan.municipality, user=other, merged_into=lived.worker, **NAMES)
    erase_person(wish=asked(lived), by=nichinan.official)
    assert traces() == []
    assert Worker.objects.get(pk=dropped.pk).anonymized_at is not None


def test_somebody_with_the_same_name_keeps_theirs(nichinan):
    lived = live(nichinan)
    namesake = make_enrollment(
        nichinan.cohort, worker=make_worker(nichinan.municipality, family_name="田中", phone="1")
    )
    make_application(call=None, family_name="針山", given_name="探子", phone="080-1111-2222", email="")
    erase_person(wish=asked(lived), by=nichinan.official)
    assert Worker.objects.get(pk=namesake.worker_id).family_name == "田中"
    assert Application.objects.filter(family_name="針山").count() == 1  # the same name alone says nothing


def test_files_are_removed_once_it_is_done(nichinan, files, django_capture_on_commit_callbacks):
    lived = live(nichinan)
    assert len([one for one in files.rglob("*") if one.is_file()]) == 2
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(wish=asked(lived), by=nichinan.official)
    assert [one for one in files.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"left_on": None, "leaving_reason": ""}, "第1期への参加がまだ終わっていません。"),
        ({"left_on": dt.date(2026, 11, 23)}, "第1期への参加がまだ終わっていません。"),
        ({"left_on": dt.date(2026, 10, 2)}, "第1期：2026年10月がまだ締められていません。"),
    ],
)
def test_nothing_is_done_while_the_participation_or_a_month_is_open(change, sentence, nichinan):
    lived = live(nichinan)
    wish, before = asked(lived), traces()
    Enrollment.objects.filter(pk=lived.enrollment.pk).update(**change)
    with pytest.raises(Refused, match=sentence):
        erase_person(wish=wish, by=nichinan.official)
    assert traces() == before


def test_a_reopened_month_stands_in_the_way(nichinan):
    lived = live(nichinan)
    reopen_month(cohort=nichinan.cohort, month=Month(2026, 5), by=nichinan.official, reason="訂正")
    with pytest.raises(Refused, match="第1期：2026年5月がまだ締められていません。"):
        erase_person(wish=asked(lived), by=nichinan.official)


def test_an_account_that_works_for_a_program_stands_in_the_way(nichinan):
    lived = live(nichinan)
    term = Membership.objects.create(user=lived.user, role="director", program=nichinan.program)
    wish = asked(lived)
    with pytest.raises(Refused, match="先にその担当を終えてください。"):
        erase_person(wish=wish, by=nichinan.official)
    Membership.objects.filter(pk=term.pk).update(left_on=dt.date(2026, 11, 22))
    erase_person(wish=wish, by=nichinan.official)
    assert traces() == []


def test_a_request_taken_back_is_not_done(nichinan):
    lived = live(nichinan)
    wish = asked(lived)
    withdraw_erasure(worker=lived.worker, by=lived.user)
    with pytest.raises(Refused, match="本人が申し出を取り下げました。"):
        erase_person(wish=wish, by=nichinan.official)


def test_the_person_is_not_asked_about_their_later_life(nichinan):
    lived = live(nichinan)
    day = dt.date(2028, 1, 1)
    assert lived.enrollment.pk in states_to_ask(nichinan.program, day).values_list("enrollment", flat=True)
    erase_person(wish=asked(lived), by=nichinan.official)
    plan_due_states(day)
    assert LaterState.objects.filter(enrollment=lived.enrollment).count() == 1
    assert lived.enrollment.pk not in states_to_ask(nichinan.program, day).values_list("enrollment", flat=True)


def test_no_other_person_gets_the_number(nichinan):
    lived = live(nichinan)
    erase_person(wish=asked(lived), by=nichinan.official)
    worker = Worker.objects.get(pk=lived.worker.pk)
    assert (worker.family_name, len(worker.given_name), worker.full_kana) == ("匿名", 6, "")
    assert worker.search == search_key(worker.searched)


def texts_of(model) -> set[str]:
    """Columns in which words can stand; choices are no words."""
    kinds = ("CharField", "TextField", "JSONField", "EmailField", "FileField", "SlugField", "URLField")
    return {
        field.name for field in model._meta.concrete_fields if field.get_internal_type() in kinds and not field.choices
    }


def test_every_text_about_a_person_is_emptied_deleted_or_known_to_hold_numbers_only():
    forgotten = {}
    for label in PATHS:
        known = set(EMPTIED.get(label, ())) | BY_HAND.get(label, set()) | KEPT.get(label, set())
        if label not in DELETED and (left := texts_of(apps.get_model(label)) - known):
            forgotten[label] = left
    assert forgotten == {}


def test_somebody_joined_with_another_row_meanwhile_is_not_emptied_by_half(nichinan, monkeypatch):
    lived, other = live(nichinan), make_worker(nichinan.municipality)
    wish = asked(lived)
    joined = Worker.objects.filter(pk=other.pk)
    monkeypatch.setattr("workers.domain.erasure._lock_months", lambda _person: joined.update(merged_into=lived.worker))
    with pytest.raises(Refused, match="この人の記録が途中で変わりました。"):
        erase_person(wish=wish, by=nichinan.official)
