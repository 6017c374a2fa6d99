"""What is next on a participant's home: messages, answers, sessions, surveys, skills, by day, three at first sight."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from programs.shared.month import Month
from tests.make import make_cohort, make_earning
from tests.make_programme import make_attendance, make_attendee, make_course, make_session, make_skill, make_survey
from workers.domain.answers import answer_month
from workers.domain.matters import open_matter, read_matter, write_message
from workers.models import PlanWish

JAPAN = timezone.get_default_timezone()


@pytest.fixture
def things(client, nichinan):
    """Address, day, title and the words below; first those in sight, then the rest. Every month is answered."""
    for month in Month.between(Month(2026, 1), Month(2026, 10)):
        answer_month(enrollment=nichinan.enrollment, month=month, answer="nothing_earned", by=nichinan.worker_user)
    make_earning(nichinan.enrollment)
    client.force_login(nichinan.worker_user)

    def load() -> tuple[list, list]:
        html = client.get("/").content.decode().partition("次にすること")[2].partition("この12か月")[0]
        shown, _fold, rest = html.partition("<details")
        return _rows(shown), _rows(rest)

    return load


def _rows(html: str) -> list[tuple[str, str, str, str]]:
    day = r'(?:<span class="row-day"><b>(\d+)</b>.*?)?'
    words = r'<span class="row-body"><b>([^<]+)</b><br><span class="sub">([^<]+)'
    row = rf'<a class="row-link" href="([^"]+)">{day}{words}'
    return re.findall(row, html)


def at(day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=JAPAN)


def test_a_message_is_named_by_its_matter_until_it_is_read(things, nichinan):
    matter = open_matter(
        enrollment=nichinan.enrollment, subject="面談のご相談", body="いかがですか。", by=nichinan.director
    )
    assert things() == (
        [(f"/messages/{matter.pk}/#newest", "", "「面談のご相談」にメッセージが届いています", "きょう")],
        [],
    )
    write_message(matter=matter, body="水曜でもかまいません。", by=nichinan.director)
    open_matter(enrollment=nichinan.enrollment, subject="席", body="空いています。", by=nichinan.director)
    assert [row[2] for row in things()[0]] == ["2件の相談にメッセージが届いています"]
    for one in nichinan.enrollment.matters.all():
        read_matter(matter=one, user=nichinan.worker_user, upto=one.messages.latest("pk").pk)
    assert things() == ([], [])


@pytest.mark.parametrize(
    ("agreed", "days_ago", "title"),
    [
        (True, 7, ["12月の計画の希望が認められました"]),
        (False, 0, ["12月の計画は、今回はそのままになりました"]),
        (True, 8, []),
    ],
)
def test_an_answer_to_a_wish_stays_a_week(things, nichinan, agreed, days_ago, title):
    PlanWish.objects.create(
        enrollment=nichinan.enrollment,
        month=dt.date(2026, 12, 1),
        target=40_000,
        decided_at=at(22) - dt.timedelta(days=days_ago),
        decided_by=nichinan.director,
        is_agreed=agreed,
    )
    assert [row[2] for row in things()[0]] == title


def test_sessions_one_is_expected_at_and_the_next_one_to_sign_up_for(things, nichinan):
    course = make_course(nichinan.program, title="はじめての提案文")
    mine = make_session(course, starts_at=at(25), capacity=1)
    make_attendance(mine, make_attendee(nichinan.municipality, worker=nichinan.worker))
    for day in (26, 27):
        make_session(course, starts_at=at(day, 13))
    make_session(course, starts_at=dt.datetime(2026, 12, 20, 10, tzinfo=JAPAN))
    lesson = make_course(nichinan.program, title="第1期の勉強会", cohort=nichinan.cohort, takes_sign_up=False)
    make_session(lesson, starts_at=at(24, 19))
    other = make_course(
        nichinan.program, title="第2期の勉強会", cohort=make_cohort(nichinan.program), takes_sign_up=False
    )
    make_session(other, starts_at=at(24, 19))
    assert [row[1:] for row in things()[0]] == [
        ("24", "第1期の勉強会", "19:00・油津赤レンガ館"),
        ("25", "はじめての提案文", "10:00・油津赤レンガ館"),
        ("26", "はじめての提案文", "13:00・申し込めます"),
    ]


def test_a_survey_of_the_cohort_and_the_skills_are_asked_for(things, nichinan):
    survey = make_survey(cohort=nichinan.cohort, title="半年のアンケート", closes_on=dt.date(2026, 11, 30))
    make_skill(nichinan.program)
    assert things()[0] == [
        ("/skills/", "", "スキルを自分で確かめる", "数分で終わります。自分とディレクターのためのものです。"),
        (
            f"/surveys/{survey.answer_key}/",
            "30",
            "「半年のアンケート」に答える",
            "名前を聞かないアンケート・11月30日（月）まで",
        ),
    ]


def test_three_stand_there_by_day_and_the_rest_behind_a_fold(things, nichinan):
    course = make_course(nichinan.program, cohort=nichinan.cohort, takes_sign_up=False)
    for day in (28, 24, 26):
        make_session(course, starts_at=at(day))
    open_matter(enrollment=nichinan.enrollment, subject="面談", body="いかがですか。", by=nichinan.director)
    first, rest = things()
    assert ([row[1] for row in first], [row[1] for row in rest]) == (["", "24", "26"], ["28"])


def test_after_leaving_nothing_new_is_asked_but_messages_are_told(things, nichinan):
    make_skill(nichinan.program)
    make_session(make_course(nichinan.program), starts_at=at(24))
    open_matter(enrollment=nichinan.enrollment, subject="証明書", body="お送りしました。", by=nichinan.director)
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = dt.date(2026, 11, 20), "hired"
    nichinan.enrollment.save()
    assert [row[2] for row in things()[0]] == ["「証明書」にメッセージが届いています"]


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_the_database_as_often_with_one_of_each_as_with_three(
    client, nichinan, count, django_assert_num_queries
):
    course = make_course(nichinan.program, cohort=nichinan.cohort)
    for number in range(count):
        make_session(course, starts_at=at(24 + number))
        make_survey(cohort=nichinan.cohort)
        make_skill(nichinan.program)
        open_matter(enrollment=nichinan.enrollment, subject="面談", body="いかがですか。", by=nichinan.director)
    client.force_login(nichinan.worker_user)
    with django_assert_num_queries(15):
        client.get("/")
