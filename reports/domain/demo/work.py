"""What the invented people do for their pay: jobs with plausible titles, prices, fees and hours."""

import datetime as dt
from random import Random

from workers.domain.earnings import Entry

# title with its amount, yen for one (after fees)
JOBS = (
    ("観光記事の作成 {}本", 3_000),
    ("商品説明文の作成 {}点", 450),
    ("アンケートの入力 {}件", 40),
    ("音声の文字起こし {}分", 110),
    ("SNS投稿文の作成 {}本", 700),
    ("返礼品の紹介文 {}品", 900),
    ("名刺データの入力 {}枚", 30),
    ("バナー画像の作成 {}点", 3_500),
    ("レシピ記事の書き直し {}本", 1_500),
    ("議事録の清書 {}件", 4_000),
    ("商品写真の切り抜き {}枚", 90),
    ("地図データの確認 {}件", 60),
    ("メールマガジンの執筆 {}通", 4_500),
    ("案内文の校正 {}本", 1_200),
    ("受注データの入力 {}件", 55),
)
CLIENTS = (
    "南風トラベル編集部",
    "こもれび商店",
    "あかり製作所",
    "しらかば書房",
    "日なた食品",
    "まちの記録室",
    "つばめ通販",
    "",
)
TEAM_CLIENTS = ("市役所 広報担当", "観光案内所", "道の駅 ひだまり", "農産物直売所", "商店会")
FEE_PER_MILLE = {"crowdworks": 220, "lancers": 165, "team": 0, "direct": 0}


def entries_of_month(
    random: Random, *, net: int, days: list[dt.date], sources: dict[str, float], skill: float
) -> list[Entry]:
    """One person's pays of a month, together about `net` yen after fees, confirmed on some of `days`.

    `skill` from 0 to 1 raises what an hour is worth.
    """
    count = max(1, min(9, round(net / random.uniform(5_000, 15_000))))
    weights = [random.uniform(0.5, 1.5) for _ in range(count)]
    parts = [max(300, int(net * weight / sum(weights))) for weight in weights]
    return [_entry(random, part, random.choice(days), sources, skill) for part in parts]


def _entry(random: Random, net: int, day: dt.date, sources: dict[str, float], skill: float) -> Entry:
    source = random.choices(list(sources), list(sources.values()))[0]
    title, price = random.choice([job for job in JOBS if job[1] <= net] or [JOBS[2]])
    gross = max(330, round(net * 1000 / (1000 - FEE_PER_MILLE[source]) / 110) * 110)
    fee = gross * FEE_PER_MILLE[source] // 1000
    hourly = random.uniform(450, 750) + 650 * skill
    return Entry(
        earned_on=day,
        worked_on=day - dt.timedelta(days=random.randint(0, 6)),
        source=source,
        title=title.format(max(1, round(net / price))),
        client=random.choice(TEAM_CLIENTS if source == "team" else CLIENTS),
        gross=gross,
        platform_fee=fee,
        transfer_fee=100 if source in ("crowdworks", "lancers") and gross > 5_000 and random.random() < 0.3 else 0,
        withholding=int(gross / 1.1 * 0.1021) if source == "direct" else 0,
        minutes=min(6_000, round(net / hourly * 60 / 5) * 5),
    )
