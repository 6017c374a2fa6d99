"""Who has not been heard of: every kind of sign, and who is not looked for."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.shared.month import Month
from tests.make import make_earning, make_enrollment
from tests.make_programme import make_attendance, make_attendee, make_contact, make_course, make_matter, make_session
from workers.domain.answers import answer_month
from workers.domain.silence import silent_people
from workers.models import Earning, Enrollment, IncomeMonth, Message, Pause, TimeOff
from workers.models.income_month import Answer

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def moment(day: dt.date, hour: int = 12) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def silent(town, days: int = 14) -> list[tuple]:
    return [(one.enrollment.pk, one.days, one.sign.value) for one in silent_people(town.program, days, TODAY)]


def entry_recorded(town, day: dt.date) -> None:
    earning = make_earning(town.enrollment, earned_on=dt.date(2026, 2, 1))
    Earning.objects.filter(pk=earning.pk).update(recorded_at=moment(day))


def month_answered(town, day: dt.date) -> None:
    IncomeMonth.objects.create(
        enrollment=town.enrollment, month=dt.date(2026, 5, 1), answer="nothing_earned", answered_at=moment(day)
    )


def reached(town, day: dt.date) -> None:
    make_contact(town.enrollment, town.director, happened_on=day)


def message_written(town, day: dt.date) -> None:
    matter = make_matter(town.enrollment, town.worker_user)
    Message.objects.filter(matter=matter).update(sent_at=moment(day))


def session_attended(town, day: dt.date) -> None:
    session = make_session(make_course(town.program), starts_at=moment(day))
    make_attendance(session, make_attendee(town.municipality, worker=town.worker), state="present")


def signed_in(town, day: dt.date) -> None:
    town.worker_user.last_login = moment(day)
    town.worker_user.save()


SIGNS = {
    "entry": entry_recorded,
    "answer": month_answered,
    "contact": reached,
    "message": message_written,
    "session": session_attended,
    "sign_in": signed_in,
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_of_any_kind_is_heard(nichinan, sign):
    SIGNS[sign](nichinan, ago(14))
    assert silent(nichinan, 14) == [(nichinan.enrollment.pk, 14, sign)]
    assert silent(nichinan, 30) == []


def test_what_the_town_entered_for_a_person_is_no_sign_of_theirs(nichinan):
    entry_recorded(nichinan, ago(3))
    Earning.objects.update(recorded_by=nichinan.official)
    assert [one[2] for one in silent(nichinan)] == ["joined"]
    Earning.objects.update(recorded_by=nichinan.worker_user)
    assert silent(nichinan) == []


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_one_day_later_is_no_silence(nichinan, sign):
    SIGNS[sign](nichinan, ago(13))
    assert silent(nichinan, 14) == []


def test_the_latest_sign_counts(nichinan):
    reached(nichinan, ago(40))
    signed_in(nichinan, ago(20))
    assert silent(nichinan) == [(nichinan.enrollment.pk, 20, "sign_in")]


def test_midnight_in_japan_decides_the_day(nichinan):
    nichinan.worker_user.last_login = dt.datetime(2026, 11, 8, 14, 59, tzinfo=dt.UTC)  # 23:59 on the 8th
    nichinan.worker_user.save()
    assert silent(nichinan, 14) == [(nichinan.enrollment.pk, 14, "sign_in")]
    nichinan.worker_user.last_login = dt.datetime(2026, 11, 8, 15, 0, tzinfo=dt.UTC)  # 00:00 on the 9th
    nichinan.worker_user.save()
    assert silent(nichinan, 14) == []


def test_what_others_did_is_no_sign(nichinan):
    """Attempts, a director's message, an excuse, an absence, a seat taken but not yet sat on."""
    make_contact(nichinan.enrollment, nichinan.director, was_reached=False, happened_on=ago(1))
    make_matter(nichinan.enrollment, nichinan.director)
    answer_month(enrollment=nichinan.enrollment, month=Month(2026, 10), answer=Answer.EXCUSED, by=nichinan.director)
    course, person = make_course(nichinan.program), make_attendee(nichinan.municipality, worker=nichinan.worker)
    for state in ("absent", "excused", "cancelled", "signed_up"):
        make_attendance(make_session(course, starts_at=moment(ago(2))), person, state=state)
    joined = (TODAY - dt.date(2026, 1, 10)).days
    assert silent(nichinan) == [(nichinan.enrollment.pk, joined, "joined")]


def test_who_joined_lately_is_not_silent_yet(nichinan):
    new = make_enrollment(nichinan.cohort, joined_on=ago(13))
    assert new.pk not in {pk for pk, _days, _sign in silent(nichinan, 14)}
    assert (new.pk, 13, "joined") in silent(nichinan, 7)


def rest(**fields):
    return lambda one: Pause.objects.create(enrollment=one, **fields)


def off(first: int, last: int):
    return lambda one: TimeOff.objects.create(enrollment=one, starts_on=ago(first), ends_on=ago(last))


def change(**fields):
    return lambda one: Enrollment.objects.filter(pk=one.pk).update(**fields)


@pytest.mark.parametrize(
    ("what", "listed"),
    [
        (rest(starts_on=ago(60)), False),
        (rest(starts_on=TODAY, ends_on=TODAY), False),
        (rest(starts_on=ago(60), ends_on=ago(1)), True),
        (rest(starts_on=TODAY + dt.timedelta(days=1)), True),
        (off(3, 0), False),
        (off(3, 1), True),
        (change(joined_on=TODAY + dt.timedelta(days=1)), False),
        (change(left_on=TODAY, leaving_reason="hired"), False),
        (change(left_on=TODAY + dt.timedelta(days=1), leaving_reason="hired"), True),
    ],
)
def test_who_rests_has_left_or_not_begun_is_not_listed(nichinan, what, listed):
    what(nichinan.enrollment)
    assert bool(silent(nichinan)) is listed


def test_other_programs_have_their_own_silence(nichinan, komagane):
    assert [pk for pk, _days, _sign in silent(nichinan)] == [nichinan.enrollment.pk]


@pytest.mark.parametrize("others", [0, 2, 40])
def test_one_query_however_many_people(nichinan, others, django_assert_num_queries):
    for _ in range(others):
        make_enrollment(nichinan.cohort)
    with django_assert_num_queries(1):
        assert len(silent_people(nichinan.program, 14, TODAY)) == others + 1
