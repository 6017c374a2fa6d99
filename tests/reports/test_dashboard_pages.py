"""The cohort dashboard: its figures against sums made by hand, its people table, its queries."""

import datetime as dt

import pytest

from programs.models import Membership, Program
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_user
from workers.domain.answers import answer_month
from workers.domain.closing import close_month
from workers.domain.erasure import ask_for_erasure
from workers.domain.targets import mark_program, pause, plan_month
from workers.models.income_month import Answer

NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)
URL = "/p/nichinan/"


def stats(response) -> list[tuple[str, str]]:
    return [(one["value"], one["unit"]) for one in response.context["stats"]]


def names(response) -> list[str]:
    return [line.enrollment.worker.family_name for line in response.context["lines"]]


def states(line) -> list[str]:
    return [month.state for month in line.months]


def test_the_figures_are_the_sums_made_by_hand(desk, three_people):
    assert stats(desk.get(URL)) == [("156,000", "円"), ("78,000", "円"), ("0", "人／2人"), ("0", "人／3人")]


def test_the_figures_of_another_month(desk, three_people):
    assert stats(desk.get(f"{URL}?month=2026-10")) == [
        ("210,000", "円"),
        ("210,000", "円"),
        ("1", "人／1人"),
        ("0", "人／3人"),
    ]


def test_the_median_stands_beside_the_mean(desk, three_people):
    assert desk.get(URL).context["stats"][1]["line"] == "中央値 78,000円。10月は210,000円"


def test_answers_are_counted_without_those_who_rest(desk, three_people):
    answer_month(enrollment=three_people[0], month=OCTOBER, answer=Answer.REPORTED, by=None)
    pause(enrollment=three_people[2], starts_on=dt.date(2026, 10, 1), ends_on=None)
    drain()
    answered = desk.get(f"{URL}?month=2026-10").context["stats"][3]
    assert (answered["value"], answered["unit"], answered["line"]) == ("1", "人／2人", "未回答は1人。9月の未回答 3人")


def test_every_figure_says_how_it_is_counted_and_as_of_when(desk, three_people):
    how = [one["how"] for one in desk.get(URL).context["stats"]]
    assert [one.startswith("11月22日 12:00時点。") for one in how] == [True] * 4
    assert ["手数料差引後" in one for one in how] == [True, True, True, False]


def test_a_program_that_counts_gross_adds_gross_and_says_so(desk, nichinan, three_people):
    Program.objects.filter(pk=nichinan.program.pk).update(target_basis="gross")
    mark_program(nichinan.program)
    drain()
    response = desk.get(URL)
    assert stats(response)[:2] == [("180,000", "円"), ("90,000", "円")]
    assert [line.amount for line in response.context["lines"]] == [120_000, 60_000, 0]
    assert "報酬額（手数料差引前）" in response.context["stats"][0]["how"]


def test_every_figure_leads_to_its_rows(desk, three_people):
    rows = {"active": ["﨑田", "日髙"], "reached": [], "answered": []}
    for one in desk.get(URL).context["stats"]:
        page = desk.get(one["url"]).context
        assert [person.worker.family_name for person in page["page"]] == rows[page["show"]]


def test_the_people_table_has_one_line_a_person(desk, three_people):
    plan_month(enrollment=three_people[1], month=NOVEMBER, target=50_000)
    drain()
    lines = desk.get(URL).context["lines"]
    assert [(line.amount, line.plan, line.difference) for line in lines] == [
        (96_000, 200_000, -104_000),
        (60_000, 50_000, 10_000),
        (0, 200_000, -200_000),
    ]
    assert [line.last_earned_on for line in lines] == [dt.date(2026, 11, 3), dt.date(2026, 11, 20), None]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-amount", ["﨑田", "日髙", "矢野"]),
        ("amount", ["矢野", "日髙", "﨑田"]),
        ("-last", ["日髙", "﨑田", "矢野"]),
        ("last", ["﨑田", "日髙", "矢野"]),
        ("-difference", ["﨑田", "日髙", "矢野"]),
        ("nonsense", ["﨑田", "日髙", "矢野"]),
    ],
)
def test_the_people_are_sorted_by_the_address(desk, three_people, sort, expected):
    assert names(desk.get(f"{URL}?sort={sort}")) == expected


