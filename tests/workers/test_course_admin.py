"""The town's lists of courses, sessions and attendances; marks through the rules."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from programs.models import AccessRecord, Course
from tests.doors import prove
from tests.make import make_program
from tests.make_programme import make_attendance, make_attendee, make_course, make_session

THIS_MORNING = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return prove(client)


def form(program, **fields) -> dict:
    return {"program": program.pk, "kind": "lesson", "title": "勉強会", "takes_sign_up": "on", "once": "one"} | fields


def test_a_course_is_made_for_a_cohort_of_its_program(clerk, nichinan):
    add = reverse("admin:programs_course_add")
    other = make_program(nichinan.municipality)
    refused = clerk.post(add, form(other, cohort=nichinan.cohort.pk))
    assert (refused.status_code, Course.objects.count()) == (200, 0)
    assert "この期は別の事業のものです。" in refused.content.decode()
    assert clerk.post(add, form(nichinan.program, cohort=nichinan.cohort.pk, once="two")).status_code == 302
    assert Course.objects.get().cohort == nichinan.cohort


def test_a_course_is_changed_by_its_rules(clerk, nichinan):
    course = make_course(nichinan.program)
    page = reverse("admin:programs_course_change", args=[course.pk])
    assert clerk.post(page, form(nichinan.program, sessions_to_complete="3")).status_code == 302
    course.refresh_from_db()
    assert (course.title, course.sessions_to_complete, course.program) == ("勉強会", 3, nichinan.program)


def test_the_list_counts_attendances_and_people_apart(clerk, nichinan):
    course, attendee = make_course(nichinan.program), make_attendee(nichinan.municipality)
    for _n in range(3):
        session = make_session(course)
        make_attendance(session, attendee, state="present")
    make_attendance(session, state="present")
    make_attendance(session, state="absent")
    row = clerk.get(reverse("admin:programs_course_changelist")).context["cl"].result_list[0]
    assert (row.session_count, row.present_count, row.people_count) == (3, 4, 2)
    session = clerk.get(reverse("admin:programs_coursesession_changelist")).context["cl"].result_list[0]
    assert (session.seated_count, session.present_count) == (3, 2)


@pytest.mark.parametrize(("held", "shown"), [("coming", 1), ("past", 1), ("cancelled", 1), ("x", 3)])
def test_sessions_are_narrowed_to_those_held(clerk, nichinan, held, shown):
    course = make_course(nichinan.program)
    make_session(course)
    make_session(course, starts_at=THIS_MORNING)
    make_session(course, cancelled_at=THIS_MORNING)
    page = clerk.get(reverse("admin:programs_coursesession_changelist"), {"held": held})
    assert len(page.context["cl"].result_list) == shown


def test_a_mark_is_changed_by_its_verb_and_told_apart_from_looking(clerk, nichinan):
    session = make_session(make_course(nichinan.program), starts_at=THIS_MORNING)
    row = make_attendance(session, make_attendee(nichinan.municipality, worker=nichinan.worker))
    clerk.get(reverse("admin:workers_attendance_change", args=[row.pk]))
    assert clerk.post(reverse("admin:workers_attendance_absent", args=[row.pk]), {"once": "one"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.marked_by) == ("absent", nichinan.official)
    records = AccessRecord.objects.filter(subject_worker=nichinan.worker.pk).order_by("pk")
    assert [record.action for record in records] == ["looked", "changed"]


def test_a_mark_before_the_day_is_refused_in_words(clerk, nichinan):
    row = make_attendance(make_session(make_course(nichinan.program)))
    answer = clerk.post(reverse("admin:workers_attendance_present", args=[row.pk]), {"once": "one"})
    assert "まだ当日ではありません" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "signed_up"


def test_nobody_writes_marks_past_the_rules(clerk, nichinan):
    row = make_attendance(make_session(make_course(nichinan.program)))
    for name in ("workers_attendance", "programs_coursesession"):
        assert clerk.get(reverse(f"admin:{name}_add")).status_code == 403
    page = reverse("admin:workers_attendance_change", args=[row.pk])
    assert clerk.post(page, {"state": "present"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "signed_up"


def test_attendances_are_exported_without_contacts(clerk, nichinan):
    attendee = make_attendee(nichinan.municipality, phone="0987-31-1111")
    make_attendance(make_session(make_course(nichinan.program)), attendee, state="excused")
    response = clerk.get(reverse("admin:workers_attendance_export"))
    head, row = openpyxl.load_workbook(BytesIO(response.content)).active.values
    assert (len(head), row[3], row[5]) == (9, attendee.full_name, "連絡あり")
    assert "0987-31-1111" not in row
