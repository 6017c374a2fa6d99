"""What must be true before a phase begins: each condition, as it is found and as it is worded."""

import datetime as dt
from fractions import Fraction

import pytest
from django.utils import timezone, translation

from programs.domain import phase_conditions as asked
from programs.domain.fundings import own_revenue_share, years_of_money
from programs.domain.phases import conditions_for
from programs.models import Membership, User
from programs.templatetags.phases import _MENDED_AT, _SENTENCES, ASKED, found, percent
from tests.make import make_director
from tests.make_phases import (
    hold_seminar,
    make_funding,
    make_partner,
    make_ready_for_establishment,
    make_ready_for_introduction,
)

TODAY = dt.date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def words(finding) -> str:
    with translation.override("ja"):
        return found(finding)


def test_nothing_is_asked_before_the_first_phase(nichinan):
    assert conditions_for(nichinan.program, "awareness", TODAY) == []


def test_the_introduction_asks_six_things(nichinan):
    findings = conditions_for(nichinan.program, "introduction", TODAY)
    assert [(one.code, one.met) for one in findings] == [
        ("town_pays", False),
        ("operator_pays", False),
        ("platform_pays", False),
        ("director", True),
        ("official", True),
        ("seminar", False),
    ]
    make_ready_for_introduction(nichinan)
    assert all(one.met for one in conditions_for(nichinan.program, "introduction", TODAY))


def test_the_establishment_asks_four_things(nichinan):
    findings = conditions_for(nichinan.program, "establishment", TODAY)
    assert [(one.code, one.met) for one in findings] == [
        ("director", True),
        ("deputy", False),
        ("own_revenue", False),
        ("public_money", False),
    ]
    make_ready_for_establishment(nichinan)
    assert all(one.met for one in conditions_for(nichinan.program, "establishment", TODAY))


def test_every_condition_has_its_words(nichinan):
    codes = {one.code for phase in asked.CONDITIONS for one in conditions_for(nichinan.program, phase, TODAY)}
    assert (codes, codes, codes) == (set(ASKED), set(_SENTENCES), set(_MENDED_AT))


def test_another_towns_partners_people_money_and_seminars_do_not_count(nichinan, komagane):
    make_ready_for_introduction(komagane)
    make_ready_for_establishment(komagane)
    met = {one.code for phase in asked.CONDITIONS for one in conditions_for(nichinan.program, phase, TODAY) if one.met}
    assert met == {"director", "official"}


# -- partners ----------------------------------------------------------------------------------------
def test_a_partner_counts_when_what_they_pay_for_is_written(nichinan):
    partner = make_partner(nichinan.program, "operator", name="あぶらつ工房", pays_for="  ")
    finding = asked.partner_pays(nichinan.program, TODAY, role="operator")
    assert (finding.met, finding.found["partner"]) == (False, partner.pk)
    assert words(finding) == "あぶらつ工房：負担するものが書かれていません。"
    make_partner(nichinan.program, "operator", name="こまくさ", pays_for="備品")
    finding = asked.partner_pays(nichinan.program, TODAY, role="operator")
    assert (finding.met, words(finding)) == (True, "こまくさ：備品")


@pytest.mark.parametrize(
    ("joined_on", "left_on", "met"),
    [
        (TODAY, None, True),
        (dt.date(2026, 11, 23), None, False),
        (dt.date(2026, 4, 1), TODAY, False),
        (dt.date(2026, 4, 1), dt.date(2026, 11, 23), True),
    ],
)
def test_a_partner_counts_while_in_force(nichinan, joined_on, left_on, met):
    make_partner(nichinan.program, "town", joined_on=joined_on, left_on=left_on)
    assert asked.partner_pays(nichinan.program, TODAY, role="town").met is met


def test_a_role_nobody_has_says_so(nichinan):
    make_partner(nichinan.program, "other")
    finding = asked.partner_pays(nichinan.program, TODAY, role="platform")
    assert words(finding) == "この役割を担う連携先が、まだ書かれていません。"


# -- people ------------------------------------------------------------------------------------------
def test_a_director_who_left_is_no_longer_in_place(nichinan):
    assert asked.director_in_place(nichinan.program, TODAY).met
    Membership.objects.filter(user=nichinan.director).update(left_on=TODAY)
    finding = asked.director_in_place(nichinan.program, TODAY)
    assert (finding.met, words(finding)) == (False, "まだ誰もいません。")


def test_the_deputy_is_a_second_person(nichinan):
    finding = asked.deputy_in_place(nichinan.program, TODAY)
    assert (finding.met, words(finding)) == (False, "1人：黒木 沙織（2024年4月1日（月）から）")
    make_director(nichinan.program, "小町谷 亮")
    finding = asked.deputy_in_place(nichinan.program, TODAY)
    assert finding.met
    assert words(finding) == "2人：黒木 沙織（2024年4月1日（月）から）、小町谷 亮（2024年4月1日（月）から）"


def test_a_viewer_or_a_closed_account_is_no_deputy(nichinan):
    viewer = make_director(nichinan.program, "議員")
    Membership.objects.filter(user=viewer).update(role="viewer")
    gone = make_director(nichinan.program, "退職者")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert not asked.deputy_in_place(nichinan.program, TODAY).met


def test_the_official_is_the_towns(nichinan):
    assert asked.official_in_place(nichinan.program, TODAY).met
    Membership.objects.filter(user=nichinan.official).update(joined_on=dt.date(2026, 11, 23))
    assert not asked.official_in_place(nichinan.program, TODAY).met


