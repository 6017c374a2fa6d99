"""Makers for what surrounds the income: calls, applications, courses, support. Plain rows, past the rules."""

import datetime as dt
from itertools import count

from django.utils import timezone

from programs.models import (
    Announcement,
    Call,
    Cohort,
    ConsentText,
    Course,
    CourseSession,
    Municipality,
    Program,
    Skill,
    Survey,
    SurveyQuestion,
)
from tests.make import make_cohort, make_municipality, make_program
from workers.models import Application, Attendance, Attendee, Contact, Enrollment, FollowUp, Matter, Message

_number = count(1)


def make_consent(municipality: Municipality | None = None, **fields) -> ConsentText:
    town = municipality or make_municipality()
    words = {"version": town.consent_texts.count() + 1, "body": "応募の選考のためだけに使います。"}
    return ConsentText.objects.create(municipality=town, **words | fields)


def make_call(cohort: Cohort | None = None, **fields) -> Call:
    """Open today (2026-11-22), published."""
    words = {
        "title": "クラウドワーカー募集",
        "opens_on": dt.date(2026, 11, 1),
        "closes_on": dt.date(2026, 11, 30),
        "conditions": "市内にお住まいの方。",
        "contact": "商工政策課 0987-31-1169",
        "published_at": timezone.now(),
    }
    return Call.objects.create(cohort=cohort or make_cohort(), **words | fields)


def make_application(call: Call | None = None, **fields) -> Application:
    """By default at the counter: an online one needs its consent."""
    n = next(_number)
    words = {
        "reference": f"900{n:04}",
        "secret_hash": "",
        "family_name": "黒木",
        "given_name": f"葵{n}",
        "family_name_kana": "クロキ",
        "given_name_kana": "アオイ",
        "phone": f"090-0000-{n:04}",
        "weekly_hours": 20,
        "pc_skill": "office",
        "channel": "counter",
        "applied_at": timezone.now(),
    }
    return Application.objects.create(call=call or make_call(), **words | fields)


def make_course(program: Program | None = None, **fields) -> Course:
    return Course.objects.create(
        program=program or make_program(), **{"kind": "seminar", "title": "はじめての在宅ワーク説明会"} | fields
    )


def make_session(course: Course | None = None, **fields) -> CourseSession:
    """Tomorrow from 10:00 to 12:00 in Japan."""
    course = course or make_course()
    starts = dt.datetime(2026, 11, 23, 10, tzinfo=timezone.get_default_timezone())
    words = {
        "number": course.sessions.count() + 1,
        "starts_at": starts,
        "ends_at": fields.get("starts_at", starts) + dt.timedelta(hours=2),
        "place": "油津赤レンガ館",
        "sign_up_key": f"session-key-{next(_number):04}",
    }
    return CourseSession.objects.create(course=course, **words | fields)


def make_attendee(municipality: Municipality | None = None, **fields) -> Attendee:
    words = {"family_name": "川越", "given_name": f"美咲{next(_number)}", "family_name_kana": "カワゴエ"}
    return Attendee.objects.create(municipality=municipality or make_municipality(), **words | fields)


def make_attendance(session: CourseSession | None = None, attendee: Attendee | None = None, **fields) -> Attendance:
    session = session or make_session()
    attendee = attendee or make_attendee(session.course.program.municipality)
    return Attendance.objects.create(session=session, attendee=attendee, **fields)


def make_survey(course: Course | None = None, **fields) -> Survey:
    """Open now, to those of a course, with one question of each kind."""
    if not fields.get("cohort"):
        fields["course"] = course or make_course()
    program = (fields.get("course") or fields["cohort"]).program
    words = {
        "program": program,
        "title": "受講後のアンケート",
        "opens_on": dt.date(2026, 11, 1),
        "closes_on": dt.date(2026, 12, 31),
        "answer_key": f"survey-key-{next(_number):04}",
    }
    survey = Survey.objects.create(**words | fields)
    for position, (kind, text, options) in enumerate(
        (
            ("choice", "どこで知りましたか", ["広報", "知人", "ウェブ"]),
            ("choices", "学びたいこと", ["ライティング", "データ入力"]),
            ("scale", "満足度", []),
            ("text", "ご感想", []),
        ),
        start=1,
    ):
        SurveyQuestion.objects.create(survey=survey, position=position, kind=kind, text=text, options=options)
    return survey


def make_skill(program: Program | None = None, **fields) -> Skill:
    return Skill.objects.create(program=program or make_program(), **{"name": f"文書作成{next(_number)}"} | fields)


def make_contact(enrollment: Enrollment, by, **fields) -> Contact:
    words = {"happened_on": dt.date(2026, 11, 20), "medium": "phone", "line": "元気そう"}
    return Contact.objects.create(enrollment=enrollment, by=by, **words | fields)


def make_follow_up(enrollment: Enrollment, by, **fields) -> FollowUp:
    words = {"what": "プロフィールを一緒に直す", "due_on": dt.date(2026, 11, 25)}
    return FollowUp.objects.create(enrollment=enrollment, made_by=by, **words | fields)


def make_matter(enrollment: Enrollment, by, body: str = "相談があります。", **fields) -> Matter:
    now = timezone.now()
    words = {"subject": "振込について", "last_message_at": now}
    matter = Matter.objects.create(enrollment=enrollment, opened_by=by, **words | fields)
    Message.objects.create(matter=matter, by=by, body=body, sent_at=now)
    return matter


def make_announcement(program: Program, by, **fields) -> Announcement:
    words = {"audience": "workers", "title": "年末の案内", "shows_until": dt.date(2026, 12, 31)}
    return Announcement.objects.create(program=program, made_by=by, **words | fields)
