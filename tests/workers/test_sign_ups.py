"""Taking seats: once for each person, never more than there are, and given back by the link."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from tests.make import make_enrollment
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.domain.attendees import Person
from workers.domain.sign_ups import (
    NotOpen,
    SessionFull,
    SignedUpAlready,
    give_up_seat,
    offered_sessions,
    seat_of,
    seats_left,
    sign_up,
    token_of,
    upcoming_sessions,
)
from workers.models import Attendance, Attendee

MISAKI = Person(
    family_name="川越", given_name="美咲", family_name_kana="カワゴエ", given_name_kana="ミサキ", phone="090-1234-5678"
)


def person(number: int) -> Person:
    kana = "アイウエオカキクケコサシスセソタ"[number]
    return Person(family_name=f"人{number}", family_name_kana=kana, phone=f"090-0000-{number:04}")


@pytest.fixture
def session(nichinan):
    return make_session(make_course(nichinan.program), capacity=2)


def test_a_seat_is_taken_and_found_by_its_secret(session):
    token = token_of("a-form's-token")
    row = sign_up(session=session, person=MISAKI, token=token)
    assert (row.state, row.attendee.full_name, seats_left(session)) == ("signed_up", "川越 美咲", 1)
    assert seat_of(token) == row
    assert token not in str(Attendance.objects.values().get())
    assert (seat_of(""), seat_of("x" * 5000)) == (None, None)


def test_the_same_person_twice_is_told_and_nothing_doubled(session):
    sign_up(session=session, person=MISAKI)
    again = Person(
        family_name="河越", given_name="みさき", family_name_kana="かわごえ", given_name_kana="みさき",
        phone="+819012345678",
    )  # fmt: skip
    with pytest.raises(SignedUpAlready):
        sign_up(session=session, person=again)
    assert (Attendance.objects.count(), Attendee.objects.count()) == (1, 1)


def test_the_last_seat_is_the_last(session):
    sign_up(session=session, person=person(1))
    sign_up(session=session, person=person(2))
    with pytest.raises(SessionFull):
        sign_up(session=session, person=person(3))
    assert Attendee.objects.count() == 2


def test_whoever_cannot_come_frees_the_seat_and_may_come_back(session):
    row = sign_up(session=session, person=person(1))
    sign_up(session=session, person=person(2))
    for _twice in range(2):
        give_up_seat(row)
    assert seats_left(session) == 1
    assert sign_up(session=session, person=person(1)).pk == row.pk
    assert seats_left(session) == 0


def test_a_seat_that_was_merged_away_is_refused_in_words(session):
    row = make_attendance(session)
    Attendance.objects.filter(pk=row.pk).delete()
    with pytest.raises(NotOpen):
        give_up_seat(row)


def test_an_excused_person_holds_no_seat(session):
    make_attendance(session, state="excused")
    make_attendance(session, state="present")
    assert seats_left(session) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"cancelled_at": timezone.now()},
        {"starts_at": dt.datetime(2026, 11, 22, 2, 59, tzinfo=dt.UTC)},
    ],
)
def test_cancelled_and_begun_sessions_take_nobody(session, change):
    for name, value in change.items():
        setattr(session, name, value)
    session.save()
    with pytest.raises(NotOpen):
        sign_up(session=session, person=MISAKI)


def test_a_course_without_sign_up_takes_nobody(nichinan):
    session = make_session(make_course(nichinan.program, takes_sign_up=False))
    with pytest.raises(NotOpen):
        sign_up(session=session, person=MISAKI)


def test_lessons_of_a_cohort_are_for_its_participants(nichinan, komagane):
    session = make_session(make_course(nichinan.program, cohort=nichinan.cohort, kind="lesson"))
    left = make_enrollment(nichinan.cohort, left_on=dt.date(2026, 11, 1), leaving_reason="moved")
    for kwargs in ({"person": MISAKI}, {"worker": komagane.worker}, {"worker": left.worker}):
        with pytest.raises(NotOpen):
            sign_up(session=session, **kwargs)
    assert sign_up(session=session, worker=nichinan.worker).attendee.worker == nichinan.worker


def test_a_seat_stays_taken_once_the_session_has_begun(session):
    row = sign_up(session=session, person=MISAKI)
    session.starts_at = timezone.now() - dt.timedelta(minutes=1)
    session.save()
    with pytest.raises(NotOpen):
        give_up_seat(row)


def test_a_participant_sees_their_cohorts_and_open_sessions(nichinan):
    cohort_s = make_session(make_course(nichinan.program, cohort=nichinan.cohort, takes_sign_up=False))
    open_s = make_session(starts_at=cohort_s.starts_at + dt.timedelta(days=1), course=make_course(nichinan.program))
    make_session(make_course(nichinan.program, takes_sign_up=False))
    make_session(make_course(nichinan.program), cancelled_at=timezone.now())
    make_session(make_course(nichinan.program), starts_at=timezone.now() - dt.timedelta(days=1))
    other = make_enrollment(worker=None)
    make_session(make_course(other.cohort.program))
    make_attendance(open_s, make_attendee(nichinan.municipality, worker=nichinan.worker))
    assert upcoming_sessions(nichinan.enrollment, dt.date(2026, 11, 22)) == [(cohort_s, False), (open_s, True)]


def test_a_session_going_on_is_shown_to_whoever_has_a_seat(nichinan, session):
    sign_up(session=session, worker=nichinan.worker)
    session.starts_at = timezone.now() - dt.timedelta(minutes=5)
    session.save()
    assert [one.is_mine for one in offered_sessions(nichinan.enrollment, now=timezone.now())] == [True]
    neighbour = make_enrollment(nichinan.cohort)
    assert offered_sessions(neighbour, now=timezone.now()) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_offered_sessions_take_two_queries(nichinan, rows, django_assert_num_queries):
    for _n in range(rows):
        make_session(make_course(nichinan.program), capacity=3)
    with django_assert_num_queries(2):
        assert len(upcoming_sessions(nichinan.enrollment, dt.date(2026, 11, 22))) == rows


def at_once(count: int, work) -> list:
    start = Barrier(count)

    def try_it(number: int):
        try:
            start.wait()
            return work(number)
        except (SessionFull, SignedUpAlready) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(try_it, range(count)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_eight_people_at_once_the_last_seat_goes_to_one(session):
    session.capacity = 1
    session.save()
    answers = at_once(8, lambda number: sign_up(session=session, person=person(number)).pk)
    assert answers.count(SessionFull) == 7
    assert Attendance.objects.seated().count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_person_on_eight_screens_is_one_person(session, nichinan):
    others = [make_session(make_course(nichinan.program)) for _n in range(4)]
    places = [session, *others] * 2
    answers = at_once(8, lambda number: sign_up(session=places[number], person=MISAKI).pk)
    assert answers.count(SignedUpAlready) == 3
    assert (Attendee.objects.count(), Attendance.objects.count()) == (1, 5)
