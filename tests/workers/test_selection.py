"""From an application to a participant: one step, one seat, one person, whoever presses at the same moment."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.domain.refusals import Refused
from tests.make import make_cohort, make_enrollment, make_user, make_worker
from tests.make_programme import make_application, make_attendee, make_call
from workers.domain.applications import move
from workers.domain.decisions import decide
from workers.domain.enrollments import leave
from workers.domain.interviews import set_interview
from workers.domain.refusals import CohortFull
from workers.domain.selection import PersonKnown, select_applicant, usual_first_day
from workers.models import Application, Enrollment, Worker

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def call(nichinan):
    return make_call(make_cohort(nichinan.program, number=2, capacity=1, starts_on=dt.date(2026, 11, 1)))


def select(application, nichinan, **words):
    return select_applicant(application=application, by=nichinan.official, **{"joined_on": TODAY} | words)


def test_selecting_makes_a_participant_a_seat_a_stage_and_a_slip(call, nichinan):
    application = make_application(call, family_name="髙橋", given_name="さくら", email="sakura@example.jp")
    made = select(application, nichinan)
    application.refresh_from_db()
    worker = made.worker
    assert (application.state, application.worker) == ("selected", worker)
    assert (worker.full_name, worker.full_kana) == ("髙橋 さくら", "クロキ アオイ")
    assert (worker.email, worker.phone) == ("sakura@example.jp", application.phone)
    assert (made.enrollment.cohort, made.enrollment.joined_on) == (call.cohort, TODAY)
    assert list(made.enrollment.stages.values_list("stage", "began_on")) == [("learning", TODAY)]
    assert (made.slip.invitation.invitee, made.slip.invitation.cohort) == ("髙橋 さくら", call.cohort)
    assert [(step.state, step.by) for step in application.steps.all()] == [("selected", nichinan.official)]


def test_a_full_cohort_makes_nobody(call, nichinan):
    select(make_application(call), nichinan)
    second = make_application(call)
    workers = Worker.objects.count()
    with pytest.raises(CohortFull, match="この期の定員1人はいっぱいです"):
        select(second, nichinan)
    second.refresh_from_db()
    assert (second.state, Worker.objects.count()) == ("applied", workers)


def test_the_seat_of_somebody_who_left_is_given_again(call, nichinan):
    first = select(make_application(call), nichinan, joined_on=dt.date(2026, 11, 10))
    leave(enrollment=first.enrollment, left_on=TODAY, reason="moved")
    assert select(make_application(call), nichinan).enrollment.cohort == call.cohort


def test_somebody_in_the_register_is_never_doubled_silently(call, nichinan):
    application = make_application(call, family_name="高橋", given_name="葵", phone="+819012345678")
    known = make_worker(
        nichinan.municipality,
        family_name="髙橋",
        given_name="葵",
        family_name_kana="クロキ",
        given_name_kana="アオイ",
        phone="090-1234-5678",
    )
    with pytest.raises(PersonKnown):
        select(application, nichinan)
    assert select(application, nichinan, worker=known).worker == known
    assert known.enrollments.get().cohort == call.cohort


def test_a_namesake_with_another_phone_is_another_person(call, nichinan):
    application = make_application(call, given_name="葵")
    names = {"family_name": "黒木", "given_name": "葵", "family_name_kana": "クロキ", "given_name_kana": "アオイ"}
    make_worker(nichinan.municipality, phone="0987-99-9999", **names)
    assert select(application, nichinan).worker.phone == application.phone


def test_who_said_it_is_another_person_gets_a_row_of_their_own(call, nichinan):
    application = make_application(call, given_name="葵", phone="0987-31-1111")
    names = {"family_name": "黒木", "given_name": "葵", "family_name_kana": "クロキ", "given_name_kana": "アオイ"}
    mother = make_worker(nichinan.municipality, phone="0987-31-1111", **names)
    assert select(application, nichinan, as_new=True).worker != mother


def test_a_known_person_keeps_their_contacts_and_gets_the_missing_one(call, nichinan):
    application = make_application(call, given_name="葵", phone="0987-31-1111", email="aoi@example.jp")
    names = {"family_name": "黒木", "given_name": "葵", "family_name_kana": "クロキ", "given_name_kana": "アオイ"}
    known = make_worker(nichinan.municipality, phone="0987311111", **names)
    worker = select(application, nichinan, worker=known).worker
    assert (worker.phone, worker.email) == ("0987311111", "aoi@example.jp")


def test_a_person_with_an_account_needs_no_slip(call, nichinan):
    application = make_application(call, given_name="葵", email="aoi@example.jp")
    names = {"family_name": "黒木", "given_name": "葵", "family_name_kana": "クロキ", "given_name_kana": "アオイ"}
    known = make_worker(nichinan.municipality, user=make_user(), email="AOI@example.jp", **names)
    assert select(application, nichinan, worker=known).slip is None


def test_nobody_is_made_somebody_they_are_not(call, nichinan, komagane):
    application = make_application(call)
    for stranger in (nichinan.worker, komagane.worker):
        with pytest.raises(Refused) as refused:
            select(application, nichinan, worker=stranger)
        assert refused.value.field == "person"
    assert not Enrollment.objects.filter(cohort=call.cohort).exists()


def test_the_courses_of_an_applicant_become_the_participants(call, nichinan):
    attendee = make_attendee(
        nichinan.municipality, family_name_kana="クロキ", given_name_kana="アオイ", phone="090(0000)0009"
    )
    other = make_attendee(nichinan.municipality, family_name_kana="クロキ", given_name_kana="アオイ", phone="0987-1")
    made = select(make_application(call, phone="090-0000-0009"), nichinan)
    attendee.refresh_from_db()
    other.refresh_from_db()
    assert (attendee.worker, other.worker) == (made.worker, None)


@pytest.mark.parametrize(("state", "reason"), [("declined", "seats"), ("withdrawn", "health")])
def test_what_is_decided_is_not_selected(call, nichinan, state, reason):
    application = make_application(call, state=state, decision_reason=reason)
    with pytest.raises(Refused, match="もう決まっています"):
        select(application, nichinan)


def test_the_first_day_lies_within_the_cohort(nichinan):
    application = make_application(make_call(make_cohort(nichinan.program, starts_on=dt.date(2026, 12, 1))))
    with pytest.raises(Refused) as refused:
        select(application, nichinan)
    assert refused.value.field == "joined_on"
    assert usual_first_day(application.call.cohort) == dt.date(2026, 12, 1)
    assert usual_first_day(nichinan.cohort) == TODAY


def test_somebody_waiting_is_selected_and_leaves_the_list(call, nichinan):
    application = decide(application=make_application(call), state="waiting", by=nichinan.official)
    select(application, nichinan)
    application.refresh_from_db()
    assert (application.state, application.waiting_rank) == ("selected", None)


def _both_at_once(applications, nichinan) -> list[str]:
    start = Barrier(len(applications))

    def try_it(application) -> str:
        try:
            start.wait()
            select_applicant(application=application, by=nichinan.official, joined_on=TODAY)
        except Refused as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "selected"

    with ThreadPoolExecutor(len(applications)) as pool:
        return sorted(pool.map(try_it, applications))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_one_gives_the_last_seat(call, nichinan):
    both = [make_application(call), make_application(call)]
    assert _both_at_once(both, nichinan) == ["CohortFull", "selected"]
    assert sorted(Application.objects.values_list("state", flat=True)) == ["applied", "selected"]
    assert Enrollment.objects.filter(cohort=call.cohort).count() == 1
    assert Worker.objects.count() == 2  # with Nichinan's first participant


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clerks_with_one_applicant_make_one_person(call, nichinan):
    call.cohort.capacity = 5
    call.cohort.save()
    application = make_application(call)
    assert _both_at_once([application] * 4, nichinan) == ["Refused", "Refused", "Refused", "selected"]
    assert (Worker.objects.count(), Enrollment.objects.filter(cohort=call.cohort).count()) == (2, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_applicant_selected_into_two_cohorts_at_once_is_one_person(call, nichinan):
    other = make_call(make_cohort(nichinan.program, number=3, capacity=9, starts_on=dt.date(2026, 11, 1)))
    call.cohort.capacity = 9
    call.cohort.save()
    for n in range(6):
        both = [
            make_application(one, family_name=f"人{n}", given_name="葵", phone=f"090-1111-000{n}")
            for one in (call, other)
        ]
        assert _both_at_once(both, nichinan) == ["PersonKnown", "selected"]
        assert Worker.objects.filter(family_name=f"人{n}").count() == 1


@pytest.mark.postgres
@pytest.mark.parametrize(
    "change",
    [
        lambda one, by: select_applicant(application=one, by=by, joined_on=TODAY),
        lambda one, by: set_interview(application=one, at=timezone.now(), place="市役所", by=by),
        lambda one, by: move(application=one, state="waiting", by=by),
        lambda one, by: move(application=one, state="declined", reason="seats", by=by),
    ],
)
def test_cohort_call_and_application_are_always_locked_in_this_order(call, nichinan, change):
    application = make_application(call)
    with CaptureQueriesContext(connection) as asked:
        change(application, nichinan.official)
    order = ["programs_cohort", "programs_call", "workers_application"]
    locked = [query["sql"].split('FROM "')[1].split('"')[0] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    places = [order.index(table) for table in locked if table in order]
    first = [places.index(place) for place in sorted(set(places))]
    assert {1, 2} <= set(places)
    assert first == sorted(first)


def test_a_person_already_in_the_cohort_takes_no_second_seat(nichinan):
    call = make_call(nichinan.cohort)
    application = make_application(call, given_name="葵", phone="0987-31-1111")
    names = {"family_name": "黒木", "given_name": "葵", "family_name_kana": "クロキ", "given_name_kana": "アオイ"}
    known = make_worker(nichinan.municipality, phone="0987-31-1111", **names)
    make_enrollment(nichinan.cohort, worker=known)
    with pytest.raises(Refused, match="もうその期に参加しています"):
        select(application, nichinan, worker=known)
