"""The demo's phases: who carries each program, what it cost year by year, and when it moved from phase to phase."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from programs.domain.phases import conditions_for
from programs.models import Funding, Partner, Program, ProgramPhase
from programs.models.program_phase import Phase
from programs.shared.month import Month
from reports.domain.demo.lives import first_month
from reports.domain.demo.towns import Town, noon

Yen = int
CURRENT = 0  # fiscal years are counted back from the current one


@dataclass(frozen=True)
class PhasePlan:
    """`entered`: phase and the month (1-24 of the demo) it began in, 0 for the program's start; amounts in yen."""

    partners: tuple[tuple[str, str, str, str], ...]
    entered: tuple[tuple[Phase, int], ...]
    money: dict[int, tuple[tuple[str, str, Yen], ...]]
    goal: int | None = None
    reason: str = ""


GRANTS = {
    3: "デジタル田園都市国家構想交付金",
    2: "デジタル田園都市国家構想交付金",
    1: "第2世代交付金",
    0: "地域未来交付金",
}


def _year(back: int, national: Yen, prefecture: Yen, town: Yen, own: Yen) -> tuple[tuple[str, str, Yen], ...]:
    rows = (
        ("national", GRANTS[back], national),
        ("prefecture", "県の市町村支援補助金", prefecture),
        ("town", "一般会計", town),
        ("own_revenue", "受注手数料", own),
    )
    return tuple(row for row in rows if row[2])


PLATFORM = "まどぐちワークス株式会社（架空）"
PLANS = {
    "nichinan": PhasePlan(
        partners=(
            ("town", "商工政策課", "募集と選考、コワーキングの席", "会場、広報、ディレクターの委託費"),
            ("operator", "", "ディレクターの配置、チームの仕事の受注", "事務所と備品"),
            ("platform", PLATFORM, "立ち上げの研修、仕事の紹介", "研修の講師料"),
        ),
        entered=((Phase.AWARENESS, 0), (Phase.INTRODUCTION, 1)),
        money={
            2: _year(2, 5_000_000, 1_000_000, 4_000_000, 300_000),
            1: _year(1, 4_500_000, 500_000, 4_000_000, 1_200_000),
            CURRENT: _year(0, 3_500_000, 0, 4_000_000, 2_100_000),
        },
        reason="市の施策として第1期の募集を先に始めることを、関係者会議で確認したため。",
    ),
    "komagane": PhasePlan(
        partners=(
            ("town", "商工観光課", "募集、広報、テレワーク拠点の運営", "拠点の家賃と光熱費"),
            ("operator", "", "チームの編成、営業、品質の確認", "ディレクター2人の人件費の半分"),
            ("platform", PLATFORM, "立ち上げの研修、大口案件の紹介", "研修の講師料、システム利用料の割引"),
            ("other", "駒ヶ根商工会議所（架空）", "地元の会社への声かけ", "セミナーの共催費"),
        ),
        entered=((Phase.AWARENESS, 0), (Phase.INTRODUCTION, 1), (Phase.ESTABLISHMENT, 23)),
        money={
            3: _year(3, 14_000_000, 3_000_000, 6_000_000, 2_400_000),
            2: _year(2, 10_500_000, 2_000_000, 6_000_000, 8_900_000),
            1: _year(1, 6_000_000, 1_000_000, 6_000_000, 11_600_000),
            CURRENT: _year(0, 3_000_000, 0, 6_000_000, 13_400_000),
        },
        goal=30,
        reason="第1期の説明会を県の合同説明会として開いたため。記録は県にある。",
    ),
    "homura": PhasePlan(
        partners=(
            ("town", "企画課", "募集と広報", "ディレクターの委託費"),
            ("operator", "", "ディレクターの配置、仕事の受注", "事務所"),
            ("platform", PLATFORM, "立ち上げの研修", ""),
        ),
        entered=((Phase.AWARENESS, 0), (Phase.INTRODUCTION, 1)),
        money={
            2: _year(2, 6_000_000, 0, 2_000_000, 200_000),
            1: _year(1, 6_000_000, 0, 3_500_000, 150_000),
            CURRENT: _year(0, 0, 0, 5_000_000, 40_000),
        },
        reason="交付金の年度内に第1期を始める必要があったため。プラットフォームの負担は協議中。",
    ),
}


def fill_phases(town: Town, *, random: Random, today: dt.date) -> None:
    """Partners from the program's start, money of each fiscal year, and the moves as they were found on their days."""
    plan, program = PLANS[town.plan.slug], town.program
    program.own_share_goal = plan.goal
    program.save(update_fields=["own_share_goal"])
    Partner.objects.bulk_create(
        [
            Partner(
                program=program,
                role=role,
                name=name or town.plan.operator,
                does=does,
                pays_for=pays_for,
                joined_on=program.started_on,
            )
            for role, name, does, pays_for in plan.partners
        ]
    )
    _write_money(program, plan, random, today)
    _move(town, plan, today)


def _write_money(program: Program, plan: PhasePlan, random: Random, today: dt.date) -> None:
    this_year = Month.of(today).fiscal_year
    Funding.objects.bulk_create(
        [
            Funding(
                program=program,
                fiscal_year=this_year - back,
                kind=kind,
                name=name,
                # what was budgeted is round, what was earned is not
                amount=amount + (random.randint(0, 900) * 100 if kind == "own_revenue" and back else 0),
            )
            for back, rows in plan.money.items()
            for kind, name, amount in rows
        ]
    )


def _move(town: Town, plan: PhasePlan, today: dt.date) -> None:
    before: ProgramPhase | None = None
    for phase, number in plan.entered:
        month = first_month(today) + (number - 1)
        began_on = month.first + dt.timedelta(days=3) if number else town.program.started_on
        findings = conditions_for(town.program, phase, began_on)
        unmet = any(not finding.met for finding in findings)
        if before:
            before.ended_on = began_on
            before.save(update_fields=["ended_on"])
        before = ProgramPhase.objects.create(
            program=town.program,
            phase=phase,
            began_on=began_on,
            moved_by=town.official_on(began_on),
            findings=[finding.as_json() for finding in findings],
            reason=plan.reason if unmet else "",
        )
        ProgramPhase.objects.filter(pk=before.pk).update(moved_at=noon(began_on, 15))
