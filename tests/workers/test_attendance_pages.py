"""The tap list, with and without htmx; people at the door; one person's page and merging."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse

from programs.models import AccessRecord
from tests.make import make_enrollment, make_worker
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.models import Attendance, Attendee

HTMX = {"HX-Request": "true"}


LOCKS = connection.vendor == "postgresql"  # the record's chain is locked there by a query of its own


@pytest.fixture
def desk(client, nichinan):
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def session(nichinan):
    """This morning."""
    start = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
    return make_session(make_course(nichinan.program, kind="lesson", cohort=nichinan.cohort), starts_at=start)


def address(name: str, *args: object) -> str:
    return reverse(f"workers:{name}", args=["nichinan", *args])


def walk_in(**fields) -> dict:
    return {"name": "黒木 葵", "kana": "くろき あおい", "phone": "", "once": "one"} | fields


def test_a_tap_without_a_script_leads_back_to_its_row(desk, session):
    row = make_attendance(session)
    response = desk.post(address("attendance_mark", row.pk), {"state": "present", "seen": "signed_up"})
    assert response["Location"] == f"{address('attendance_list', session.pk)}#attendance-{row.pk}"
    row.refresh_from_db()
    assert row.state == "present"


def test_the_part_received_stands_word_for_word_in_the_page(desk, session):
    row, other = make_attendance(session), make_attendance(session)
    make_attendance(session, state="present", is_walk_in=True)
    part = desk.post(address("attendance_mark", row.pk), {"state": "present", "seen": "signed_up"}, headers=HTMX)
    page = desk.get(address("attendance_list", session.pk)).content.decode()
    row_part, counts = re.fullmatch(r"\s*(<li.*</li>)\s*(<div.*</div>)\s*", part.content.decode(), re.DOTALL).groups()
    without_token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert without_token.sub("", row_part) in without_token.sub("", page)
    assert counts in page
    assert f'id="attendance-{other.pk}"' not in row_part
    assert re.findall(r"<b>(\d+)</b>", counts) == ["2", "0", "0", "1"]


def test_another_helpers_mark_is_told_in_the_row(desk, nichinan, session):
    row = make_attendance(session, state="absent", marked_by=nichinan.official)
    tap = {"state": "present", "seen": "signed_up"}
    response = desk.post(address("attendance_mark", row.pk), tap, headers=HTMX)
    html = response.content.decode()
    assert (response.status_code, "押川 健一さんが先に「欠席」と記録しました。" in html) == (409, True)
    assert 'name="seen" value="absent"' in html
    plain = desk.post(address("attendance_mark", row.pk), tap, follow=True).content.decode()
    assert "押川 健一さんが先に「欠席」と記録しました。" in plain
    row.refresh_from_db()
    assert row.state == "absent"


@pytest.mark.parametrize("state", ["", "cancelled", "x"])
def test_what_is_no_mark_writes_nothing(desk, session, state):
    row = make_attendance(session)
    assert desk.post(address("attendance_mark", row.pk), {"state": state}, headers=HTMX).status_code == 409
    row.refresh_from_db()
    assert row.state == "signed_up"


def test_the_rest_are_present_by_one_press(desk, session):
    for state in ("signed_up", "signed_up", "excused"):
        make_attendance(session, state=state)
    html = desk.post(address("attendance_rest", session.pk), follow=True).content.decode()
    assert "2人を出席にしました。" in html
    assert Attendance.objects.present().count() == 2


def test_somebody_at_the_door_is_added_once(desk, session):
    for _twice in range(2):
        response = desk.post(address("walk_in_add", session.pk), walk_in())
    assert response["Location"] == address("attendance_list", session.pk)
    row = Attendance.objects.get()
    assert (row.attendee.family_name, row.attendee.given_name, row.attendee.full_kana) == (
        "黒木",
        "葵",
        "クロキ アオイ",
    )
    assert (row.state, row.is_walk_in) == ("present", True)


def test_a_namesake_is_asked_about_and_added_when_ticked(desk, session):
    desk.post(address("walk_in_add", session.pk), walk_in())
    html = desk.post(address("walk_in_add", session.pk), walk_in(once="two")).content.decode()
    assert ("同じ名前の人がすでに名簿にいます。" in html, 'name="is_somebody_else"' in html) == (True, True)
    assert 'value="黒木 葵"' in html
    desk.post(address("walk_in_add", session.pk), walk_in(once="three", is_somebody_else="on"))
    assert Attendance.objects.count() == 2


def test_a_walk_in_without_a_reading_is_asked_for_it(desk, session):
    response = desk.post(address("walk_in_add", session.pk), walk_in(kana="", name="あ" * 60))
    assert set(re.findall(r'id="id_(\w+)_error"', response.content.decode())) == {"name", "kana"}
    assert (response.status_code, Attendee.objects.count()) == (422, 0)


def test_a_walk_in_is_taken_off_again(desk, session):
    row = make_attendance(session, state="present", is_walk_in=True)
    part = desk.post(address("attendance_mark", row.pk), {"state": "off"}, headers=HTMX)
    assert Attendance.objects.present().count() == 0
    assert re.match(r'\s*<div id="attendance-counts"', part.content.decode())  # the row itself goes
    assert f'id="attendance-{row.pk}"' not in desk.get(address("attendance_list", session.pk)).content.decode()


def test_participants_of_the_cohort_are_offered_until_they_are_listed(desk, nichinan, komagane, session):
    gone = make_enrollment(nichinan.cohort, left_on=dt.date(2026, 11, 1), leaving_reason="moved")
    page = address("attendance_list", session.pk)

    def offered() -> list[str]:
        return re.findall(r'name="enrollment" value="(\d+)"', desk.get(page).content.decode())

    assert offered() == [str(nichinan.enrollment.pk)]
    desk.post(address("participant_add", session.pk), {"enrollment": nichinan.enrollment.pk})
    assert (offered(), Attendance.objects.get().attendee.worker) == ([], nichinan.worker)
    for stranger in (komagane.enrollment.pk, "x", 10**30):
        assert desk.post(address("participant_add", session.pk), {"enrollment": stranger}).status_code == 404
    assert gone.pk


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_tap_list_asks_as_often_with_many_names(desk, nichinan, session, rows, django_assert_num_queries):
    people = [Attendee(municipality=nichinan.municipality, family_name=f"人{n}") for n in range(rows)]
    made = Attendee.objects.bulk_create(people)
    Attendance.objects.bulk_create([Attendance(session=session, attendee=one) for one in made])
    with django_assert_num_queries(13 + LOCKS):
        desk.get(address("attendance_list", session.pk))


def test_looking_at_the_list_goes_on_record(desk, session):
    desk.get(address("attendance_list", session.pk))
    record = AccessRecord.objects.get()
    assert (record.action, record.noun, record.object_id) == ("looked", "programs.coursesession", str(session.pk))


def test_a_person_is_corrected(desk, nichinan, session):
    attendee = make_attendance(session).attendee
    page = address("attendee_edit", attendee.pk)
    desk.post(page, walk_in(phone="0987-31-1111", email="A@example.jp"))
    attendee.refresh_from_db()
    assert (attendee.full_name, attendee.phone, attendee.email) == ("黒木 葵", "0987-31-1111", "a@example.jp")
    assert desk.post(page, walk_in(name="", once="x")).status_code == 422


def test_two_rows_are_looked_at_and_merged(desk, nichinan, session):
    kana = {"family_name_kana": "クロキ", "given_name_kana": "アオイ"}
    keep, drop = (make_attendee(nichinan.municipality, **kana) for _n in range(2))
    make_attendance(session, keep, state="present")
    make_attendance(make_session(session.course), drop, state="present")
    course = desk.get(address("course_detail", session.course_id)).content.decode()
    page = f"{address('attendee_merge', keep.pk)}?with={drop.pk}"
    assert page in course
    assert desk.get(page).status_code == 200
    assert Attendee.objects.count() == 2
    desk.post(address("attendee_merge", keep.pk), {"with": drop.pk})
    assert (Attendee.objects.get(), keep.attendances.count()) == (keep, 2)


def test_an_attendee_is_linked_to_the_participant_they_are(desk, nichinan, komagane, session):
    kana = {"family_name_kana": nichinan.worker.family_name_kana, "given_name_kana": nichinan.worker.given_name_kana}
    attendee = make_attendance(session, make_attendee(nichinan.municipality, **kana)).attendee
    html = desk.get(address("attendee_edit", attendee.pk)).content.decode()
    assert re.findall(r'name="worker" value="(\d+)"', html) == [str(nichinan.worker.pk)]
    stranger = make_worker(nichinan.municipality)  # in no program
    for other in (komagane.worker.pk, stranger.pk, "x"):
        assert desk.post(address("attendee_link", attendee.pk), {"worker": other}).status_code == 404
    desk.post(address("attendee_link", attendee.pk), {"worker": nichinan.worker.pk})
    attendee.refresh_from_db()
    assert attendee.worker == nichinan.worker


def test_people_of_another_town_are_not_found(desk, komagane, session):
    theirs = make_attendance(make_session(make_course(komagane.program)))
    mine = make_attendance(session)
    pages = [
        address("attendee_edit", theirs.attendee_id),
        f"{address('attendee_merge', mine.attendee_id)}?with={theirs.attendee_id}",
        address("attendance_list", theirs.session_id),
    ]
    assert [desk.get(page).status_code for page in pages] == [404] * 3
    assert desk.post(address("attendance_mark", theirs.pk), {"state": "present"}).status_code == 404
    assert desk.post(address("attendee_merge", mine.attendee_id), {"with": theirs.attendee_id}).status_code == 404
