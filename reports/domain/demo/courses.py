"""The demo's courses: seminars that filled a hall, lessons every two weeks, and sessions still to come.

Proportions as published (invented people in them): about 70 at Komagane's first seminar, most of them without signing
up; 107 attendances at Minowa's seminars and 26 people in its course, here in the town that does not exist.
"""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from programs.models import Cohort, Course, CourseSession, User
from programs.shared.search_key import search_key
from reports.domain.demo.lives import first_month
from reports.domain.demo.people import names
from reports.domain.demo.towns import Town, noon
from workers.models import Attendance, Attendee, Worker
from workers.models.attendance import AttendanceState

SATURDAY, WEDNESDAY = 5, 2
EVENING, AFTERNOON = 19, 13
A_WEEK = dt.timedelta(days=7)


@dataclass
class Crowd:
    """The people who come to a town's courses: participants and citizens, each with one row."""

    town: Town
    random: Random
    by_worker: dict[int, Attendee] = field(default_factory=dict)

    def citizens(self, count: int, *, left_number: float = 0.66) -> list[Attendee]:
        """Who signs up leaves a number; at the door two in three do."""
        drawn = names(self.random)
        made = []
        for _ in range(count):
            name = next(drawn)
            phone = self._phone(left_number)
            made.append(self._row(name.family, name.given, name.family_kana, name.given_kana, phone=phone))
        return Attendee.objects.bulk_create(made)

    def participants(self, workers: list[Worker]) -> list[Attendee]:
        new = [one for one in workers if one.pk not in self.by_worker]
        rows = [
            self._row(one.family_name, one.given_name, one.family_name_kana, one.given_name_kana, worker=one)
            for one in new
        ]
        self.by_worker |= {row.worker_id: row for row in Attendee.objects.bulk_create(rows)}
        return [self.by_worker[one.pk] for one in workers]

    def _row(self, *name: str, worker: Worker | None = None, phone: str = "") -> Attendee:
        columns = ("family_name", "given_name", "family_name_kana", "given_name_kana")
        row = Attendee(municipality=self.town.program.municipality, worker=worker, phone=phone)
        for column, part in zip(columns, name, strict=True):
            setattr(row, column, part)
        row.search = search_key(f"{row.full_name} {row.full_kana}")
        return row

    def _phone(self, chance: float) -> str:
        """090-0000 belongs to nobody."""
        return f"090-0000-{self.random.randint(0, 9999):04}" if self.random.random() < chance else ""


def fill_courses(town: Town, *, random: Random, today: dt.date) -> None:
    """Courses with their sessions and who came, as fits the town; nothing for a town nobody planned."""
    fillers = {"nichinan": _nichinan, "komagane": _komagane, "homura": _homura}
    filler = fillers.get(town.plan.slug)
    if filler:
        filler(town, Crowd(town, random), today)


def _nichinan(town: Town, crowd: Crowd, today: dt.date) -> None:
    cohort, three = town.cohorts[0], [one.worker for one in town.enrollments]
    seminar = _course(
        town, "seminar", "月収20万円プロジェクト 説明会", "在宅の仕事の始め方と、募集の内容をお話しします。"
    )
    begin = _weekday(cohort.starts_on - 5 * A_WEEK, SATURDAY)
    hall = _session(seminar, 1, begin, AFTERNOON, place="油津赤レンガ館", capacity=40)
    _hold(crowd, hall, crowd.participants(three) + crowd.citizens(31), walk_ins=9)
    coming = _session(
        seminar, 2, _weekday(today + 2 * A_WEEK, SATURDAY), AFTERNOON, place="油津赤レンガ館", capacity=30
    )
    _sign_up(coming, crowd.citizens(6, left_number=1.0), today)
    lessons = _course(town, "lesson", "ワーカー勉強会", "ひと月の仕事をふり返り、提案文を一緒に直します。", cohort)
    first = _weekday(today, WEDNESDAY) - 26 * A_WEEK
    for number in range(1, 17):
        day = first + (number - 1) * 2 * A_WEEK
        one = _session(lessons, number, day, EVENING, place="コワーキングスペース油津", trainer="黒木 沙織", capacity=6)
        here = [each.worker for each in town.enrollments if each.left_on is None or each.left_on > day]
        if day < today:
            _hold(crowd, one, crowd.participants(here), absent=0.15)


