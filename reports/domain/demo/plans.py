"""The three demo towns as data: how many people, when, how busy, how it goes with them.

Proportions as published (invented people in them): Nichinan's first cohort had three members, each near 150,000 yen;
Komagane about 200 registered, 40 to 50 active a month, 30 to 40 thousand yen each. The third town does not exist.
"""

from dataclasses import dataclass, field

Curve = tuple[tuple[int, float], ...]  # (month number 1-24, value), straight lines between

RAMP_NAME = "標準の階段（2年で20万円）"
RAMP = {1: 10_000, 3: 30_000, 6: 60_000, 10: 100_000, 16: 150_000, 22: 200_000}
GENTLE_RAMP_NAME = "ゆるやかな階段（家事・育児と両立）"
GENTLE_RAMP = {1: 5_000, 4: 10_000, 7: 30_000, 13: 50_000, 19: 80_000}


@dataclass(frozen=True)
class CohortPlan:
    starts_in: int  # month number of the demo's 24
    people: int
    ramp: str = GENTLE_RAMP_NAME


@dataclass(frozen=True)
class StaffPlan:
    role: str
    name: str
    email: str
    since: int  # month number of the demo's 24; 0 from before
    until: int | None = None  # gone from this month's first day on


@dataclass(frozen=True)
class Leaving:
    reason: str
    month: int
    employer: str = ""
    who: int | None = None  # the how-manieth of the town; otherwise by lot


@dataclass(frozen=True)
class Rest:
    reason: str
    month: int
    months: int


@dataclass(frozen=True)
class TownPlan:
    slug: str
    code: str
    prefecture: str
    name: str
    name_kana: str
    program: str
    operator: str
    cohorts: tuple[CohortPlan, ...]
    staff: tuple[StaffPlan, ...]
    active: Curve
    mean: Curve  # yen after fees, of the active
    spread: float  # sigma of the logarithm: how unequal
    keep: float  # who worked last month works again with this chance
    sources: dict[str, float]
    team_share: Curve  # added to sources as "team"
    answered: Curve  # share of people who answer a month's question
    verified: Curve
    left_open: int  # past months not signed off yet
    leavings: tuple[Leaving, ...] = ()
    rests: tuple[Rest, ...] = ()
    own_plans: int = 0
    reopens: bool = False  # one month was signed off twice
    accounts: tuple[tuple[int, str], ...] = field(default=())  # (how-manieth, e-mail)


NICHINAN = TownPlan(
    slug="nichinan",
    code="452041",
    prefecture="宮崎県",
    name="日南市",
    name_kana="ニチナンシ",
    program="月収20万円プロジェクト（デモ）",
    operator="株式会社あぶらつ工房（架空）",
    cohorts=(CohortPlan(starts_in=1, people=3, ramp=RAMP_NAME),),
    staff=(
        StaffPlan("official", "押川 健一", "official-before@nichinan.example", 0, 17),
        StaffPlan("official", "川越 理沙", "official@nichinan.example", 17),
        StaffPlan("director", "黒木 沙織", "director@nichinan.example", 0),
    ),
    active=((1, 3), (24, 3)),
    mean=((1, 14_000), (4, 38_000), (8, 66_000), (12, 92_000), (18, 128_000), (24, 152_000)),
    spread=0.12,
    keep=1.0,
    sources={"crowdworks": 0.8, "lancers": 0.1, "direct": 0.1},
    team_share=((1, 0), (24, 0.1)),
    answered=((1, 1), (22, 1), (23, 0.7)),
    verified=((1, 0.9), (24, 0.9)),
    left_open=1,
    leavings=(Leaving("hired", 21, "油津ソフトウェア株式会社（架空）", who=2),),
    own_plans=1,
    accounts=((0, "worker@nichinan.example"), (1, "worker2@nichinan.example"), (2, "worker3@nichinan.example")),
)

