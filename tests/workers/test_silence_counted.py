"""The query of silence beside a slow count of our own, over lives drawn by lot."""

import datetime as dt
from random import Random

import pytest
from django.utils import timezone

from tests.make import make_enrollment, make_user, make_worker
from tests.make_programme import make_attendance, make_attendee, make_contact, make_course, make_matter, make_session
from tests.workers.test_silence import TODAY, ago, moment
from workers.domain.silence import DAYS, silent_people
from workers.models import Attendance, Contact, Earning, Enrollment, IncomeMonth, Message, Pause, TimeOff

pytestmark = pytest.mark.django_db


def slow_last_sign(one: Enrollment) -> dt.date:
    """Every sign of one person, asked for one by one and compared in plain words."""
    days = [one.joined_on]
    days += [timezone.localdate(earning.recorded_at) for earning in Earning.objects.filter(enrollment=one)]
    for row in IncomeMonth.objects.filter(enrollment=one):
        if row.answer in ("reported", "nothing_earned"):
            days.append(timezone.localdate(row.answered_at))
    days += [contact.happened_on for contact in Contact.objects.filter(enrollment=one) if contact.was_reached]
    user = one.worker.user
    if user:
        written = Message.objects.filter(matter__enrollment=one, by=user)
        days += [timezone.localdate(message.sent_at) for message in written]
        days += [timezone.localdate(user.last_login)] if user.last_login else []
    for attendance in Attendance.objects.filter(attendee__worker=one.worker, state="present"):
        days.append(timezone.localdate(attendance.session.starts_at))
    return max(days)


def slow_silence(town, days: int) -> set[tuple]:
    found = set()
    for one in Enrollment.objects.filter(cohort__program=town.program):
        gone = one.joined_on > TODAY or (one.left_on is not None and one.left_on <= TODAY)
        rests = [(p.starts_on, p.ends_on or dt.date.max) for p in one.pauses.all()]
        rests += [(t.starts_on, t.ends_on) for t in one.times_off.all()]
        away = gone or any(first <= TODAY <= last for first, last in rests)
        quiet = (TODAY - slow_last_sign(one)).days
        if not away and quiet >= days:
            found.add((one.pk, quiet))
    return found


def _some_day(random: Random) -> dt.date:
    return ago(random.randint(0, 70))


def _meet(one, town, random) -> None:
    make_contact(one, town.director, happened_on=_some_day(random), was_reached=random.random() < 0.6)


def _earn(one, town, random) -> None:
    entry = {"earned_on": ago(1), "source": "team", "title": "記事", "gross": 5_000}
    at = moment(_some_day(random), random.randint(0, 23))
    Earning.objects.create(enrollment=one, recorded_at=at, **entry)


def _answer(one, town, random) -> None:
    said, month = random.choice(["reported", "nothing_earned", "excused"]), dt.date(2026, 5, 1)
    IncomeMonth.objects.create(enrollment=one, month=month, answer=said, answered_at=moment(_some_day(random), 0))


def _write(one, town, random) -> None:
    matter = make_matter(one, random.choice([town.director, one.worker.user or town.director]))
    Message.objects.filter(matter=matter).update(sent_at=moment(_some_day(random), 23))


def _learn(one, town, random) -> None:
    session = make_session(make_course(town.program), starts_at=moment(_some_day(random)))
    person = make_attendee(town.municipality, worker=one.worker)
    make_attendance(session, person, state=random.choice(["present", "absent"]))


def _rest(one, town, random) -> None:
    Pause.objects.create(enrollment=one, starts_on=ago(80), ends_on=random.choice([None, _some_day(random), TODAY]))


def _stay_away(one, town, random) -> None:
    TimeOff.objects.create(enrollment=one, starts_on=ago(1), ends_on=random.choice([ago(1), TODAY]))


HAPPENINGS = (_meet, _meet, _earn, _answer, _write, _learn, _rest, _stay_away)


@pytest.mark.parametrize("seed", range(3))
def test_the_query_and_the_slow_count_agree(nichinan, komagane, seed):
    random = Random(seed)
    for n in range(25):
        user = make_user(last_login=random.choice([None, moment(ago(random.randint(0, 70)))])) if n % 2 else None
        one = make_enrollment(
            nichinan.cohort,
            worker=make_worker(nichinan.municipality, user=user),
            joined_on=ago(random.randint(-2, 90)),
        )
        if random.random() < 0.1 and one.joined_on < TODAY:
            Enrollment.objects.filter(pk=one.pk).update(left_on=random.choice([TODAY, ago(-1)]), leaving_reason="moved")
        for happen in HAPPENINGS:
            if random.random() < 0.35:
                happen(one, nichinan, random)
    for days in DAYS:
        expected = slow_silence(nichinan, days)
        found = silent_people(nichinan.program, days, TODAY)
        assert {(one.enrollment.pk, one.days) for one in found} == expected
        assert [one.days for one in found] == sorted((quiet for _pk, quiet in expected), reverse=True)
    assert len(slow_silence(nichinan, 7)) > 3
