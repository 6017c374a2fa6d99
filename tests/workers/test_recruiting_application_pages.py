"""The page of one application: looked at, noted on by several, an interview set, declined and taken back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import AccessRecord
from tests.make import make_cohort
from tests.make_programme import make_application, make_call
from workers.models import Application, Assessment


@pytest.fixture
def call(nichinan):
    return make_call(make_cohort(nichinan.program, number=2, capacity=1, starts_on=dt.date(2026, 11, 1)))


@pytest.fixture
def official(client, nichinan):
    client.force_login(nichinan.official)
    return client


@pytest.fixture
def director(client, nichinan):
    client.force_login(nichinan.director)
    return client


def at(name, *args):
    return reverse(f"workers:{name}", args=["nichinan", *args])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_every_look_at_an_applicant_is_recorded(director, call, nichinan):
    application = make_application(call)
    director.get(at("application_detail", application.pk))
    record = AccessRecord.objects.latest("pk")
    assert (record.action, record.object_id, record.user) == ("looked", str(application.pk), nichinan.director)


SCORED = {"pc_score": "4", "hours_score": "", "motivation_score": "5", "communication_score": "3", "note": "落ち着き"}


def test_each_writes_their_own_notes_and_nobody_elses(client, call, nichinan):
    application = make_application(call)
    theirs = Assessment.objects.create(application=application, by=nichinan.official, pc_score=1, note="別の意見")
    client.force_login(nichinan.director)
    assert client.post(at("application_assess", application.pk), SCORED | {"lives_here": "on"}).status_code == 302
    own = Assessment.objects.get(by=nichinan.director)
    assert (own.pc_score, own.hours_score, own.lives_here, own.note) == (4, None, True, "落ち着き")
    theirs.refresh_from_db()
    assert (theirs.pc_score, theirs.note) == (1, "別の意見")
    page = text(client.get(at("application_detail", application.pk)))
    assert "別の意見" in page
    assert "全員の平均" in page


def test_two_windows_of_one_person_lose_nothing(director, call):
    application = make_application(call)
    page = at("application_assess", application.pk)
    director.post(page, SCORED)
    response = director.post(page, SCORED | {"note": "古い画面から"})
    assert (response.status_code, Assessment.objects.get().note) == (200, "落ち着き")
    form = response.context["form"]
    assert "古い画面から" in response.content.decode()
    director.post(page, SCORED | {"note": "両方を見て", "seen": form["seen"].value()})
    assert Assessment.objects.get().note == "両方を見て"


def test_what_was_typed_beside_newer_notes_stays_as_typed(director, call):
    application = make_application(call)
    director.post(at("application_assess", application.pk), SCORED)
    page = director.post(at("application_assess", application.pk), SCORED | {"note": "もう一つの窓", "seen": ""})
    form = page.context["form"]
    assert (form["note"].value(), form["pc_score"].value()) == ("もう一つの窓", "4")
    again = {field.html_name: field.value() or "" for field in form if field.value()}
    assert director.post(at("application_assess", application.pk), again).status_code == 302
    own = Assessment.objects.get()
    assert (own.note, own.pc_score, own.lives_here) == ("もう一つの窓", 4, False)


def test_a_score_out_of_range_is_refused(director, call):
    application = make_application(call)
    response = director.post(at("application_assess", application.pk), SCORED | {"pc_score": "6"})
    assert set(response.context["form"].errors) == {"pc_score"}
    assert not Assessment.objects.exists()


MEETING = {"once": "m1", "day": "2026/11/30", "time": "１４：００", "place": "市役所 2階"}


def test_an_interview_is_set_and_a_clash_is_a_warning(official, call):
    first, second = make_application(call, family_name="先約"), make_application(call)
    official.post(at("application_interview", first.pk), MEETING)
    first.refresh_from_db()
    local = timezone.localtime(first.interview_at)
    assert (first.state, local.hour, first.interview_place) == ("interview", 14, "市役所 2階")
    near = MEETING | {"once": "m2", "time": "14:30"}
    answer = official.post(at("application_interview", second.pk), near)
    assert "先約" in text(answer)
    assert "anyway" in answer.context["form"].fields
    official.post(at("application_interview", second.pk), near | {"anyway": "on"})
    second.refresh_from_db()
    assert second.state == "interview"


def test_another_room_or_hour_is_no_clash(official, call):
    first, second, third = (make_application(call) for _n in range(3))
    official.post(at("application_interview", first.pk), MEETING)
    official.post(at("application_interview", second.pk), MEETING | {"once": "m2", "place": "市役所 3階"})
    official.post(at("application_interview", third.pk), MEETING | {"once": "m3", "time": "15:00"})
    assert set(Application.objects.values_list("state", flat=True)) == {"interview"}


def test_a_decline_needs_its_reason_and_can_be_taken_back(official, call):
    application = make_application(call)
    page = at("application_decline", application.pk)
    assert set(official.post(page, {"once": "d1"}).context["form"].errors) == {"reason"}
    official.post(page, {"once": "d1", "reason": "hours", "note": "来年また"})
    application.refresh_from_db()
    assert (application.state, application.decision_reason) == ("declined", "hours")
    official.post(at("application_take_back", application.pk), {"once": "b1"})
    application.refresh_from_db()
    assert (application.state, application.decision_reason) == ("screening", "")
    assert [step.state for step in application.steps.all()] == ["declined", "screening"]


def test_a_withdrawal_told_by_phone_is_noted_with_its_reason(official, call, nichinan):
    application = make_application(call)
    assert "辞退の連絡を記録する" in text(official.get(at("application_detail", application.pk)))
    page = at("application_withdrawn", application.pk)
    assert set(official.post(page, {"once": "w1", "reason": "seats"}).context["form"].errors) == {"reason"}
    official.post(page, {"once": "w1", "reason": "family", "note": "電話で連絡あり"})
    application.refresh_from_db()
    assert (application.state, application.decision_reason) == ("withdrawn", "family")
    step = application.steps.get()
    assert (step.state, step.by, step.note) == ("withdrawn", nichinan.official, "電話で連絡あり")
    assert "辞退の連絡を記録する" not in text(official.get(at("application_detail", application.pk)))
    refused = official.post(page, {"once": "w2", "reason": "health"})
    application.refresh_from_db()
    assert (refused.status_code, application.decision_reason) == (302, "family")
