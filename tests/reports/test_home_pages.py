"""Home: a participant's month in the first glance; everybody else is led to where they work."""

import datetime as dt
import re

import pytest
import time_machine

from programs.models import Membership
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_program, make_user, make_worker
from workers.domain.answers import answer_month
from workers.domain.enrollments import leave, open_months_of
from workers.domain.targets import pause

OCTOBER = Month(2026, 10)


@pytest.fixture
def home(client, nichinan):
    """The page as the participant of Nichinan sees it now."""
    client.force_login(nichinan.worker_user)

    def load() -> str:
        return client.get("/").content.decode()

    return load


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def answer_everything(town, until: Month = OCTOBER) -> None:
    for month in Month.between(Month.of(town.enrollment.joined_on), until):
        answer_month(enrollment=town.enrollment, month=month, answer="nothing_earned", by=town.worker_user)


def test_home_says_how_much_how_far_and_at_what_pace(home, nichinan):
    nichinan.cohort.ramp_steps.create(from_month=1, target=150_000)
    make_earning(nichinan.enrollment, 100_000, dt.date(2026, 11, 3))
    make_earning(nichinan.enrollment, 41_800, dt.date(2026, 11, 20), platform_fee=9_200)
    lead = words(home())
    assert "11月の収入 手数料を引いた額・22日まで 132,600 円 目標まであと 67,400 円" in lead
    assert "このペースなら月末に 約18万1千円 計画より上" in lead
    assert "計画 15万 目標 20万円" in lead


def test_home_never_says_below_the_plan(home, nichinan):
    for day in (3, 4):
        make_earning(nichinan.enrollment, 1_000, dt.date(2026, 11, day))
    lead = words(home())
    assert ("約3千円" in lead, "計画より" in lead, "届かな" in lead.split("次にすること")[0]) == (True, False, False)


def test_home_praises_a_goal_that_is_reached(home, nichinan):
    make_earning(nichinan.enrollment, 200_000)
    assert ("目標に届きました" in home(), "目標まであと" in home()) == (True, False)


def test_a_month_of_rest_has_no_distance(home, nichinan):
    open_months_of(nichinan.enrollment)
    pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 11, 1), ends_on=None)
    drain()
    lead = words(home())
    assert ("お休みの月" in lead, "目標まであと" in lead) == (True, False)


def test_a_program_that_counts_gross_says_so(client, db):
    user = make_user()
    program = make_program(target_basis="gross")
    enrollment = make_enrollment(make_cohort(program), worker=make_worker(program.municipality, user=user))
    make_earning(enrollment, 10_000, platform_fee=2_200)
    client.force_login(user)
    html = client.get("/").content.decode()
    assert ('money-hero">10,000' in html, "手数料差引後" in html) == (True, False)
    assert html.count("手数料を引く前の額") == 2


def test_the_next_things_are_the_open_questions_oldest_first(home, nichinan):
    answer_everything(nichinan, until=Month(2026, 8))
    make_earning(nichinan.enrollment, 52_300, dt.date(2026, 9, 3))
    next_things = re.findall(
        r'<a class="row-link" href="([^"]+)">.*?<b>([^<]+)</b><br><span class="sub">([^<]+)', home()
    )
    assert next_things == [
        ("/earnings/2026-09/", "9月のたしかめに答える", "1件・52,300円"),
        ("/earnings/2026-10/", "10月のたしかめに答える", "記録がまだありません"),
    ]


def test_a_question_has_its_day_until_it_has_passed(home, nichinan):
    answer_everything(nichinan, until=Month(2026, 9))
    with time_machine.travel(dt.datetime(2026, 11, 3, 3, tzinfo=dt.UTC)):
        assert re.search(r'class="row-day"><b>5</b>', home())
    assert "row-day" not in home()


def test_somebody_new_is_led_to_the_first_entry(home, nichinan):
    answer_everything(nichinan)
    html = home()
    assert "はじめての収入を記録する" in html
    assert "この12か月" not in html


