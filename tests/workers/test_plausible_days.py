"""Days that can only be slips of the pen are refused at their field; a day by hand says that it is one."""

import datetime as dt
import re

import pytest
from django.test import Client

from programs.domain.once import new_token
from programs.domain.refusals import Refused
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.domain.enrollments import leave
from workers.domain.stages import note_step
from workers.domain.targets import pause
from workers.forms.import_rows import APPLICANT_COLUMNS, fields_of
from workers.models import Enrollment, FunnelStep, Pause

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(nichinan) -> str:
    return f"/p/nichinan/people/{nichinan.enrollment.pk}/"


@pytest.fixture
def director(client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


def errors(answer) -> dict[str, str]:
    return {name: " ".join(found) for name, found in answer.context["form"].errors.items()}


def test_a_leaving_in_2099_is_refused_at_its_day(director, nichinan, url):
    answer = director.post(f"{url}leave/", {"once": new_token(), "left_on": "2099-03-31", "reason": "moved"})
    sentence = "1年より先の日です。年を確かめて、2027年11月30日か、それより前の日を入れてください。"
    assert (answer.status_code, errors(answer)) == (409, {"left_on": sentence})
    assert Enrollment.objects.get(pk=nichinan.enrollment.pk).left_on is None


def test_a_leaving_that_is_ahead_says_until_when_and_is_corrected(director, nichinan, url):
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2027, 11, 30), reason="hired")
    page = director.get(f"{url}journey/").content.decode()
    notice = re.search(r'<div class="notice notice-info">.*?</a>', page, re.DOTALL)[0]
    assert "2027年11月29日まで参加します。" in notice.replace("（月）", "")
    assert f'href="{url}leave/">直す' in notice
    assert ("第1期の参加を終える予定" in page, "卒業" in page) == (True, False)


def test_who_has_left_is_not_told_to_take_part_until(director, nichinan, url):
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 11, 22), reason="moved")
    page = director.get(f"{url}journey/").content.decode()
    assert ("まで参加します" in page, "第1期の参加を終えた" in page) == (False, True)


@pytest.mark.parametrize("ends_on", ["", "2026-02-28", "2020-02-01"])
def test_a_break_does_not_begin_before_the_person_joined(director, url, ends_on):
    rest = {"once": new_token(), "starts_on": "2020-01-01", "ends_on": ends_on, "reason": "not_said"}
    answer = director.post(f"{url}pause/", rest)
    sentence = "参加したのは2026年1月10日です。その日以降を入れてください。"
    assert (answer.status_code, errors(answer), Pause.objects.count()) == (409, {"starts_on": sentence}, 0)


def test_a_break_may_begin_with_the_first_day(nichinan):
    pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 1, 10), ends_on=None)
    assert Pause.objects.count() == 1


@pytest.mark.parametrize("step", ["seminar", "course", "first_order"])
def test_a_step_does_not_lie_before_the_program(director, nichinan, url, step):
    day = nichinan.program.started_on - dt.timedelta(days=1)
    answer = director.post(f"{url}steps/add/", {"once": new_token(), "step": step, "reached_on": str(day)})
    assert (answer.status_code, FunnelStep.objects.count()) == (409, 0)
    assert errors(answer)["reached_on"].startswith("事業は")


def test_a_step_may_lie_on_the_programs_first_day_and_not_ahead(nichinan):
    note_step(enrollment=nichinan.enrollment, step="seminar", reached_on=nichinan.program.started_on, by=None)
    with pytest.raises(Refused) as refused:
        note_step(enrollment=nichinan.enrollment, step="course", reached_on=dt.date(2026, 11, 23), by=None)
    assert (refused.value.field, FunnelStep.objects.count()) == ("reached_on", 1)


@pytest.mark.parametrize(("day", "by_hand"), [(dt.date(2026, 2, 1), True), (dt.date(2026, 3, 1), False)])
def test_a_day_by_hand_that_counts_before_an_attendance_says_so(director, nichinan, url, day, by_hand):
    course = make_course(nichinan.program, kind="seminar")
    attendee = make_attendee(nichinan.program.municipality, worker=nichinan.worker)
    session = make_session(course, starts_at=dt.datetime(2026, 2, 15, 1, tzinfo=dt.UTC))
    make_attendance(session, attendee, state="present")
    note_step(enrollment=nichinan.enrollment, step="seminar", reached_on=day, by=None)
    steps = director.get(f"{url}journey/").context["steps"]
    assert steps[0][1:] == ((day, True) if by_hand else (dt.date(2026, 2, 15), False))


@pytest.mark.parametrize("heading", ["参加したい理由", "応募の動機", "志望動機"])
def test_a_file_may_head_the_motivation_in_either_word(heading):
    assert "motivation" in APPLICANT_COLUMNS
    assert fields_of(["氏名", heading], "applicants") == ({0: "name", 1: "motivation"}, [])
