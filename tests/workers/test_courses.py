"""Courses and their sessions: rhythms, holidays, changes, cancelling."""

import datetime as dt

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from programs.domain.refusals import Refused
from programs.models import AccessRecord, CourseSession, OutgoingMail
from tests.make import make_cohort
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.domain.courses import (
    CoursePlan,
    Rhythm,
    SessionPlan,
    add_sessions,
    cancel_session,
    change_course,
    change_session,
    holiday_name,
    recurring_days,
)
from workers.domain.courses import (
    make_course as set_up_course,
)

EVENING = SessionPlan(starts=dt.time(19), ends=dt.time(21), place="油津赤レンガ館", capacity=20)
DAY = dt.date(2026, 11, 25)


def days(first: str, rhythm: str, times: int) -> list[str]:
    return [f"{day:%m-%d}" for day in recurring_days(dt.date.fromisoformat(first), rhythm, times)]


def test_weekly_and_every_two_weeks():
    assert days("2026-12-16", "weekly", 4) == ["12-16", "12-23", "12-30", "01-06"]
    assert days("2026-12-16", "fortnightly", 3) == ["12-16", "12-30", "01-13"]


def test_monthly_keeps_the_second_wednesday():
    assert days("2026-11-11", "monthly", 4) == ["11-11", "12-09", "01-13", "02-10"]


def test_a_fifth_weekday_falls_on_the_last_there_is():
    assert days("2026-10-29", "monthly", 4) == ["10-29", "11-26", "12-31", "01-28"]


@given(first=st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), times=st.integers(1, 40))
def test_monthly_days_are_one_a_month_on_the_same_weekday(first, times):
    made = recurring_days(first, Rhythm.MONTHLY, times)
    months = [day.year * 12 + day.month for day in made]
    assert made[0] == first
    assert months == list(range(months[0], months[0] + times))
    assert {day.weekday() for day in made} == {first.weekday()}
    assert all(abs((day.day - 1) // 7 - (first.day - 1) // 7) <= 1 for day in made)


def test_holidays_are_known_by_name():
    assert holiday_name(dt.date(2026, 11, 23)) == "勤労感謝の日"
    assert holiday_name(dt.date(2026, 11, 24)) == ""


def test_a_course_of_another_programs_cohort_is_refused(nichinan, komagane):
    plan = CoursePlan(kind="lesson", title="勉強会", cohort=komagane.cohort)
    with pytest.raises(Refused, match="別の事業"):
        set_up_course(program=nichinan.program, plan=plan)
    course = make_course(nichinan.program)
    with pytest.raises(Refused):
        change_course(course=course, plan=plan)
    with pytest.raises(IntegrityError, match="one_program_for_course_and_cohort"):
        make_course(nichinan.program, cohort=make_cohort(komagane.program))


def test_sessions_are_numbered_in_the_order_of_their_days(nichinan):
    course = make_course(nichinan.program)
    add_sessions(course=course, plan=EVENING, days=[DAY])
    made = add_sessions(course=course, plan=EVENING, days=[DAY + dt.timedelta(14), DAY + dt.timedelta(7)])
    assert [(one.number, one.starts_at.isoformat()) for one in made] == [
        (2, "2026-12-02T19:00:00+09:00"),
        (3, "2026-12-09T19:00:00+09:00"),
    ]
    keys = set(CourseSession.objects.values_list("sign_up_key", flat=True))
    assert (len(keys), {len(key) for key in keys}) == (3, {16})


@pytest.mark.parametrize(
    ("fields", "day", "field"),
    [
        ({"ends": dt.time(19)}, DAY, "ends"),
        ({"place": ""}, DAY, "place"),
        ({}, dt.date(2062, 11, 25), "day"),
        ({}, dt.date(206, 11, 25), "day"),
    ],
)
def test_impossible_sessions_are_refused_beside_their_field(nichinan, fields, day, field):
    plan = SessionPlan(**{"starts": dt.time(19), "ends": dt.time(21), "place": "会議室"} | fields)
    with pytest.raises(Refused) as refusal:
        add_sessions(course=make_course(nichinan.program), plan=plan, days=[day])
    assert refusal.value.field == field
    assert CourseSession.objects.count() == 0


def test_a_session_at_the_same_time_is_refused_and_nothing_is_written(nichinan):
    course = make_course(nichinan.program)
    add_sessions(course=course, plan=EVENING, days=[DAY])
    with pytest.raises(Refused, match="2026/11/25"):
        add_sessions(course=course, plan=EVENING, days=[DAY - dt.timedelta(7), DAY])
    assert CourseSession.objects.count() == 1


def test_a_cancelled_session_leaves_its_time_free(nichinan):
    course = make_course(nichinan.program)
    (session,) = add_sessions(course=course, plan=EVENING, days=[DAY])
    cancel_session(session=session, by=nichinan.director)
    assert add_sessions(course=course, plan=EVENING, days=[DAY])[0].number == 2


def test_fewer_seats_than_people_are_refused(nichinan):
    session = make_session(make_course(nichinan.program))
    for state in ("signed_up", "absent", "excused"):
        make_attendance(session, state=state)
    plan = SessionPlan(starts=dt.time(10), ends=dt.time(12), place="会議室", capacity=1)
    with pytest.raises(Refused) as refusal:
        change_session(session=session, plan=plan, day=DAY)
    assert refusal.value.field == "capacity"
    two = SessionPlan(starts=dt.time(10), ends=dt.time(12), place="会議室", capacity=2)
    assert change_session(session=session, plan=two, day=DAY).capacity == 2


def test_a_session_that_was_held_does_not_move_to_a_day_to_come(nichinan):
    session = make_session(make_course(nichinan.program))
    make_attendance(session, state="present")
    with pytest.raises(Refused) as refusal:
        change_session(session=session, plan=EVENING, day=DAY)
    assert refusal.value.field == "day"
    assert change_session(session=session, plan=EVENING, day=dt.date(2026, 11, 20)).place == "油津赤レンガ館"


def test_cancelling_is_written_down_once_and_mailed_to_those_who_can_be(nichinan, settings):
    settings.MAIL_WORKS = True
    session = make_session(make_course(nichinan.program))
    with_mail = make_attendee(nichinan.municipality, email="misaki@example.jp", family_name="川越", given_name="美咲")
    make_attendance(session, with_mail)
    make_attendance(session, make_attendee(nichinan.municipality, phone="0987-31-1111"))
    make_attendance(session, make_attendee(nichinan.municipality, email="gone@example.jp"), state="cancelled")
    for _twice in range(2):
        cancel_session(session=session, by=nichinan.director)
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.municipality) == ("misaki@example.jp", nichinan.municipality)
    assert "2026年11月23日" in mail.body
    record = AccessRecord.objects.get()
    assert (record.action, record.object_id, record.user) == ("changed", str(session.pk), nichinan.director)


def test_a_session_that_was_held_cannot_be_cancelled(nichinan):
    session = make_session(make_course(nichinan.program))
    make_attendance(session, state="present")
    with pytest.raises(Refused):
        cancel_session(session=session, by=nichinan.director)
    session.refresh_from_db()
    assert session.cancelled_at is None
