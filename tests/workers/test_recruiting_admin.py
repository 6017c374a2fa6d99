"""Recruiting in the administration: calls by their rules, consent texts added, applications looked at."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from programs.models import AccessRecord, Call, ConsentText
from tests.make import make_cohort
from tests.make_programme import make_application, make_call, make_consent
from tests.signing_in import with_fresh_password
from workers.domain.applications import move
from workers.domain.assessments import note_assessment
from workers.models.assessment import CHECKS, SCORES

CALL = {
    "once": "a" * 20,
    "title": "第2期募集",
    "opens_on": "2026/12/1",
    "closes_on": "R8.12.20",
    "conditions": "市内にお住まいの方",
    "contact": "商工政策課",
    "takes_waiting": "on",
}


@pytest.fixture
def clerk(client, nichinan):
    with_fresh_password(client, nichinan.official)
    return client


def test_a_call_is_made_and_changed_but_not_moved(clerk, nichinan):
    cohort = make_cohort(nichinan.program, number=2)
    assert clerk.post(reverse("admin:programs_call_add"), CALL | {"cohort": cohort.pk}).status_code == 302
    call = Call.objects.get()
    assert (call.cohort, call.published_at) == (cohort, None)
    page = reverse("admin:programs_call_change", args=[call.pk])
    clerk.post(page, CALL | {"title": "第2期 追加募集", "cohort": nichinan.cohort.pk})
    call.refresh_from_db()
    assert (call.title, call.cohort) == ("第2期 追加募集", cohort)
    assert AccessRecord.objects.latest("pk").detail == "title"


def test_a_second_call_of_a_cohort_is_refused_at_its_field(clerk, nichinan):
    make_call(nichinan.cohort)
    answer = clerk.post(reverse("admin:programs_call_add"), CALL | {"cohort": nichinan.cohort.pk})
    assert set(answer.context["adminform"].form.errors) == {"cohort"}


def test_a_consent_text_is_added_as_the_next_version_and_never_changed(clerk, nichinan):
    first = make_consent(nichinan.municipality)
    add = reverse("admin:programs_consenttext_add")
    sent = {"once": "b" * 20, "municipality": nichinan.municipality.pk, "body": "選考と連絡のためだけに使います。"}
    assert clerk.post(add, sent).status_code == 302
    newest = ConsentText.objects.newest(nichinan.municipality)
    assert (newest.version, newest.made_by) == (2, nichinan.official)
    same = clerk.post(add, sent | {"once": "c" * 20})
    assert set(same.context["adminform"].form.errors) == {"body"}
    assert clerk.post(reverse("admin:programs_consenttext_change", args=[first.pk]), {"body": "x"}).status_code == 403


def test_an_application_is_looked_at_and_the_look_is_on_record(clerk, nichinan):
    application = make_application(make_call(nichinan.cohort), gender="woman", short_hours_reason="care")
    page = clerk.get(reverse("admin:workers_application_change", args=[application.pk])).content.decode()
    assert ("家族の介護" in page, "女性" in page) == (False, False)
    record = AccessRecord.objects.latest("pk")
    assert (record.action, record.noun, record.object_id) == ("looked", "workers.application", str(application.pk))


def test_what_an_applicant_said_has_no_second_home(nichinan):
    said = {
        "motivation": "子育てと両立したい",
        "address": "日南市飫肥9-1-1",
        "gender": "woman",
        "phone": "090-1234-5678",
    }
    application = make_application(make_call(nichinan.cohort), **said)
    move(application=application, state="screening", by=nichinan.official)
    values = dict.fromkeys((*CHECKS, *SCORES), "") | dict.fromkeys(CHECKS, False) | dict.fromkeys(SCORES)
    note_assessment(application=application, by=nichinan.official, values=values | {"note": "落ち着いた方"})
    move(application=application, state="withdrawn", reason="health", by=nichinan.official)
    kept = str([entry.changes_dict for entry in LogEntry.objects.all()])
    assert "screening" in kept
    assert [word for word in (*said.values(), "落ち着いた方", "health") if word in kept] == []


def test_the_number_on_the_paper_is_found(clerk, nichinan):
    call = make_call(nichinan.cohort)
    one, other = make_application(call), make_application(call)
    typed = f"{one.reference[:3]}-{one.reference[3:]}"
    page = clerk.get(reverse("admin:workers_application_changelist"), {"q": typed}).content.decode()
    places = [reverse("admin:workers_application_change", args=[row.pk]) in page for row in (one, other)]
    assert places == [True, False]


def test_the_list_as_a_file_holds_no_reason_for_short_hours(clerk, nichinan):
    application = make_application(make_call(nichinan.cohort), short_hours_reason="care")
    answer = clerk.get(reverse("admin:workers_application_export"))
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert rows[1][0] == application.reference
    assert not [cell for row in rows for cell in row if cell == application.get_short_hours_reason_display()]


def test_the_list_of_calls_says_state_and_seats(clerk, nichinan):
    call = make_call(nichinan.cohort, closes_on=dt.date(2026, 11, 30))
    make_application(call)
    page = clerk.get(reverse("admin:programs_call_changelist")).content.decode()
    assert ("受付中" in page, "1 / 30" in page) == (True, True)
