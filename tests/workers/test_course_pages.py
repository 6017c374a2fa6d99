"""The desk's pages of courses and sessions."""

import datetime as dt
import re
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from programs.models import AccessRecord, Course
from tests.doors import prove
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.models import Attendee

LOCKS = connection.vendor == "postgresql"  # the record's chain is locked there by a query of its own


@pytest.fixture
def desk(client, nichinan):
    client.force_login(nichinan.director)
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"workers:{name}", args=["nichinan", *args])


def once_of(response) -> str:
    return re.search(r'name="once" value="([^"]+)"', response.content.decode())[1]


def test_a_course_is_made_once(desk, nichinan):
    form = {
        "kind": "seminar",
        "title": "説明会",
        "takes_sign_up": "on",
        "once": once_of(desk.get(address("course_add"))),
    }
    answers = [desk.post(address("course_add"), form) for _twice in range(2)]
    course = Course.objects.get()
    assert [answer["Location"] for answer in answers] == [address("course_detail", course.pk)] * 2
    assert (course.program, course.kind, course.cohort, course.takes_sign_up) == (
        nichinan.program, "seminar", None, True,
    )  # fmt: skip


def test_what_is_wrong_with_a_course_is_said_at_its_field(desk, nichinan, komagane):
    form = {"title": "", "kind": "x", "cohort": komagane.cohort.pk, "sessions_to_complete": "０", "about": "長文"}
    response = desk.post(address("course_add"), form | {"once": "one"})
    html = response.content.decode()
    assert (response.status_code, Course.objects.count()) == (422, 0)
    assert set(re.findall(r'id="id_(\w+)_error"', html)) == {"title", "kind", "cohort", "sessions_to_complete"}
    assert "長文" in html


def test_a_course_is_changed(desk, nichinan):
    course = make_course(nichinan.program)
    page = address("course_edit", course.pk)
    form = {"kind": "lesson", "title": "勉強会", "cohort": nichinan.cohort.pk, "sessions_to_complete": "５"}
    desk.post(page, form | {"once": once_of(desk.get(page))})
    course.refresh_from_db()
    assert (course.title, course.cohort, course.sessions_to_complete, course.takes_sign_up) == (
        "勉強会", nichinan.cohort, 5, False,
    )  # fmt: skip


def test_the_list_tells_attendances_and_people_apart(desk, nichinan):
    course = make_course(nichinan.program)
    people = [make_attendee(nichinan.municipality) for _n in range(2)]
    for one in (people[0], people[0], people[1]):
        make_attendance(make_session(course), one, state="present")
    html = desk.get(address("course_list")).content.decode()
    assert re.findall(r'<p class="stat-value">(\d+)<small>', html) == ["3", "2"]
    row = re.search(r"<tbody.*?</tbody>", html, re.DOTALL)[0]
    assert re.findall(r'data-label="(延べ|実人数)">([^<]+)<', row) == [("延べ", "3人"), ("実人数", "2人")]


def test_the_list_is_narrowed_by_kind_and_fiscal_year(desk, nichinan):
    old, new = (
        make_course(nichinan.program, title="前の年度"),
        make_course(nichinan.program, kind="course", title="今の"),
    )
    both = make_course(nichinan.program, title="またがる")
    march, april = (dt.datetime(2026, *day, tzinfo=dt.UTC) for day in ((3, 31, 14), (3, 31, 15)))  # midnight in Japan
    for course, moment in ((old, march), (new, april), (both, march), (both, april)):
        make_attendance(make_session(course, starts_at=moment), state="present")

    def shown(query: str) -> tuple[set[str], list[str]]:
        html = desk.get(address("course_list") + query).content.decode()
        titles = set(re.findall(r"前の年度|今の|またがる", html))
        return titles, re.findall(r'<p class="stat-value">(\d+)<small>', html)

    assert shown("") == ({"前の年度", "今の", "またがる"}, ["4", "4"])
    assert shown("?year=2025") == ({"前の年度", "またがる"}, ["2", "2"])
    assert shown("?year=2026") == ({"今の", "またがる"}, ["2", "2"])
    assert shown("?year=2026&kind=course") == ({"今の"}, ["1", "1"])
    assert shown("?year=1999&kind=x") == shown("")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_with_one_course_as_with_three(desk, nichinan, rows, django_assert_num_queries):
    for _n in range(rows):
        make_attendance(make_session(make_course(nichinan.program)), state="present")
    with django_assert_num_queries(12):
        desk.get(address("course_list"))


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_a_course_asks_as_often_with_many_sessions(desk, nichinan, rows, django_assert_num_queries):
    course = make_course(nichinan.program)
    people = [Attendee(municipality=nichinan.municipality, family_name=f"人{n}") for n in range(rows)]
    session = make_session(course)
    for one in Attendee.objects.bulk_create(people):
        make_attendance(session, one, state="present")
    with django_assert_num_queries(13):
        desk.get(address("course_detail", course.pk))
    with django_assert_num_queries(14 + LOCKS):
        desk.get(address("course_people", course.pk))


def test_the_file_holds_one_fact_a_row_and_goes_on_record(desk, nichinan):
    course = make_course(nichinan.program)
    session = make_session(course)
    attendee = make_attendee(nichinan.municipality, family_name="=1+1", phone="0987-31-1111", email="a@example.jp")
    for one, state in ((attendee, "present"), (make_attendee(nichinan.municipality), "cancelled")):
        make_attendance(session, one, state=state)
    response = prove(desk).get(address("course_export", course.pk))
    rows = list(openpyxl.load_workbook(BytesIO(response.content)).worksheets[0].values)
    states = {row[3].split(" ")[0]: row[5] for row in rows[1:]}
    assert (len(rows), states) == (3, {"=1+1": "出席", "川越": "取り消し"})
    assert not [cell for row in rows for cell in row if str(cell) in {"0987-31-1111", "a@example.jp"}]
    record = AccessRecord.objects.latest("pk")
    assert (record.action, record.noun, record.object_id) == ("exported", "programs.course", str(course.pk))


def test_another_towns_courses_are_not_found(desk, komagane):
    course = make_course(komagane.program)
    session = make_session(course)
    pages = [
        *(address(name, course.pk) for name in ("course_detail", "course_edit", "course_people", "session_add")),
        *(address(name, session.pk) for name in ("session_edit", "session_cancel", "session_sheet", "attendance_list")),
    ]
    assert [desk.get(page).status_code for page in pages] == [404] * 8


def test_surveys_and_skills_are_one_press_from_the_courses_and_back(desk):
    courses = address("course_list")
    for name in ("survey_list", "skill_list"):
        assert f'href="{address(name)}"' in desk.get(courses).content.decode()
        crumbs = re.search(r'<nav class="crumbs".*?</nav>', desk.get(address(name)).content.decode(), re.DOTALL)
        assert f'href="{courses}"' in crumbs[0]
