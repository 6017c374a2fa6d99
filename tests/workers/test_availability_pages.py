"""Hours and days off on the phone, and everybody's week at the desk."""

import datetime as dt
import re

import pytest
from django.test import Client

from programs.domain.once import new_token
from tests.make import make_enrollment
from workers.domain.availability import set_availability, take_days_off
from workers.domain.targets import pause
from workers.models import Availability, Enrollment, TimeOff

HOURS = "/hours/"


def week(*slots: str, **lengths: str) -> dict:
    parts = {f"minutes_{part}": "120" for part in ("morning", "afternoon", "evening", "night")}
    return {"once": new_token(), "what": "week", "slots": list(slots)} | parts | lengths


def days(first: str, last: str = "") -> dict[str, str]:
    return {"off-once": new_token(), "what": "days_off", "off-starts_on": first, "off-ends_on": last}


def test_the_boxes_become_hours_and_are_shown_again(worker):
    assert worker.post(HOURS, week("0-morning", "2-night", minutes_night="90")).status_code == 302
    rows = Availability.objects.order_by("weekday").values_list("weekday", "part", "minutes")
    assert list(rows) == [(0, "morning", 120), (2, "night", 90)]
    page = worker.get(HOURS).content.decode()
    checked = re.findall(r'value="(\d-\w+)" checked', page)
    assert (checked, "週 3.5時間" in page) == (["0-morning", "2-night"], True)


@pytest.mark.parametrize(("data", "status"), [({"slots": ["8-morning"]}, 422), ({"minutes_night": "7"}, 422)])
def test_strange_hours_are_refused_and_what_was_ticked_stays(worker, data, status):
    answer = worker.post(HOURS, week("0-morning") | data)
    assert (answer.status_code, Availability.objects.count()) == (status, 0)


def test_days_off_are_listed_and_stand_in_the_weeks(worker):
    assert worker.post(HOURS, days("2026-11-24", "2026-11-25")).status_code == 302
    page = worker.get(HOURS).content.decode()
    assert "11月24日（火） – 11月25日（水）" in page
    assert page.count('class="day-off') == 2
    assert "勤労感謝の日" in page


def test_a_single_day_needs_one_field_and_a_double_tap_makes_one(worker):
    form = days("令和8年12月1日")
    assert [worker.post(HOURS, form).status_code for _n in range(2)] == [302, 302]
    day = dt.date(2026, 12, 1)
    assert list(TimeOff.objects.values_list("starts_on", "ends_on")) == [(day, day)]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("2026-11-01", "", "off-starts_on"), ("2026-12-01", "2026-11-30", "off-ends_on"), ("12/1", "", "off-starts_on")],
)
def test_days_that_cannot_be_are_told_at_their_field(worker, first, last, field):
    answer = worker.post(HOURS, days(first, last))
    assert answer.status_code in {409, 422}
    assert (list(sentences_of(answer)), TimeOff.objects.count()) == ([field], 0)
    assert f'value="{first}"' in answer.content.decode()


def sentences_of(response) -> dict[str, str]:
    return {f"off-{name}": str(said[0]) for name, said in response.context["days"].errors.items()}


def test_days_off_are_taken_off_the_list_once(worker, nichinan):
    off = take_days_off(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 2))
    address = f"/days-off/{off.pk}/remove/"
    assert "押すと、こうなります" in worker.get(address).content.decode()
    form = {"once": new_token()}
    assert [worker.post(address, form).status_code for _n in range(2)] == [302, 302]
    assert TimeOff.objects.count() == 0


def test_somebody_elses_days_are_not_there(worker, komagane):
    off = take_days_off(enrollment=komagane.enrollment, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 2))
    address = f"/days-off/{off.pk}/remove/"
    assert [worker.get(address).status_code, worker.post(address, {"once": new_token()}).status_code] == [404, 404]
    assert TimeOff.objects.count() == 1


def test_whoever_has_left_reads_but_does_not_write(worker, nichinan):
    Enrollment.objects.filter(pk=nichinan.enrollment.pk).update(left_on="2026-11-01", leaving_reason="moved")
    assert worker.get(HOURS).status_code == 200
    assert (worker.post(HOURS, week("0-morning")).status_code, Availability.objects.count()) == (409, 0)


@pytest.fixture
def director(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


def test_everybodys_week_shows_who_can_work_and_each_days_sum(director, nichinan):
    first, second, silent = nichinan.enrollment, make_enrollment(nichinan.cohort), make_enrollment(nichinan.cohort)
    set_availability(enrollment=first, slots={(0, "morning"): 180, (1, "morning"): 180})
    set_availability(enrollment=second, slots={(0, "morning"): 120, (6, "night"): 60})
    take_days_off(enrollment=first, starts_on=dt.date(2026, 11, 24), ends_on=dt.date(2026, 11, 24))
    pause(enrollment=second, starts_on=dt.date(2026, 11, 29), ends_on=None)
    context = director.get("/p/nichinan/hours/?week=2026-11-25").context
    states = {line["person"]: [one.state for one in line["days"]] for line in context["page"]}
    assert states == {
        first: ["free", "off", "none", "none", "none", "none", "none"],
        second: ["free", "none", "none", "none", "none", "none", "rest"],
    }
    assert (context["sums"], context["total"], context["silent"]) == (["5", "0", "0", "0", "0", "0", "0"], "5", 1)
    assert silent not in states


@pytest.mark.parametrize("asked", ["", "x", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_this_week_or_its_own(director, asked):
    assert director.get(f"/p/nichinan/hours/?week={asked}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_everybodys_week_asks_a_fixed_number_of_times(director, nichinan, rows, django_assert_num_queries):
    for one in [nichinan.enrollment, *(make_enrollment(nichinan.cohort) for _n in range(rows - 1))]:
        set_availability(enrollment=one, slots={(0, "morning"): 60})
    with django_assert_num_queries(10):
        director.get("/p/nichinan/hours/")
