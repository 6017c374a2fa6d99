"""Marks: tapped, changed, taken back; people at the door; two helpers at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from programs.domain.refusals import Refused
from programs.models import AccessRecord
from tests.make import make_director, make_enrollment
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.domain.attendees import Person, merge_attendees
from workers.domain.marking import (
    MarkedMeanwhile,
    SameNameThere,
    add_participant,
    add_person,
    mark,
    mark_rest_present,
    take_off,
)
from workers.domain.sign_ups import SessionFull
from workers.models import Attendance, Attendee

WALK_IN = Person(family_name="黒木", given_name="葵", family_name_kana="クロキ", given_name_kana="アオイ")
THIS_MORNING = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def session(nichinan):
    return make_session(make_course(nichinan.program), starts_at=THIS_MORNING, capacity=2)


def test_a_mark_says_who_and_when_and_can_be_changed_and_taken_back(nichinan, session):
    row = make_attendance(session)
    row = mark(attendance=row, state="present", by=nichinan.director, seen="signed_up")
    assert (row.state, row.marked_by) == ("present", nichinan.director)
    assert timezone.localdate(row.marked_at) == dt.date(2026, 11, 22)
    assert mark(attendance=row, state="excused", by=nichinan.official, seen="present").marked_by == nichinan.official
    row = mark(attendance=row, state="signed_up", by=nichinan.director)
    assert (row.state, row.marked_by, row.marked_at) == ("signed_up", None, None)
    assert AccessRecord.objects.filter(action="changed").count() == 3


def test_the_same_tap_twice_is_one(nichinan, session):
    row = make_attendance(session)
    for _twice in range(2):
        mark(attendance=row, state="present", by=nichinan.director, seen="signed_up")
    assert AccessRecord.objects.count() == 1


def test_a_row_that_was_merged_away_is_told_in_words(nichinan, session):
    keep, drop = make_attendee(nichinan.municipality), make_attendee(nichinan.municipality)
    row = make_attendance(session, drop)
    make_attendance(session, keep)
    merge_attendees(keep=keep, drop=drop, by=nichinan.director)
    for press in (partial(mark, state="present"), take_off):
        with pytest.raises(Refused, match="すでに"):
            press(attendance=row, by=nichinan.director)


def test_whoever_saw_something_else_is_told_first(nichinan, session):
    row = make_attendance(session)
    mark(attendance=row, state="present", by=nichinan.director, seen="signed_up")
    with pytest.raises(MarkedMeanwhile, match="黒木 沙織さんが先に「出席」"):
        mark(attendance=row, state="absent", by=nichinan.official, seen="signed_up")
    row.refresh_from_db()
    assert row.state == "present"
    assert mark(attendance=row, state="absent", by=nichinan.official, seen="present").state == "absent"


@pytest.mark.parametrize(("state", "may"), [("present", False), ("absent", False), ("excused", True)])
def test_before_the_day_only_who_cannot_come_is_noted(nichinan, state, may):
    row = make_attendance(make_session(make_course(nichinan.program)))  # tomorrow
    if may:
        assert mark(attendance=row, state=state, by=nichinan.director).state == state
    else:
        with pytest.raises(Refused, match="当日"):
            mark(attendance=row, state=state, by=nichinan.director)


def test_a_cancelled_session_takes_no_marks(nichinan, session):
    row = make_attendance(session)
    session.cancelled_at = timezone.now()
    session.save()
    for tap in (
        lambda: mark(attendance=row, state="present", by=nichinan.director),
        lambda: mark_rest_present(session=session, by=nichinan.director),
        lambda: add_person(session=session, person=WALK_IN, by=nichinan.director),
    ):
        with pytest.raises(Refused, match="中止"):
            tap()


def test_the_rest_are_present_and_marks_stay(nichinan, session):
    states = ["signed_up", "absent", "excused", "signed_up", "cancelled"]
    rows = [make_attendance(session, state=state) for state in states]
    assert mark_rest_present(session=session, by=nichinan.director) == 2
    after = [Attendance.objects.get(pk=row.pk).state for row in rows]
    assert after == ["present", "absent", "excused", "present", "cancelled"]
    assert mark_rest_present(session=session, by=nichinan.director) == 0
    assert AccessRecord.objects.get().detail == "2 rows"


def test_walk_ins_are_present_even_where_no_seat_is_left(nichinan, session):
    for _n in range(2):
        make_attendance(session)
    row = add_person(session=session, person=WALK_IN, by=nichinan.director)
    assert (row.state, row.is_walk_in, row.attendee.full_kana) == ("present", True, "クロキ アオイ")


def test_a_walk_in_who_had_signed_up_is_marked_not_doubled(nichinan, session):
    known = make_attendee(
        nichinan.municipality, family_name="黒木", given_name="葵", family_name_kana="クロキ", given_name_kana="アオイ",
        phone="0987-31-1111",
    )  # fmt: skip
    signed_up = make_attendance(session, known)
    person = Person(family_name="黒木葵", family_name_kana="クロキアオイ", phone="0987311111")
    row = add_person(session=session, person=person, by=nichinan.director)
    assert (row.pk, row.state, row.is_walk_in) == (signed_up.pk, "present", False)


def test_a_namesake_at_the_door_is_asked_about(nichinan, session):
    add_person(session=session, person=WALK_IN, by=nichinan.director)
    with pytest.raises(SameNameThere):
        add_person(session=session, person=WALK_IN, by=nichinan.director)
    assert Attendee.objects.count() == 1
    add_person(session=session, person=WALK_IN, by=nichinan.director, is_somebody_else=True)
    assert (Attendee.objects.count(), Attendance.objects.present().count()) == (2, 2)


def test_before_the_day_people_are_signed_up_and_seats_count(nichinan):
    session = make_session(make_course(nichinan.program), capacity=1)
    row = add_person(session=session, person=WALK_IN, by=nichinan.director)
    assert (row.state, row.is_walk_in) == ("signed_up", False)
    with pytest.raises(SessionFull):
        add_participant(session=session, enrollment=nichinan.enrollment, by=nichinan.director)


def test_a_seat_given_back_and_taken_by_somebody_else_is_not_given_twice(nichinan):
    session = make_session(make_course(nichinan.program), capacity=1)  # tomorrow
    row = make_attendance(session, state="excused")
    add_person(session=session, person=WALK_IN, by=nichinan.director)
    with pytest.raises(SessionFull):
        mark(attendance=row, state="signed_up", by=nichinan.director)
    assert Attendance.objects.seated().count() == 1


def test_participants_are_added_under_their_own_row(nichinan, session):
    row = add_participant(session=session, enrollment=nichinan.enrollment, by=nichinan.director)
    again = add_participant(session=session, enrollment=nichinan.enrollment, by=nichinan.director)
    assert (row, again.state, row.attendee.worker) == (again, "present", nichinan.worker)


def test_somebody_taken_off_is_not_counted_and_may_come_back(nichinan, session):
    row = add_person(session=session, person=WALK_IN, by=nichinan.director)
    take_off(attendance=row, by=nichinan.director)
    assert Attendance.objects.present().count() == 0
    add_person(session=session, person=WALK_IN, by=nichinan.director)
    assert Attendance.objects.present().count() == 1


def at_once(count: int, work) -> list:
    start = Barrier(count)

    def try_it(number: int):
        try:
            start.wait()
            return work(number)
        except Refused as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(try_it, range(count)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_helpers_tapping_down_the_list_lose_nothing(nichinan, session):
    rows = [make_attendance(session) for _n in range(12)]
    helpers = [nichinan.director, make_director(nichinan.program, "小町谷 亮")]

    def tap_all(number: int) -> None:
        mine = rows if number == 0 else list(reversed(rows))
        for row in mine:
            mark(attendance=row, state="present", by=helpers[number], seen="signed_up")

    at_once(2, tap_all)
    assert Attendance.objects.present().count() == 12
    assert AccessRecord.objects.count() == 12


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_helpers_with_different_marks_one_is_told(nichinan, session):
    row = make_attendance(session)
    marks = ("present", "absent")
    answers = at_once(2, lambda n: mark(attendance=row, state=marks[n], by=nichinan.director, seen="signed_up").state)
    assert answers.count(MarkedMeanwhile) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_walk_in_at_two_doors_is_one(nichinan, session):
    answers = at_once(4, lambda _n: add_person(session=session, person=WALK_IN, by=nichinan.director).pk)
    assert answers.count(SameNameThere) == 3
    assert (Attendee.objects.count(), Attendance.objects.present().count()) == (1, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_signing_up_marking_and_merging_at_once_do_not_lock_each_other_up(nichinan, session):
    from workers.domain.attendees import merge_attendees

    pairs = [(make_attendee(nichinan.municipality), make_attendee(nichinan.municipality)) for _n in range(4)]
    rows = [[make_attendance(session, one) for one in pair] for pair in pairs]
    neighbours = [make_enrollment(nichinan.cohort) for _n in range(4)]

    def work(number: int) -> None:
        pair = number // 3
        if number % 3 == 0:
            merge_attendees(keep=pairs[pair][0], drop=pairs[pair][1], by=nichinan.director)
        elif number % 3 == 1:
            mark(attendance=rows[pair][0], state="present", by=nichinan.director)
        else:
            add_participant(session=session, enrollment=neighbours[pair], by=nichinan.director)

    assert at_once(12, work) == [None] * 12
    assert (Attendee.objects.count(), Attendance.objects.present().count()) == (8, 8)
