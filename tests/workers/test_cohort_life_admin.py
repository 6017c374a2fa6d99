"""Successes and later states in the staff's lists; reasons leave the house in no export."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.make import make_enrollment
from tests.signing_in import with_fresh_password
from workers.domain.enrollments import leave
from workers.domain.later_states import Said, note_state, plan_due_states
from workers.domain.outcomes import record_outcome
from workers.domain.targets import pause
from workers.models import LaterState, Outcome

pytestmark = pytest.mark.django_db
ADMIN = "/admin/workers/"


@pytest.fixture
def clerk(nichinan) -> Client:
    client = Client()
    with_fresh_password(client, nichinan.official)
    return client


@pytest.fixture
def gone(nichinan, komagane):
    pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 2, 9), reason="birth")
    leave(enrollment=komagane.enrollment, left_on=dt.date(2026, 5, 20), reason="hired", employer="駒ヶ根の会社")
    person = leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 5, 20), reason="hired", employer="油津ソフト")
    plan_due_states(dt.date(2026, 11, 22))
    return person


def cells(client: Client, page: str) -> str:
    book = load_workbook(BytesIO(client.get(f"{ADMIN}{page}/export/").content))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_lists_show_ones_own_town(clerk, gone):
    outcomes = clerk.get(f"{ADMIN}outcome/").content.decode()
    states = clerk.get(f"{ADMIN}laterstate/").content.decode()
    assert ("油津ソフト" in outcomes, "駒ヶ根の会社" in outcomes) == (True, False)
    assert ("﨑田 恭" in states, "𠮷田" in states) == (True, False)


def test_a_success_is_looked_at_and_not_typed_over(clerk, gone):
    outcome = Outcome.objects.get(enrollment=gone)
    address = f"{ADMIN}outcome/{outcome.pk}/change/"
    page = clerk.get(address).content.decode()
    assert f"/p/nichinan/people/{gone.pk}/journey/" in page
    clerk.post(address, {"employer": "別の会社", "kind": "moved_in"})
    outcome.refresh_from_db()
    assert (outcome.employer, outcome.kind) == ("油津ソフト", "hired")
    assert clerk.get(f"{ADMIN}outcome/add/").status_code in {403, 404}


def test_no_export_holds_a_reason_or_a_free_line(clerk, nichinan, gone):
    another = make_enrollment(nichinan.cohort)
    leave(enrollment=another, left_on=dt.date(2026, 5, 1), reason="care")
    plan_due_states(dt.date(2026, 11, 22))
    state = LaterState.objects.get(enrollment=another, months_after=6)
    note_state(state=state, said=Said(life="family", note="ひみつの一行"), by=nichinan.director)
    record_outcome(enrollment=another, kind="moved_in", happened_on=dt.date(2026, 3, 1), by=None, note="ひみつのメモ")
    text = " ".join(cells(clerk, page) for page in ("enrollment", "outcome", "laterstate"))
    assert ("油津ソフト" in text, "家事・育児・介護" in text) == (True, True)
    assert not [word for word in ("家庭の事情", "出産", "ひみつ") if word in text]


def test_an_outcome_makes_somebody_who_left_a_success_in_the_list(clerk, nichinan):
    person = make_enrollment(nichinan.cohort)
    record_outcome(enrollment=person, kind="hired", happened_on=dt.date(2026, 3, 1), by=None)
    staying = make_enrollment(nichinan.cohort)
    record_outcome(enrollment=staying, kind="started_business", happened_on=dt.date(2026, 3, 1), by=None)
    leave(enrollment=person, left_on=dt.date(2026, 5, 1), reason="completed")
    rows = clerk.get(f"{ADMIN}enrollment/").context["cl"].result_list
    assert {row.pk: row.state for row in rows} == {
        nichinan.enrollment.pk: "active",
        person.pk: "succeeded",
        staying.pk: "active",
    }
