"""A person's way as those in charge see and write it: the line of time, stages, successes, breaks, leaving."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client

from programs.domain.once import new_token
from programs.models import AccessRecord, Membership
from tests.make import make_cohort, make_enrollment, make_user
from tests.workers.typed import sentences
from workers.domain.targets import pause
from workers.models import Enrollment, EnrollmentStage, FunnelStep, Outcome, Pause


@pytest.fixture
def director(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def url(nichinan) -> str:
    return f"/p/nichinan/people/{nichinan.enrollment.pk}/"


def sent(**fields) -> dict[str, str]:
    return {"once": new_token()} | fields


def test_a_stage_is_written_down_and_stands_in_the_line(director, nichinan, url):
    answer = director.post(f"{url}stages/add/", sent(stage="supported", began_on="令和8年3月1日"))
    assert (answer.status_code, answer["Location"]) == (302, f"{url}journey/")
    row = EnrollmentStage.objects.get()
    assert (row.stage, row.began_on, row.by) == ("supported", dt.date(2026, 3, 1), nichinan.director)
    page = director.get(f"{url}journey/").content.decode()
    assert "段階：伴走つき" in page


def test_a_form_sent_twice_writes_once(director, url):
    form = sent(kind="moved_in", happened_on="2026-11-01", employer="", note="")
    assert [director.post(f"{url}outcomes/add/", form).status_code for _n in range(2)] == [302, 302]
    again = director.post(f"{url}outcomes/add/", form | {"happened_on": "2026-11-02"})
    assert (again.status_code, Outcome.objects.count()) == (409, 1)
    assert "前に別の内容で送られています" in again.content.decode()


def test_what_is_refused_stands_at_its_field_and_nothing_typed_is_lost(director, url):
    answer = director.post(f"{url}stages/add/", sent(stage="leader", began_on="2025/12/31"))
    assert (answer.status_code, EnrollmentStage.objects.count()) == (409, 0)
    assert "2026年1月10日" in sentences(answer)["began_on"]
    html = answer.content.decode()
    assert 'value="2025/12/31"' in html
    assert re.search(r'value="leader"[^>]* checked', html)


def test_bad_input_is_one_sentence_at_the_right_field(director, url):
    answer = director.post(f"{url}leave/", sent(left_on="11/3/2026", reason="boredom", employer="x" * 101))
    said = sentences(answer)
    assert (answer.status_code, sorted(said)) == (422, ["employer", "left_on", "reason"])
    assert said["reason"] == "一つえらんでください。"


def test_leaving_hired_is_written_down_as_a_success(director, nichinan, url):
    form = sent(left_on="2026-11-01", reason="hired", employer="油津ソフトウェア")
    assert director.post(f"{url}leave/", form).status_code == 302
    person = Enrollment.objects.get(pk=nichinan.enrollment.pk)
    assert (person.left_on, person.leaving_reason) == (dt.date(2026, 11, 1), "hired")
    assert Outcome.objects.get().by == nichinan.director
    page = director.get(f"{url}journey/").content.decode()
    assert "第1期を卒業（成果）" in page
    assert "就職・油津ソフトウェア" in page
    client = Client()
    client.force_login(nichinan.official)
    assert "就職1人・起業0人・移住0人" in client.get("/p/nichinan/cohorts/1/").content.decode()


def test_an_employer_belongs_to_a_success(director, nichinan, url):
    answer = director.post(f"{url}leave/", sent(left_on="2026-11-01", reason="care", employer="どこか"))
    assert sentences(answer) == {"employer": "就職・起業のとき以外は、空欄にしてください。"}
    assert Enrollment.objects.get(pk=nichinan.enrollment.pk).left_on is None


def test_a_person_rests_and_comes_back(director, nichinan, url):
    rest = sent(starts_on="2026-11-01", ends_on="", reason="farm_season")
    assert director.post(f"{url}pause/", rest).status_code == 302
    assert "農繁期" in director.get(f"{url}journey/").content.decode()
    assert director.post(f"{url}return/", sent(back_on="2026-11-20")).status_code == 302
    assert list(Pause.objects.values_list("ends_on", "reason")) == [(dt.date(2026, 11, 19), "farm_season")]


def test_lines_are_removed_where_somebody_asks_first(director, url, nichinan):
    director.post(f"{url}steps/add/", sent(step="seminar", reached_on="2025-12-01"))
    director.post(f"{url}outcomes/add/", sent(kind="hired", happened_on="2026-11-01", employer="", note=""))
    director.post(f"{url}stages/add/", sent(stage="learning", began_on="2026-01-10"))
    rows = {"steps": FunnelStep, "outcomes": Outcome, "stages": EnrollmentStage}
    for noun, model in rows.items():
        address = f"/p/nichinan/{noun}/{model.objects.get().pk}/remove/"
        assert "押すと、こうなります" in director.get(address).content.decode()
        assert model.objects.count() == 1
        assert director.post(address, sent()).status_code == 302
        assert model.objects.count() == 0


def test_the_stage_page_corrects(director, url):
    director.post(f"{url}stages/add/", sent(stage="learning", began_on="2026-01-10"))
    stage = EnrollmentStage.objects.get()
    address = f"/p/nichinan/stages/{stage.pk}/change/"
    assert 'value="2026-01-10"' in director.get(address).content.decode()
    director.post(address, sent(stage="independent", began_on="2026-02-01"))
    stage.refresh_from_db()
    assert (stage.stage, stage.began_on) == ("independent", dt.date(2026, 2, 1))


def test_looks_and_changes_are_on_record_without_names_or_reasons(director, nichinan, url):
    director.get(f"{url}journey/")
    director.post(f"{url}pause/", sent(starts_on="2026-11-01", ends_on="", reason="birth"))
    rows = list(AccessRecord.objects.order_by("pk").values_list("action", "detail", "subject_worker"))
    worker = nichinan.worker.pk
    assert rows == [("looked", "journey", worker), ("changed", "break begun", worker)]


def test_the_way_shows_all_cohorts_of_the_program(director, nichinan, url):
    second = make_cohort(nichinan.program, number=2, starts_on=dt.date(2026, 6, 1))
    make_enrollment(second, worker=nichinan.worker)
    page = director.get(f"{url}journey/").content.decode()
    assert ("第1期に参加" in page, "第2期に参加" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_way_asks_a_fixed_number_of_times(director, nichinan, url, rows, django_assert_num_queries):
    for month in range(rows):
        EnrollmentStage.objects.create(
            enrollment=nichinan.enrollment, stage="learning", began_on=dt.date(2026, month + 1, 20)
        )
        Outcome.objects.create(enrollment=nichinan.enrollment, kind="hired", happened_on=dt.date(2026, month + 1, 20))
        Pause.objects.create(
            enrollment=nichinan.enrollment,
            starts_on=dt.date(2026, 2 * month + 1, 1),
            ends_on=dt.date(2026, 2 * month + 1, 9),
        )
    with django_assert_num_queries(29 if connection.vendor == "postgresql" else 28):
        assert director.get(f"{url}journey/").status_code == 200


def test_reasons_are_not_for_viewers(nichinan, client):
    """Neither why somebody rests nor why somebody left: the person's page says only that."""
    pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 31), reason="birth")
    Enrollment.objects.filter(pk=nichinan.enrollment.pk).update(left_on=dt.date(2026, 11, 1), leaving_reason="care")
    viewer = make_user("議員")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    address = f"/p/nichinan/people/{nichinan.enrollment.pk}/"
    seen = {}
    for user in (viewer, nichinan.director):
        client.force_login(user)
        page = client.get(address).content.decode()
        seen[user] = ("2026年11月1日" in page, "家庭の事情" in page, "出産" in page)
    assert seen == {viewer: (True, False, False), nichinan.director: (True, True, False)}
