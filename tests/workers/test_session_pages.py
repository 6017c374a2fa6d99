"""The desk's pages of sessions: added, changed, cancelled, printed."""

import re

import pytest

from programs.models import AccessRecord, CourseSession
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from tests.workers.test_course_pages import address, desk, once_of

__all__ = ["desk"]  # a fixture


def sessions_form(**fields) -> dict:
    said = {"day": "2026/12/16", "starts": "19:00", "ends": "２１：００", "rhythm": "once", "place": "油津赤レンガ館"}
    return {"once": f"token-{len(str(fields))}-{fields}"[:60]} | said | fields


def test_one_session_is_written_at_once_however_the_day_is_written(desk, nichinan):
    course = make_course(nichinan.program)
    for day in ("2026-12-16", "R8.12.17"):
        assert desk.post(address("session_add", course.pk), sessions_form(day=day)).status_code == 302
    starts = CourseSession.objects.values_list("starts_at", flat=True)
    assert [f"{moment:%m-%d %H:%M}" for moment in starts] == ["12-16 10:00", "12-17 10:00"]  # UTC


def test_several_are_shown_first_with_their_holidays(desk, nichinan):
    page = address("session_add", make_course(nichinan.program).pk)
    form = sessions_form(day="2026-12-30", rhythm="weekly", times="４")
    html = desk.post(page, form).content.decode()
    assert CourseSession.objects.count() == 0
    shown = re.findall(r'name="chosen" value="([\d-]+)"( checked)?', html)
    assert shown == [
        ("2026-12-30", " checked"), ("2027-01-06", " checked"), ("2027-01-13", " checked"), ("2027-01-20", " checked"),
    ]  # fmt: skip
    mondays = desk.post(page, form | {"day": "2026-12-28", "rhythm": "fortnightly"}).content.decode()
    assert re.findall(r'value="([\d-]+)"( checked)?><span>', mondays)[1] == ("2027-01-11", "")
    assert "成人の日" in mondays


def test_the_ticked_days_are_written_once(desk, nichinan):
    page = address("session_add", make_course(nichinan.program).pk)
    form = sessions_form(day="2026-12-28", rhythm="fortnightly", times="3", confirmed="yes")
    form["chosen"] = ["2026-12-28", "2027-01-25", "2027-12-31"]
    for _twice in range(2):
        assert desk.post(page, form).status_code == 302
    days = [f"{one.starts_at:%Y-%m-%d}" for one in CourseSession.objects.all()]
    assert days == ["2026-12-28", "2027-01-25"]


def test_no_day_ticked_is_said(desk, nichinan):
    page = address("session_add", make_course(nichinan.program).pk)
    response = desk.post(page, sessions_form(rhythm="weekly", times="3", confirmed="yes"))
    assert (response.status_code, CourseSession.objects.count()) == (422, 0)
    assert "日を1つ以上選んでください。" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"rhythm": "weekly"}, {"times"}),
        ({"rhythm": "weekly", "times": "1"}, {"times"}),
        ({"rhythm": "weekly", "times": "53"}, {"times"}),
        ({"rhythm": "monthly", "times": "40"}, {"times"}),
        ({"day": "12/16"}, {"day"}),
        ({"day": "2062/12/16"}, {"day"}),
        ({"starts": "25:00"}, {"starts"}),
        ({"starts": "夜"}, {"starts"}),
        ({"ends": "18:00"}, {"ends"}),
        ({"place": ""}, {"place"}),
        ({"place": "", "online_url": "javascript:alert(1)"}, {"online_url"}),
        ({"capacity": "0"}, {"capacity"}),
        ({"capacity": "二十"}, {"capacity"}),
    ],
)
def test_what_is_wrong_with_a_session_is_said_at_its_field(desk, nichinan, fields, wrong):
    response = desk.post(address("session_add", make_course(nichinan.program).pk), sessions_form(**fields))
    html = response.content.decode()
    assert (response.status_code, CourseSession.objects.count()) == (422, 0)
    assert set(re.findall(r'id="id_(\w+)_error"', html)) == wrong


@pytest.mark.parametrize("clock", ["19:00", "１９：００", "19時", "19時00分", "1900"])
def test_times_are_read_as_people_write_them(desk, nichinan, clock):
    desk.post(address("session_add", make_course(nichinan.program).pk), sessions_form(starts=clock))
    assert f"{CourseSession.objects.get().starts_at:%H:%M}" == "10:00"


def test_a_session_is_changed(desk, nichinan):
    session = make_session(make_course(nichinan.program))
    page = address("session_edit", session.pk)
    form = sessions_form(place="", online_url="https://meeting.example.jp/1", once=once_of(desk.get(page)))
    assert desk.post(page, form)["Location"] == address("attendance_list", session.pk)
    session.refresh_from_db()
    assert (session.place, f"{session.starts_at:%m-%d %H:%M}") == ("", "12-16 10:00")


def test_cancelling_names_those_to_be_told_before_and_after(desk, nichinan):
    session = make_session(make_course(nichinan.program))
    make_attendance(session, make_attendee(nichinan.municipality, family_name="日髙", phone="0987-31-1111"))
    page = address("session_cancel", session.pk)
    before = desk.get(page).content.decode()
    assert desk.post(page).status_code == 302
    after = desk.get(page).content.decode()
    assert ["日髙" in html and "tel:0987-31-1111" in html for html in (before, after)] == [True, True]
    assert ['<form class="card stack"' in html for html in (before, after)] == [True, False]
    session.refresh_from_db()
    assert session.cancelled_at is not None


def test_the_poster_leads_to_the_sign_up_page(desk, nichinan):
    session = make_session(make_course(nichinan.program))
    html = desk.get(address("session_poster", session.pk)).content.decode()
    assert f"http://testserver/sessions/{session.sign_up_key}/" in html
    assert 'class="poster-qr"' in html


def test_the_sheet_has_names_boxes_and_empty_lines_and_goes_on_record(desk, nichinan):
    session = make_session(make_course(nichinan.program))
    attendee = make_attendee(nichinan.municipality, family_name="日髙", family_name_kana="ヒダカ")
    make_attendance(session, attendee)
    make_attendance(session, state="cancelled")
    html = desk.get(address("session_sheet", session.pk)).content.decode()
    assert "令和8年11月23日" in html
    assert "宮崎県日南市" in html
    assert (html.count('<th scope="row">'), html.count('class="box"')) == (1, 33)
    record = AccessRecord.objects.get()
    assert (record.action, record.object_id, record.detail) == ("printed", str(session.pk), "1 rows")