KOMAGANE = TownPlan(
    slug="komagane",
    code="202100",
    prefecture="長野県",
    name="駒ヶ根市",
    name_kana="コマガネシ",
    program="テレワークで働くまちづくり事業（デモ）",
    operator="一般社団法人こまくさワークス（架空）",
    cohorts=(
        CohortPlan(1, 78),
        CohortPlan(4, 42),
        CohortPlan(8, 34),
        CohortPlan(12, 28),
        CohortPlan(16, 24),
        CohortPlan(20, 18),
    ),
    staff=(
        StaffPlan("official", "唐木 昌平", "official@komagane.example", 0),
        StaffPlan("director", "宮下 真由", "director@komagane.example", 0),
        StaffPlan("director", "小町谷 亮", "director2@komagane.example", 8),
        StaffPlan("viewer", "春日 恵子", "viewer@komagane.example", 12),
    ),
    active=((1, 36), (3, 41), (12, 46), (24, 47)),
    mean=((1, 18_000), (4, 31_000), (12, 34_500), (24, 37_000)),
    spread=0.75,
    keep=0.9,
    sources={"crowdworks": 0.3, "lancers": 0.08, "direct": 0.04},
    team_share=((1, 0.4), (24, 0.65)),
    answered=((1, 0.7), (24, 0.86)),
    verified=((1, 0.6), (24, 0.85)),
    left_open=2,
    leavings=(
        *(Leaving("hired", month, "市内の会社（架空）") for month in (9, 14, 18, 23)),
        *(Leaving("started_business", month, "個人事業（架空）") for month in (13, 20)),
        *(Leaving("moved", month) for month in (6, 11, 16, 17, 22)),
        *(Leaving("care", month) for month in (5, 8, 15, 19)),
        *(Leaving("income", month) for month in (4, 7, 10, 12, 16, 21)),
        *(Leaving("completed", month) for month in (24,)),
        *(Leaving("unknown", month) for month in (10, 18)),
    ),
    rests=(
        *(Rest("birth", month, 8) for month in (6, 14, 19)),
        *(Rest("farm_season", month, 2) for month in (10, 11, 22, 23)),
        *(Rest("care", month, 4) for month in (9, 17, 22)),
        *(Rest("health", month, 3) for month in (12, 21)),
        *(Rest("not_said", month, 2) for month in (7, 15, 20)),
    ),
    own_plans=14,
    reopens=True,
    accounts=((0, "worker@komagane.example"), (80, "worker2@komagane.example")),
)

HOMURA = TownPlan(
    slug="homura",
    code="479993",  # passes the check digit and belongs to no body
    prefecture="架空県",
    name="ほむら町（架空）",
    name_kana="ホムラマチ",
    program="在宅ワーク推進事業（デモ・止まりかけた町）",
    operator="ほむら町地域振興会（架空）",
    cohorts=(CohortPlan(1, 14), CohortPlan(9, 9)),
    staff=(
        StaffPlan("official", "大和田 聡", "official@homura.example", 0, 17),
        StaffPlan("director", "三浦 千佳", "director@homura.example", 0),
        StaffPlan("director", "安西 拓也", "director2@homura.example", 0, 14),
    ),
    active=((1, 9), (5, 12), (10, 14), (14, 11), (18, 6), (22, 3), (24, 2)),
    mean=((1, 14_000), (9, 27_000), (13, 24_000), (18, 13_000), (24, 6_000)),
    spread=0.5,
    keep=0.85,
    sources={"crowdworks": 0.35, "lancers": 0.05},
    team_share=((1, 0.6), (10, 0.6), (16, 0.1), (18, 0), (24, 0)),
    answered=((1, 0.9), (12, 0.85), (17, 0.3), (24, 0.05)),
    verified=((1, 0.9), (12, 0.8), (16, 0), (24, 0)),
    left_open=1,
    leavings=(
        *(Leaving("income", month) for month in (15, 18, 20, 22)),
        *(Leaving("unknown", month) for month in (17, 19, 21)),
        *(Leaving("moved", month) for month in (16,)),
    ),
    rests=(Rest("care", 12, 5), Rest("not_said", 19, 6)),
    accounts=((0, "worker@homura.example"),),
)

TOWNS = (NICHINAN, KOMAGANE, HOMURA)


def at(curve: Curve, month: int) -> float:
    """The curve's value in that month."""
    before, after = curve[0], curve[-1]
    for point in curve:
        if point[0] <= month:
            before = point
        elif point[0] > month:
            after = point
            break
    if before[0] >= after[0]:
        return before[1]
    return before[1] + (after[1] - before[1]) * (month - before[0]) / (after[0] - before[0])