# -- seminars ----------------------------------------------------------------------------------------
def test_a_seminar_counts_when_it_is_over(nichinan):
    hold_seminar(nichinan.program, dt.date(2026, 11, 23))
    finding = asked.seminar_held(nichinan.program, TODAY)
    assert (finding.met, words(finding)) == (False, "まだ開いていません。")
    hold_seminar(nichinan.program, dt.date(2026, 11, 22))  # from 10 to 12, and it is noon
    hold_seminar(nichinan.program, dt.date(2026, 5, 9))
    finding = asked.seminar_held(nichinan.program, TODAY)
    assert (finding.met, words(finding)) == (
        True,
        "2回（はじめ 2026年5月9日（土）、最近 2026年11月22日（日））",
    )


def test_a_cancelled_seminar_or_a_course_is_none(nichinan):
    session = hold_seminar(nichinan.program)
    session.cancelled_at = timezone.now()
    session.save()
    hold_seminar(nichinan.program, kind="course")
    assert not asked.seminar_held(nichinan.program, TODAY).met


def test_on_an_earlier_day_a_later_seminar_was_not_held_yet(nichinan):
    hold_seminar(nichinan.program, dt.date(2026, 5, 9))
    assert not asked.seminar_held(nichinan.program, dt.date(2026, 5, 8)).met
    assert asked.seminar_held(nichinan.program, dt.date(2026, 5, 9)).met


# -- own revenue ---------------------------------------------------------------------------------------
def test_the_share_of_own_revenue_is_exact(nichinan):
    make_funding(nichinan.program, 2025, "national", 2)
    make_funding(nichinan.program, 2025, "own_revenue", 1)
    assert own_revenue_share(nichinan.program, 2025) == Fraction(1, 3)
    assert own_revenue_share(nichinan.program, 2024) is None
    make_funding(nichinan.program, 2024, "town", 0)
    assert own_revenue_share(nichinan.program, 2024) is None


def test_other_money_counts_in_the_whole_and_is_not_public(nichinan):
    for kind in ("national", "prefecture", "town", "own_revenue", "other"):
        make_funding(nichinan.program, 2025, kind, 1_000)
    (year,) = years_of_money(nichinan.program)
    assert (year.total, year.public, year.own, year.own_share) == (5_000, 3_000, 1_000, Fraction(1, 5))


@pytest.mark.parametrize(("own", "met"), [(499_999, False), (500_000, True), (500_001, True)])
def test_own_revenue_reaches_the_share_exactly(nichinan, own, met):
    nichinan.program.own_share_goal = 50
    make_funding(nichinan.program, 2025, "own_revenue", own)
    make_funding(nichinan.program, 2025, "town", 500_000)
    assert asked.own_revenue_reached(nichinan.program, TODAY).met is met


def test_without_an_agreed_share_it_is_never_met(nichinan):
    make_funding(nichinan.program, 2025, "own_revenue", 1_000_000)
    finding = asked.own_revenue_reached(nichinan.program, TODAY)
    assert (finding.met, finding.found["goal"]) == (False, None)
    assert words(finding) == (
        "2025年度（令和7年度）：100%（1,000,000円のうち1,000,000円）。割合はまだ合意されていません。"
    )


def test_the_running_year_does_not_count_yet(nichinan):
    nichinan.program.own_share_goal = 50
    make_funding(nichinan.program, 2026, "own_revenue", 1_000_000)
    finding = asked.own_revenue_reached(nichinan.program, TODAY)
    assert (finding.met, words(finding)) == (
        False,
        "終わった年度の金額が、まだ書かれていません。合意した割合：50%。",
    )
    assert asked.own_revenue_reached(nichinan.program, dt.date(2027, 3, 31)).met is False
    assert asked.own_revenue_reached(nichinan.program, dt.date(2027, 4, 1)).met is True


def test_the_last_complete_year_with_figures_decides(nichinan):
    nichinan.program.own_share_goal = 50
    make_funding(nichinan.program, 2023, "own_revenue", 1)
    make_funding(nichinan.program, 2024, "town", 1)
    make_funding(nichinan.program, 2025, "town", 0)
    assert asked.own_revenue_reached(nichinan.program, TODAY).found["year"] == 2024


def test_a_share_is_never_rounded_up():
    assert [percent(share) for share in (Fraction(3996, 10000), Fraction(2, 5), Fraction(1, 3), Fraction(0), None)] == [
        "39.9%",
        "40%",
        "33.3%",
        "0%",
        "—",
    ]


# -- public money --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("before", "last", "met"), [(10, 9, True), (10, 10, True), (10, 11, False)])
def test_public_money_must_not_rise(nichinan, before, last, met):
    make_funding(nichinan.program, 2024, "national", before * 1_000_000)
    make_funding(nichinan.program, 2025, "prefecture", last * 1_000_000 - 1)
    make_funding(nichinan.program, 2025, "town", 1)
    make_funding(nichinan.program, 2025, "own_revenue", 99_000_000)
    assert asked.public_money_not_rising(nichinan.program, TODAY).met is met


def test_a_year_without_figures_is_named(nichinan):
    make_funding(nichinan.program, 2024, "national", 1_000_000)
    make_funding(nichinan.program, 2026, "national", 1)
    finding = asked.public_money_not_rising(nichinan.program, TODAY)
    assert (finding.met, finding.found["missing"]) == (False, [2025])
    assert words(finding) == "2024年度（令和6年度）：1,000,000円、2025年度（令和7年度）：まだ書かれていません"
