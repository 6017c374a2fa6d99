"""A person's own dates as a calendar: read back by the library that calendars are read with."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from programs.shared.month import Month
from tests.make import make_cohort, make_earning, make_enrollment, make_worker
from tests.make_programme import make_attendance, make_attendee, make_course, make_session, make_skill, make_survey
from workers.domain.answers import answer_month
from workers.domain.calendar_links import calendar_token, renew_calendar_link, stop_calendar_link
from workers.domain.sign_ups import give_up_seat
from workers.models import Enrollment, SkillCheck, TimeOff, WorkerPreference

PAGE = "/me/calendar/"
JAPAN = dt.timezone(dt.timedelta(hours=9))


def feed(worker, **headers) -> object:
    return Client().get(f"/calendar/{calendar_token(worker)}.ics", headers=headers)


def events(worker) -> dict[str, object]:
    """By the beginning of their UID; every event has what RFC 5545 asks for."""
    answer = feed(worker)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    assert (calendar["VERSION"], "PRODID" in calendar) == ("2.0", True)
    found = {str(one["UID"]).rpartition(".")[0]: one for one in calendar.walk("VEVENT")}
    assert all({"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS"} <= set(one) for one in found.values())
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.fixture
def person(nichinan):
    renew_calendar_link(worker=nichinan.worker)
    return nichinan.worker


@pytest.fixture
def seat(nichinan, person):
    course = make_course(nichinan.program, title="はじめての説明会, 夜の部; その1")
    session = make_session(
        course,
        starts_at=at("2026-12-01T00:00"),
        ends_at=at("2026-12-01T01:30"),
        place="油津 Yotten 2階",
        trainer="講師名",
    )
    return make_attendance(session, make_attendee(nichinan.municipality, worker=person), state="signed_up")


def test_a_session_signed_up_for_with_its_place_at_the_edge_of_a_day(person, seat):
    """Midnight in Japan is the afternoon before in UTC: the moment is the same."""
    one = events(person)[f"session-{seat.session_id}"]
    assert (one.decoded("DTSTART"), one.decoded("DTEND")) == (at("2026-12-01T00:00"), at("2026-12-01T01:30"))
    assert one["DTSTART"].to_ical() == b"20261130T150000Z"
    assert (str(one["SUMMARY"]), str(one["LOCATION"])) == ("はじめての説明会, 夜の部; その1", "油津 Yotten 2階")
    assert str(one["STATUS"]) == "CONFIRMED"


def test_what_was_cancelled_stays_as_cancelled_under_the_same_name(person, seat):
    uid = str(events(person)[f"session-{seat.session_id}"]["UID"])
    give_up_seat(seat)
    one = events(person)[f"session-{seat.session_id}"]
    assert (str(one["STATUS"]), one["SEQUENCE"], str(one["UID"])) == ("CANCELLED", 1, uid)
    seat.state = "signed_up"
    seat.save()
    assert str(events(person)[f"session-{seat.session_id}"]["STATUS"]) == "CONFIRMED"
    seat.session.cancelled_at = timezone.now()
    seat.session.save()
    assert str(events(person)[f"session-{seat.session_id}"]["STATUS"]) == "CANCELLED"


def test_a_session_of_the_own_cohort_needs_no_sign_up_and_others_are_nobodys(person, nichinan, komagane):
    own = make_course(nichinan.program, cohort=nichinan.cohort, takes_sign_up=False)
    other = make_course(nichinan.program, cohort=make_cohort(nichinan.program, number=2), takes_sign_up=False)
    mine, _theirs, _open, _far = (
        make_session(course, starts_at=at("2026-12-02T10:00"), ends_at=at("2026-12-02T12:00"))
        for course in (own, other, make_course(nichinan.program), make_course(komagane.program))
    )
    assert [key for key in events(person) if key.startswith("session")] == [f"session-{mine.pk}"]


def test_days_off_are_whole_days_over_the_turn_of_a_year(person, nichinan):
    off = TimeOff.objects.create(
        enrollment=nichinan.enrollment, starts_on=dt.date(2026, 12, 30), ends_on=dt.date(2027, 1, 3)
    )
    one = events(person)[f"off-{off.pk}"]
    assert (one.decoded("DTSTART"), one.decoded("DTEND")) == (dt.date(2026, 12, 30), dt.date(2027, 1, 4))
    assert one["DTSTART"].params["VALUE"] == "DATE"


def test_the_day_an_answer_is_due_goes_away_with_the_answer(person, nichinan):
    key = f"answer-{nichinan.enrollment.pk}-2026-11"
    one = events(person)[key]
    assert (one.decoded("DTSTART"), str(one["SUMMARY"])) == (dt.date(2026, 12, 5), "11月の収入の回答はこの日まで")
    with time_machine.travel(at("2026-12-05T23:59")):
        assert {key, f"answer-{nichinan.enrollment.pk}-2026-12"} <= set(events(person))
    with time_machine.travel(at("2026-12-06T00:00")):
        assert key not in events(person)
    with time_machine.travel(at("2026-12-01T09:00")):
        answer_month(
            enrollment=nichinan.enrollment, month=Month(2026, 11), answer="nothing_earned", by=nichinan.worker_user
        )
        assert key not in events(person)


def test_the_last_day_of_a_survey_and_of_the_last_skill_check(person, nichinan):
    days = {"opens_on": dt.date(2026, 11, 20), "closes_on": dt.date(2026, 11, 30)}
    survey = make_survey(cohort=nichinan.cohort, title="半年のアンケート", **days)
    nichinan.cohort.ends_on = dt.date(2026, 12, 20)
    nichinan.cohort.save()
    skill = make_skill(nichinan.program)
    days = {key: one.decoded("DTSTART") for key, one in events(person).items()}
    assert days[f"survey-{survey.answer_key}"] == dt.date(2026, 11, 30)
    assert days[f"skills-{nichinan.enrollment.pk}"] == dt.date(2026, 12, 20)
    SkillCheck.objects.create(
        enrollment=nichinan.enrollment, skill=skill, milestone="end", checked_on=dt.date(2026, 12, 10), level=3
    )
    assert f"skills-{nichinan.enrollment.pk}" not in events(person)


def test_no_amount_and_nobodys_name(person, nichinan, seat):
    make_earning(nichinan.enrollment, 54_321, dt.date(2026, 11, 5))
    text = feed(person).content.decode().replace("\r\n ", "")
    hidden = ("54321", "54,321", "﨑田", "講師名", "黒木", "押川", "worker@", seat.session.sign_up_key)
    assert [word for word in hidden if word in text] == []


@pytest.mark.parametrize("change", ["left", "anonymised", "left years ago"])
def test_after_leaving_the_calendar_is_empty_and_valid(change, person, nichinan, seat):
    if change == "anonymised":
        person.anonymized_at = timezone.now()
        person.save()
    else:
        day = dt.date(2026, 11, 22) if change == "left" else dt.date(2026, 2, 1)
        Enrollment.objects.update(left_on=day, leaving_reason="other")
    assert events(person) == {}
    assert "DAYLIGHT" not in feed(person).content.decode()


def test_leaving_tomorrow_is_still_taking_part(person, nichinan):
    Enrollment.objects.update(left_on=dt.date(2026, 11, 23), leaving_reason="other")
    assert events(person)


def test_what_did_not_change_is_not_sent_again(person, seat):
    first = feed(person)
    again = feed(person, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    seat.session.place = "別の場所"
    seat.session.save()
    assert feed(person, if_none_match=first["ETag"]).status_code == 200
    assert (first["Cache-Control"], "Set-Cookie" in first) == ("private, no-cache", False)


def test_a_browser_in_english_changes_nothing(person):
    assert feed(person, accept_language="en").content == feed(person).content


@pytest.mark.parametrize("rows", [1, 3])
def test_a_feed_asks_the_same_few_questions_for_one_and_three_dates(
    rows, person, nichinan, django_assert_num_queries, seat
):
    for number in range(1, rows):
        starts = at(f"2026-12-0{number + 1}T10:00")
        session = make_session(
            seat.session.course, number=number + 5, starts_at=starts, ends_at=starts + dt.timedelta(hours=1)
        )
        make_attendance(session, seat.attendee, state="signed_up")
        TimeOff.objects.create(enrollment=nichinan.enrollment, starts_on=starts.date(), ends_on=starts.date())
    address = f"/calendar/{calendar_token(person)}.ics"
    with django_assert_num_queries(13):
        Client().get(address)


# -- the link -------------------------------------------------------------------------------------


def link_on(page: str) -> str:
    return re.search(r"http://testserver(/calendar/[^<\"]+\.ics)", page).group(1)


def test_made_shown_renewed_and_stopped(worker, nichinan):
    assert "リンクはまだありません" in worker.get(PAGE).content.decode()
    page = worker.post(PAGE, {"do": "make"}, follow=True).content.decode()
    first = link_on(page)
    assert (Client().get(first).status_code, f'href="webcal://testserver{first}"' in page) == (200, True)
    assert "/calendar/" not in worker.get(PAGE).content.decode().replace(PAGE, "")
    assert link_on(worker.post(PAGE, {"do": "show"}, follow=True).content.decode()) == first
    second = link_on(worker.post(PAGE, {"do": "renew"}, follow=True).content.decode())
    assert [Client().get(one).status_code for one in (first, second)] == [404, 200]
    assert "リンクを止めました" in worker.post(PAGE, {"do": "stop"}, follow=True).content.decode()
    assert [Client().get(one).status_code for one in (first, second)] == [404, 404]
    third = link_on(worker.post(PAGE, {"do": "make"}, follow=True).content.decode())
    assert [Client().get(one).status_code for one in (first, second, third)] == [404, 404, 200]


def test_made_twice_is_one_link(worker, nichinan):
    links = {link_on(worker.post(PAGE, {"do": "make"}, follow=True).content.decode()) for _n in range(2)}
    assert len(links) == 1


@pytest.mark.parametrize("do", ["", "x", "show", "stop"])
def test_nothing_is_made_by_anything_else(worker, do):
    assert worker.post(PAGE, {"do": do}, follow=True).status_code == 200
    assert not WorkerPreference.objects.filter(calendar_version__gt=0).exists()


def test_a_link_that_is_wrong_is_not_there(person, nichinan):
    token = calendar_token(person)
    wrong = [token[:-1] + ("A" if token[-1] != "A" else "B"), token.replace("-", "-0"), "x", "1-1.x", "٣-1.x"]
    assert [Client().get(f"/calendar/{one}.ics").status_code for one in wrong] == [404] * 5
    assert len(token.partition(".")[2]) == 43
    stop_calendar_link(worker=person)
    stop_calendar_link(worker=person)
    assert (calendar_token(person), Client().get(f"/calendar/{token}.ics").status_code) == ("", 404)


def test_a_merged_row_has_no_calendar(person, nichinan):
    token = calendar_token(person)
    person.merged_into = make_worker(nichinan.municipality)
    person.save()
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_guessing_ends_and_a_calendar_that_asks_often_does_not_count(person):
    client, good = Client(), f"/calendar/{calendar_token(person)}.ics"
    assert {client.get(good).status_code for _n in range(65)} == {200}
    assert [client.get(f"/calendar/{n}.x.ics").status_code for n in range(61)] == [404] * 60 + [429]
    assert client.get(good).status_code == 429


def test_a_second_cohort_of_the_same_person_is_in_the_same_calendar(person, nichinan):
    second = make_enrollment(make_cohort(nichinan.program, number=2), worker=person)
    assert {f"answer-{one.pk}-2026-11" for one in (nichinan.enrollment, second)} <= set(events(person))