def _komagane(town: Town, crowd: Crowd, today: dt.date) -> None:
    opening = first_month(today).first - 2 * A_WEEK
    seminar = _course(
        town, "seminar", "テレワークで働く はじめての説明会", "スマートフォンしか使ったことがない方も歓迎です。"
    )
    hall = _session(seminar, 1, _weekday(opening, SATURDAY), AFTERNOON, place="駒ヶ根市文化会館", capacity=40)
    later = [one.worker for one in town.enrollments if one.cohort == town.cohorts[0]][:38]
    _hold(crowd, hall, crowd.participants(later) + crowd.citizens(33), walk_ins=34)
    known: list[Attendee] = []
    for number, month in enumerate((4, 8, 12, 16, 20), 2):
        day = _weekday((first_month(today) + (month - 2)).first, SATURDAY)
        one = _session(seminar, number, day, AFTERNOON, place="Koto（こと）", capacity=30)
        again, new = crowd.random.sample(known, min(5, len(known))), crowd.citizens(crowd.random.randint(11, 18))
        _hold(crowd, one, again + new, walk_ins=4)
        known += new
    people = [one.worker for one in crowd.random.sample(town.enrollments[100:], 24)]
    writing = _course(town, "course", "ライティング入門講座", "全4回で、はじめての記事を書き上げます。", needed=3)
    start = _weekday(today, WEDNESDAY) - 9 * A_WEEK
    for number in range(1, 5):
        one = _session(writing, number, start + (number - 1) * A_WEEK, EVENING, place="Koto（こと）", capacity=24)
        _hold(crowd, one, crowd.participants(people), absent=0.18)
    salon = _course(town, "lesson", "ワーカーサロン", "困っていることを持ち寄る、月2回の集まりです。")
    for number in range(1, 8):
        day = today + (number - 5) * 2 * A_WEEK
        one = _session(salon, number, day, EVENING, online="https://meeting.example.jp/koto", capacity=30)
        some = crowd.participants([each.worker for each in crowd.random.sample(town.enrollments[60:], 17)])
        if day < today:
            _hold(crowd, one, some, absent=0.1, walk_ins=2)
        elif day == today:
            _sign_up(one, some, today)


def _homura(town: Town, crowd: Crowd, today: dt.date) -> None:
    opening = first_month(today).first
    seminar = _course(town, "seminar", "在宅ワーク きっかけセミナー", "家事や介護と両立できる働き方を考えます。")
    regulars = crowd.citizens(18)
    for number, count in enumerate((34, 28, 24, 21), 1):  # 107 attendances
        day = _weekday(opening + 3 * number * A_WEEK, SATURDAY)
        one = _session(seminar, number, day, AFTERNOON, place="ほむら町公民館", capacity=40)
        there = crowd.random.sample(regulars, 10)
        _hold(crowd, one, there + crowd.citizens(count - len(there)), walk_ins=6)
    skill = _course(town, "course", "在宅ワーク スキルアップ講座", "文書作成と応募のしかたを学びます。", needed=5)
    people = crowd.participants([one.worker for one in town.enrollments]) + crowd.citizens(26 - len(town.enrollments))
    start = _weekday(opening + 16 * A_WEEK, WEDNESDAY)
    for number in range(1, 7):
        one = _session(skill, number, start + (number - 1) * A_WEEK, EVENING, place="ほむら町公民館", capacity=26)
        _hold(crowd, one, people, absent=0.0 if number == 1 else 0.12)


def _course(
    town: Town, kind: str, title: str, about: str, cohort: Cohort | None = None, needed: int | None = None
) -> Course:
    return Course.objects.create(
        program=town.program, kind=kind, title=title, about=about, cohort=cohort, sessions_to_complete=needed
    )


def _session(course: Course, number: int, day: dt.date, hour: int, *, online: str = "", **facts) -> CourseSession:
    starts = noon(day, hour)
    return CourseSession.objects.create(
        course=course,
        number=number,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        online_url=online,
        sign_up_key=f"{course.program.slug}-{course.kind}-{number}",  # a real one cannot be guessed
        **facts,
    )


def _sign_up(session: CourseSession, people: list[Attendee], today: dt.date) -> None:
    moment = min(session.starts_at - dt.timedelta(days=1), noon(today, 6))
    rows = [Attendance(session=session, attendee=one, signed_up_at=moment) for one in people]
    Attendance.objects.bulk_create(rows)


def _hold(
    crowd: Crowd, session: CourseSession, people: list[Attendee], *, walk_ins: int = 0, absent: float = 0.0
) -> None:
    """Everybody's mark; the last `walk_ins` came without signing up, the others may have stayed away."""
    by: User | None = crowd.town.director_on(timezone.localdate(session.starts_at))
    rows = []
    for place, one in enumerate(people):
        walks_in = place >= len(people) - walk_ins
        state = AttendanceState.PRESENT
        if not walks_in and crowd.random.random() < absent:
            state = crowd.random.choice((AttendanceState.ABSENT, AttendanceState.EXCUSED))
        signed_up = None if walks_in else session.starts_at - dt.timedelta(days=crowd.random.randint(1, 14))
        marked = session.starts_at + dt.timedelta(minutes=crowd.random.randint(-10, 15))
        rows.append(
            Attendance(
                session=session,
                attendee=one,
                state=state,
                is_walk_in=walks_in,
                signed_up_at=signed_up,
                marked_at=marked,
                marked_by=by,
            )
        )
    Attendance.objects.bulk_create(rows)


def _weekday(day: dt.date, weekday: int) -> dt.date:
    """The first such weekday from `day` on."""
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)