def test_nothing_to_do_is_said_calmly(home, nichinan):
    answer_everything(nichinan)
    make_earning(nichinan.enrollment)
    assert "いま待っていることはありません。" in home()


def test_twelve_months_are_drawn_and_told_in_a_table(home, nichinan):
    make_earning(nichinan.enrollment, 210_000, dt.date(2026, 10, 3))
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 11, 3))
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="num">([^<]+)</td>', home())
    assert rows[:3] == [("2026年11月", "30,000円"), ("2026年10月", "210,000円"), ("2026年9月", "—")]
    assert len(rows) == 11  # of twelve, one lies before the person joined


def test_no_figure_of_the_group_is_on_a_participants_pages(home, nichinan):
    for number in range(5):
        make_earning(make_enrollment(nichinan.cohort), 91_234 + number)
    assert "91,23" not in home()


def test_after_leaving_home_closes_kindly_and_names_no_goal(home, nichinan):
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 9, 3))
    make_earning(nichinan.enrollment, 12_000, dt.date(2026, 10, 3))
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = dt.date(2026, 10, 16), "hired"
    nichinan.enrollment.save()
    html = home()
    assert (
        "おつかれさまでした 参加していた間の収入の合計・手数料を引いた額 42,000 円 参加は2026年10月16日に終わりました。"
        in words(html)
    )
    assert [word in html for word in ("目標", "/earnings/add/", "10月の収入")] == [False, False, False]


def test_before_the_first_day_home_says_when_it_starts(home, nichinan):
    nichinan.enrollment.joined_on = dt.date(2026, 12, 1)
    nichinan.enrollment.save()
    html = home()
    assert "もうすぐ始まります 参加は2026年12月1日に始まります。その日から、ここで収入を記録できます。" in words(html)
    assert [word in html for word in ("目標", "/earnings/add/", "たしかめ")] == [False, False, False]


def test_a_backdated_leaving_asks_about_no_month_after_it(home, nichinan):
    answer_everything(nichinan, until=Month(2026, 8))
    open_months_of(nichinan.enrollment)
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 9, 16), reason="hired")
    html = home()
    assert re.findall(r'<a class="row-link" href="([^"]+)">', html) == ["/earnings/2026-09/"]


@pytest.mark.parametrize("who", ["official", "director"])
def test_staff_of_one_program_go_to_its_dashboard(client, nichinan, who):
    client.force_login(getattr(nichinan, who))
    assert client.get("/")["Location"] == "/p/nichinan/"


def test_staff_of_several_programs_choose(client, nichinan, komagane):
    make_program(nichinan.municipality, name="地域リーダー事業", slug="nichinan-2")
    client.force_login(nichinan.official)
    html = client.get("/").content.decode()
    assert re.findall(r'class="row-link" href="([^"]+)"', html) == ["/p/nichinan/", "/p/nichinan-2/"]


def test_administrators_go_to_the_admin(client, db):
    client.force_login(make_user(is_superuser=True))
    assert client.get("/")["Location"] == "/admin/"


def test_somebody_without_any_part_is_told_whom_to_ask(client, db):
    client.force_login(make_user())
    assert "担当の事業がまだありません" in client.get("/").content.decode()


def test_a_director_who_takes_part_sees_their_month_and_the_way_to_the_dashboard(client, nichinan):
    day = dt.date(2026, 4, 1)
    Membership.objects.create(user=nichinan.worker_user, role="director", program=nichinan.program, joined_on=day)
    client.force_login(nichinan.worker_user)
    html = client.get("/").content.decode()
    assert ("11月の収入" in html, 'href="/p/nichinan/"' in html) == (True, True)


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get("/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("months", [1, 3])
def test_home_asks_the_database_as_often_with_one_month_as_with_three(
    client, nichinan, months, django_assert_num_queries
):
    client.force_login(nichinan.worker_user)
    for number in range(months):
        make_earning(nichinan.enrollment, earned_on=dt.date(2026, 11 - number, 3))
    # session, person, enrollment, programs, months, messages, wishes, sessions (2), skills, surveys, announcements,
    # returned entries, own settings
    with django_assert_num_queries(14):
        client.get("/")
