"""How income comes along: facts about the months, nothing about what was not reached, and rest stays rest."""

import datetime as dt

import pytest

from reports.domain.roll_up import drain
from tests.make import make_earning
from workers.domain.enrollments import open_months_of
from workers.domain.preferences import Choices, save_preferences
from workers.domain.targets import pause
from workers.models import MinimumWage

PAGE = "/progress/"


def plain(response) -> str:
    return " ".join(response.content.decode().split())


def wage(prefecture: str = "宮崎県", day: dt.date = dt.date(2026, 11, 1), yen: int = 1_080) -> None:
    MinimumWage.objects.create(
        prefecture=prefecture, effective_from=day, yen=yen, source_url="https://example.jp/wage", checked_on=day
    )


@pytest.fixture(autouse=True)
def no_wages(db):
    MinimumWage.objects.all().delete()


def test_milestones_stand_with_their_month(worker, nichinan):
    save_preferences(worker=nichinan.worker, choices=Choices(rent=45_000, own_goal=80_000))
    make_earning(nichinan.enrollment, 12_000, dt.date(2026, 8, 3))
    make_earning(nichinan.enrollment, 60_000, dt.date(2026, 10, 3))
    page = worker.get(PAGE)
    said = [(one.kind, one.amount, str(one.reached_in or "")) for one in page.context["milestones"]]
    assert said == [
        ("first", 1, "2026-08"),
        ("step", 10_000, "2026-08"),
        ("rent", 45_000, "2026-10"),
        ("step", 50_000, "2026-10"),
        ("step", 100_000, ""),
        ("target", 200_000, ""),
    ]
    html = plain(page)
    for words in ("家賃 45,000円に届いた月", "市の目標 200,000円", "80,000円", "2026年10月"):
        assert words in html
    for word in ("連続", "途切れ", "失敗", "未達", "届きません"):
        assert word not in html


def test_a_month_of_rest_is_a_gap_and_not_a_fall(worker, nichinan):
    open_months_of(nichinan.enrollment)
    pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 9, 30))
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 8, 3))
    make_earning(nichinan.enrollment, 40_000, dt.date(2026, 10, 3))
    drain()
    curve = worker.get(PAGE).context["curve"]
    assert curve.lines[-1].values == (0, 0, 0, 0, 0, 0, 0, 30_000, None, 40_000)  # January to October
    assert curve.lines[0].values[8] is None


def test_an_hour_is_told_with_how_it_is_counted_beside_the_wage_of_the_prefecture(worker, nichinan):
    wage()
    wage("長野県", yen=1_061)
    make_earning(nichinan.enrollment, 12_000, dt.date(2026, 10, 3), platform_fee=2_000, minutes=600)
    make_earning(nichinan.enrollment, 90_000, dt.date(2026, 10, 4))
    html = plain(worker.get(PAGE))
    assert 'money-big">1,000' in html
    assert "時間を書いた仕事の手数料差引後の額を、書いた時間（10.0時間）で割った額です" in html
    assert (
        "参考：宮崎県の最低賃金は1時間1,080円です（2026年11月1日（日）から）。業務委託の仕事には適用されません。"
        in html
    )
    assert ('href="https://example.jp/wage"' in html, "1,061" in html) == (True, False)


@pytest.mark.parametrize(
    ("prefecture", "day"),
    [("長野県", dt.date(2026, 11, 1)), ("宮崎県", dt.date(2025, 11, 1)), ("宮崎県", dt.date(2026, 12, 1))],
)
def test_where_no_wage_is_known_nothing_is_said(worker, nichinan, prefecture, day):
    wage(prefecture, day)
    make_earning(nichinan.enrollment, 12_000, dt.date(2026, 10, 3), minutes=600)
    html = plain(worker.get(PAGE))
    assert ("1時間あたり" in html, "最低賃金" in html) == (True, False)


def test_somebody_new_is_told_what_comes(worker):
    html = plain(worker.get(PAGE))
    assert ("作業時間も書くと" in html, "いちばん多かった月" in html, "市の目標" in html) == (True, False, True)


def test_the_page_is_reached_from_home_and_from_me(worker, nichinan):
    make_earning(nichinan.enrollment)
    assert [PAGE in worker.get(url).content.decode() for url in ("/", "/me/")] == [True, True]
    links = ("/me/settings/", "/years/2026/", "/expenses/")
    assert [f'href="{link}"' in worker.get("/me/").content.decode() for link in links] == [True, True, True]


def test_home_shows_the_own_goal_beside_the_citys(worker, nichinan):
    make_earning(nichinan.enrollment, 30_000)
    assert "自分の目標" not in plain(worker.get("/"))
    save_preferences(worker=nichinan.worker, choices=Choices(own_goal=80_000))
    html = plain(worker.get("/"))
    assert ("自分の目標 80,000円まで、あと50,000円" in html, "目標まであと" in html) == (True, True)
    save_preferences(worker=nichinan.worker, choices=Choices(own_goal=30_000))
    assert "自分の目標 30,000円に届きました" in plain(worker.get("/"))


@pytest.mark.parametrize("months", [1, 3])
def test_the_page_asks_a_fixed_number_of_times(worker, nichinan, months, django_assert_num_queries):
    for number in range(months):
        make_earning(nichinan.enrollment, 1_000, dt.date(2026, 11 - number, 3), minutes=60)
    with django_assert_num_queries(8):
        worker.get(PAGE)