def test_the_head_of_the_sorted_column_turns_round(desk, three_people):
    columns = desk.get(f"{URL}?sort=-amount&cohort=1").context["columns"]
    assert (columns["amount"].sorted, columns["amount"].sort_url) == ("down", "?cohort=1&sort=amount#people")
    assert (columns["name"].sorted, columns["name"].sort_url) == ("", "?cohort=1&sort=name#people")


def test_the_twelve_months_show_their_states(desk, three_people):
    answer_month(enrollment=three_people[0], month=Month(2026, 9), answer=Answer.NOTHING_EARNED, by=None)
    pause(enrollment=three_people[0], starts_on=dt.date(2026, 8, 1), ends_on=dt.date(2026, 8, 31))
    make_earning(three_people[0], 5_000, dt.date(2026, 7, 3))
    drain()
    line = desk.get(URL).context["lines"][0]
    assert line.months[0].month == Month(2025, 12)
    assert states(line) == ["blank", *["unanswered"] * 6, "missed", "paused", "nothing_earned", "reached", "now"]


def test_a_month_partly_in_a_pause_is_no_rest(desk, three_people):
    pause(enrollment=three_people[1], starts_on=dt.date(2026, 10, 2), ends_on=dt.date(2026, 10, 31))
    drain()
    assert states(desk.get(URL).context["lines"][1])[-2] == "unanswered"


def test_somebody_who_has_left_is_not_in_the_table(desk, three_people):
    three_people[2].left_on, three_people[2].leaving_reason = dt.date(2026, 11, 1), "moved"
    three_people[2].save()
    assert names(desk.get(URL)) == ["﨑田", "日髙"]
    assert names(desk.get(f"{URL}?month=2026-10")) == ["﨑田", "日髙", "矢野"]


def test_only_those_who_accompany_people_are_offered_their_names_in_excel(client, nichinan, three_people):
    viewer = make_user("議員")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    offered = {}
    for user in (viewer, nichinan.director, nichinan.official):
        client.force_login(user)
        page = client.get(URL).content.decode()
        offered[user] = ("/people/export/" in page, "/months/export/" in page)
    assert list(offered.values()) == [(False, True), (True, True), (True, True)]


def test_a_month_that_waits_to_be_closed_is_named(desk, nichinan, three_people):
    assert "締まっていない月が10か月あります。いちばん古いのは2026年1月です。" in desk.get(URL).content.decode()
    for month in Month.between(Month(2026, 1), OCTOBER):
        close_month(cohort=nichinan.cohort, month=month, by=nichinan.official)
    drain()
    assert "締まっていない" not in desk.get(URL).content.decode()


@pytest.mark.parametrize(
    "query", ["cohort=9", "cohort=x", "month=2026-12", "month=2025-12", "month=20", "month=0001-01"]
)
def test_a_cohort_or_month_that_is_not_there_is_not_found(desk, three_people, query):
    assert desk.get(f"{URL}?{query}").status_code == 404


def test_a_program_without_a_cohort_says_what_to_do(client, nichinan):
    nichinan.enrollment.delete()
    nichinan.cohort.delete()
    client.force_login(nichinan.official)
    assert "まだ期がありません" in client.get(URL).content.decode()


@pytest.mark.parametrize(("who", "told"), [("official", True), ("director", False)])
def test_whoever_may_make_people_nameless_is_told_that_somebody_asks(client, nichinan, who, told):
    client.force_login(getattr(nichinan, who))
    assert "匿名にするよう" not in client.get(URL).content.decode()
    ask_for_erasure(worker=nichinan.worker, by=nichinan.worker_user)
    html = client.get(URL).content.decode()
    assert ("匿名にするよう申し出ている人が1人います。" in html, "/p/nichinan/erasures/" in html) == (told, told)


@pytest.mark.parametrize(("people", "months"), [(1, 3), (3, 30)])
def test_the_number_of_queries_grows_neither_with_people_nor_with_months(
    client, nichinan, people, months, django_assert_num_queries
):
    cohort = make_cohort(nichinan.program, number=7, starts_on=(NOVEMBER - months).first)
    for _ in range(people):
        enrollment = make_enrollment(cohort)
        for month in Month.between(NOVEMBER - months, NOVEMBER):
            make_earning(enrollment, 1_000, month.first)
    drain()
    client.force_login(nichinan.director)
    client.get(f"{URL}?cohort=7")
    with django_assert_num_queries(
        14
    ):  # one of them for the announcements, one for the phase, one for what is to be checked
        client.get(f"{URL}?cohort=7")
