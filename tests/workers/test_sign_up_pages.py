"""Signing up by the QR code's address, the page of one's seat, and a participant's own list."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from programs.models import OutgoingMail
from tests.make_programme import make_attendance, make_attendee, make_call, make_course, make_session
from workers.models import Attendance, Attendee

FORM = {
    "family_name": "川越",
    "given_name": "美咲",
    "family_name_kana": "かわごえ",
    "given_name_kana": "ﾐｻｷ",
    "phone": "０９０－１２３４－５６７８",
    "email": "",
    "once": "a-form-of-misaki",
}
ONLINE = "https://meeting.example.jp/koto"


@pytest.fixture
def session(nichinan):
    cache.clear()
    return make_session(make_course(nichinan.program), capacity=2, online_url=ONLINE)


def page(session) -> str:
    return f"/sessions/{session.sign_up_key}/"


def test_a_citizen_signs_up_and_sees_the_online_address_only_then(client, session):
    html = client.get(page(session)).content.decode()
    assert ("残り2席" in html, "油津赤レンガ館" in html, ONLINE in html) == (True, True, False)
    response = client.post(page(session), FORM)
    assert re.fullmatch(r"/seats/[0-9a-f]{40}/", response["Location"])
    seat = client.get(response["Location"]).content.decode()
    assert ("申込みを受け付けました。" in seat, ONLINE in seat, "川越 美咲" in seat) == (True, True, True)
    attendee = Attendee.objects.get()
    assert (attendee.full_kana, attendee.phone) == ("カワゴエ ミサキ", "090-1234-5678")


def test_the_form_says_why_it_asks(client, session):
    html = client.get(page(session)).content.decode()
    reasons = (
        "ご連絡のときにお呼びするためです。",
        "お名前を読み間違えないためです。",
        "中止や変更のご連絡のために使います。",
    )
    assert [html.count(reason) for reason in reasons] == [1, 1, 1]


def test_the_form_sent_twice_is_one_seat_and_one_page(client, session):
    answers = [client.post(page(session), FORM)["Location"] for _twice in range(2)]
    assert answers[0] == answers[1]
    assert Attendance.objects.count() == 1


def test_the_same_person_with_a_new_form_is_told_and_sees_no_secret(client, session):
    client.post(page(session), FORM)
    response = client.post(page(session), FORM | {"once": "another"})
    html = response.content.decode()
    assert (response.status_code, "すでに申し込まれています" in html, ONLINE in html) == (422, True, False)
    assert ("日南市（市役所）にお尋ねください" in html, "商工課" in html) == (True, False)
    make_call(session.course.program.cohorts.first(), contact="商工課 0987-00-0000", published_at=timezone.now())
    assert "商工課 0987-00-0000" in client.post(page(session), FORM | {"once": "a third"}).content.decode()
    assert Attendance.objects.count() == 1


def test_a_full_session_says_so_instead_of_the_form(client, session):
    for _n in range(2):
        make_attendance(session)
    html = client.get(page(session)).content.decode()
    assert ("この回は満席です。" in html, 'name="family_name"' in html) == (True, False)
    late = client.post(page(session), FORM)
    assert (late.status_code, "この回は満席です。" in late.content.decode()) == (422, True)
    assert 'value="川越"' in late.content.decode()
    assert Attendance.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cancelled_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)}, "この回は中止になりました。"),
        ({"starts_at": dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)}, "この回はすでに始まったため"),
    ],
)
def test_what_cannot_be_signed_up_for_says_why(client, session, change, said):
    for name, value in change.items():
        setattr(session, name, value)
    session.save()
    for response in (client.get(page(session)), client.post(page(session), FORM)):
        html = response.content.decode()
        assert said in html
        assert 'name="family_name"' not in html
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"phone": "", "email": ""}, {"phone"}),
        ({"phone": "12"}, {"phone"}),
        ({"email": "misaki"}, {"email"}),
        ({"family_name": "", "given_name_kana": "misaki"}, {"family_name", "given_name_kana"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, session, fields, wrong):
    response = client.post(page(session), FORM | fields)
    html = response.content.decode()
    assert set(re.findall(r'id="id_(\w+)_error"', html)) == wrong
    assert 'value="美咲"' in html
    assert Attendee.objects.count() == 0


def test_the_mail_carries_the_way_to_cancel(client, session, settings):
    settings.MAIL_WORKS = True
    response = client.post(page(session), FORM | {"email": "Misaki@example.jp"})
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "misaki@example.jp"
    assert f"http://testserver{response['Location']}" in mail.body
    assert ONLINE in mail.body


def test_a_seat_is_given_back_by_its_link_and_taken_again(client, session):
    seat = client.post(page(session), FORM)["Location"]
    for _twice in range(2):
        client.post(f"{seat}cancel/")
    html = client.get(seat).content.decode()
    assert ("申込みを取り消しました。" in html, ONLINE in html) == (True, False)
    assert client.post(page(session), FORM | {"once": "again"}).status_code == 302
    assert Attendance.objects.get().state == "signed_up"
    assert client.get(seat).status_code == 404  # the new form's secret took its place


def test_wrong_secrets_are_not_found_and_soon_not_tried(client, session):
    statuses = [client.get(f"/seats/{number:040x}/").status_code for number in range(62)]
    assert (statuses[0], statuses[59], statuses[60]) == (404, 404, 429)


def test_signing_up_is_limited_for_one_address(client, session):
    session.capacity = None
    session.save()
    statuses = [
        client.post(page(session), FORM | {"phone": f"090-0000-{n:04}", "once": f"form {n}"}).status_code
        for n in range(31)
    ]
    assert (statuses[29], statuses[30]) == (302, 429)
    assert Attendance.objects.count() == 30


def test_an_unknown_key_is_not_found(client, session):
    assert client.get("/sessions/nothing-here/").status_code == 404


def test_lessons_ask_citizens_to_sign_in_and_participants_for_one_tap(client, nichinan):
    session = make_session(make_course(nichinan.program, cohort=nichinan.cohort))
    html = client.get(page(session)).content.decode()
    assert ('name="family_name"' in html, "先にログインしてください" in html) == (False, True)
    client.force_login(nichinan.worker_user)
    html = client.get(page(session)).content.decode()
    assert f'action="/courses/sessions/{session.pk}/sign-up/"' in html


def test_a_participant_signs_up_and_cancels_with_one_tap(worker, nichinan, session):
    assert ONLINE not in worker.get("/courses/").content.decode()
    worker.post(f"/courses/sessions/{session.pk}/sign-up/")
    worker.post(f"/courses/sessions/{session.pk}/sign-up/")
    row = Attendance.objects.get()
    assert (row.state, row.attendee.worker) == ("signed_up", nichinan.worker)
    assert ONLINE in worker.get("/courses/").content.decode()
    worker.post(f"/courses/sessions/{session.pk}/cancel/")
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_a_participant_sees_where_they_were_and_nothing_of_others(worker, nichinan, komagane):
    mine = make_attendee(nichinan.municipality, worker=nichinan.worker)
    past = timezone.now() - dt.timedelta(days=30)
    attended = make_session(make_course(nichinan.program, title="行った講座"), starts_at=past)
    missed = make_session(make_course(nichinan.program, title="休んだ講座"), starts_at=past)
    make_attendance(attended, mine, state="present")
    make_attendance(missed, mine, state="absent")
    make_session(make_course(komagane.program, title="よその講座"))
    html = worker.get("/courses/").content.decode()
    assert [name in html for name in ("行った講座", "休んだ講座", "よその講座")] == [True, False, False]
    other = make_session(make_course(komagane.program))
    assert worker.post(f"/courses/sessions/{other.pk}/sign-up/").status_code == 404
    assert worker.post(f"/courses/sessions/{other.pk}/cancel/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_with_one_session_as_with_three(worker, nichinan, rows, django_assert_num_queries):
    for _n in range(rows):
        make_session(make_course(nichinan.program), capacity=4)
    with django_assert_num_queries(6):  # session, person, enrollment, sessions, states, past
        worker.get("/courses/")
