"""Every component with sample values, to look at and to test. Only where DEBUG is on."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from programs.shared.charts.bands import Band, Bands
from programs.shared.charts.cohort_lines import CohortLine, CohortLines
from programs.shared.charts.small_months import MonthBars, SmallMonth
from programs.shared.charts.staircase import Staircase
from programs.shared.charts.step_bars import StepBar, StepBars
from programs.shared.charts.trend import Trend, TrendMonth
from programs.shared.month import Month
from programs.shared.tables import Cell, Column
from programs.templatetags.money import yen

THIS = Month(2026, 11)
TARGET = 200_000
PAGES = {
    "home": "programs/gallery_home.html",
    "form": "programs/gallery_form.html",
    "door": "programs/gallery_door.html",
}
STATES = ("reached", "missed", "now", "paused", "nothing_earned", "unanswered", "no_plan")
ICON_WORDS = ("home", "yen", "case", "seat", "person", "bell", "lock", "calendar", "clock", "download", "print")
SOURCES = [
    ("crowdworks", "クラウドワークス"),
    ("team", "チームの仕事"),
    ("lancers", "ランサーズ"),
    ("direct", "直接の依頼"),
    ("else", "その他"),
]
KINDS = [("writing", "ライティング"), ("data", "データ入力")]
DAYS = [("today", "きょう 20日(金)"), ("yesterday", "きのう 19日(木)"), ("other", "ほかの日")]


class SampleForm(forms.Form):
    source = forms.ChoiceField(label="受注先", choices=SOURCES, widget=forms.RadioSelect)
    title = forms.CharField(
        label="仕事の名前",
        error_messages={"required": "仕事の名前を入れてください。あとで見て分かる短い名前で十分です。"},
    )
    gross = forms.CharField(
        label="報酬（税込）",
        help_text="全角でも、カンマつきでも大丈夫です",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    day = forms.ChoiceField(label="報酬が決まった日", choices=DAYS, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="仕事の種類", required=False, choices=KINDS)
    note = forms.CharField(label="メモ", required=False, help_text="自分だけが見ます", widget=forms.Textarea)
    agree = forms.BooleanField(label="源泉徴収があった", required=False)

    def clean_day(self) -> str:
        if self.cleaned_data["day"] == "other":
            raise forms.ValidationError(
                "10月は11月5日に締め済みです。11月の日付にするか、黒木ディレクターに訂正を頼んでください。"
            )
        return self.cleaned_data["day"]


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    typed = {"source": "crowdworks", "title": "観光記事の作成 3本", "gross": "１２，０００", "day": "today"}
    bad = SampleForm(typed | {"title": "", "day": "other"}, auto_id="bad_%s")
    return render(
        request,
        PAGES.get(request.GET.get("page", ""), "programs/gallery.html"),
        {
            "place": "日南市 第4期",
            "places": [{"label": f"日南市 第{n}期", "url": f"#{n}", "here": n == 4} for n in (4, 3)],
            "task": "収入を記録する",
            "back_url": "#back",
            "form": SampleForm(initial=typed, auto_id="good_%s"),
            "bad_form": bad,
            "states": STATES,
            "icons": ICON_WORDS,
            "month": THIS,
            "months": [THIS - n for n in range(4)],
            "today": timezone.localdate(),
            "yesterday": timezone.localdate() - timedelta(days=1),
            "page": Paginator(range(96), 10).page(4),
            **tables(),
            **charts(),
            **words(),
        },
    )


def year(amounts: list[int | None], *, plan: int = 12_500, paused: tuple[int, ...] = ()) -> list[SmallMonth]:
    """Twelve months up to now; an amount of None is a month without an answer, 0 one without income."""
    months = []
    for index, amount in enumerate(amounts):
        target = None if index in paused else plan * (index + 1)
        state = "paused" if index in paused else state_of(amount, target or 0, now=index == 11)
        months.append(SmallMonth(THIS - 11 + index, amount or 0, target, state))
    return months


def state_of(amount: int | None, target: int, *, now: bool) -> str:
    if now:
        return "now"
    if amount is None:
        return "unanswered"
    return "nothing_earned" if amount == 0 else "reached" if amount >= target else "missed"


RISING = [12_000, 27_000, 40_500, 0, 33_000, 78_000, 74_000, 101_000, 69_000, 115_000, 141_000, 132_600]
OTHERS = {
    "長友 由美子": ([n * 1000 for n in (13, 26, 40, 51, 66, 78, 90, 104, 116, 128, 144, 151)], ()),
    "田中 さつき": (RISING, (3,)),
    "髙橋 美咲": ([9_000, 0, 12_000, 31_000, None, 22_000, 41_000, 0, 52_300, 31_800, None, 18_400], (4, 5)),
}


def tables() -> dict[str, object]:
    people = [
        {"name": name, "months": year(amounts, paused=gaps), "net": amounts[-1]}
        for name, (amounts, gaps) in OTHERS.items()
    ]
    columns = [
        Column("氏名", sort_url="?s=name"),
        Column("10月の収入", number=True, sort_url="?s=net", sorted="down"),
        Column("最後の記録"),
    ]
    rows = [
        [
            Cell(name, url="#p", sub="12か月目"),
            Cell(yen(amounts[10]), number=True, label="10月の収入"),
            Cell(ago, label="最後の記録"),
        ]
        for (name, (amounts, _)), ago in zip(OTHERS.items(), ("きょう", "きのう", "11月18日"), strict=True)
    ]
    return {"people": people, "top": TARGET, "columns": columns, "rows": rows}


def charts() -> dict[str, object]:
    means = (68, 74, 71, 82, 90, 96, 101, 109, 114, 112, 122, 128, 91)
    last = {11: "latest", 12: "unfinished"}
    trend = tuple(TrendMonth(THIS - 12 + n, mean * 1000, last.get(n, "done")) for n, mean in enumerate(means))
    third = tuple(18_000 + n * 8_000 - (n % 4) * 1_500 for n in range(20))
    fourth = (10_000, 23_000, 42_000, 53_000, 62_000, 78_000, 90_000, 101_000, 106_000, 117_000, 128_000)
    first = tuple(min(14_000 + n * 7_600, 152_000) for n in range(24))
    second = tuple(min(15_000 + n * 4_400, 110_000) for n in range(24))
    lines = CohortLines(
        "期ごとの平均月収",
        (
            CohortLine("第4期", fourth, "now"),
            CohortLine("第3期", third, "main"),
            CohortLine("第1期", first, "dotted"),
            CohortLine("第2期", second, "faint"),
        ),
        target=TARGET,
    )
    names = ("1万以下", "1〜2", "2〜3", "3〜5", "5〜10", "10〜15", "15〜20")
    bands = tuple(Band(name, count) for name, count in zip(names, (0, 1, 0, 0, 1, 3, 3), strict=True))
    stairs = ((1, 10_000), (3, 40_000), (6, 80_000), (9, 120_000), (12, 160_000), (15, 200_000))
    steps = (("参加", 40), ("説明会", 32), ("はじめての収入", 24), ("目標達成", 9))
    way = tuple(StepBar(name, count, f"{count * 100 // 40}%", best=count == 9) for name, count in steps)
    return {
        "bars": MonthBars(tuple(year(RISING, paused=(3,)))),
        "trend": Trend("平均月収", trend, target=TARGET),
        "lines": lines,
        "bands": Bands("収入の帯", (*bands, Band("20万以上", 1, best=True, note="20万円に到達"))),
        "stairs": Staircase(stairs, 18),
        "way": StepBars("目標までの歩み", 40, way, ("歩み", "割合")),
    }


def words() -> dict[str, object]:
    verb = {"電話した": ("called", "phone"), "送った": ("wrote", "message"), "会った": ("met", "people")}
    return {
        "verbs": [{"label": label, "value": value, "image": image} for label, (value, image) in verb.items()],
        "crumbs": [{"label": "管理", "url": "#a"}, {"label": "期", "url": "#b"}, {"label": "第5期", "url": ""}],
        "ready": [
            {"ok": True, "text": "目標の階段がある", "url": "", "link": ""},
            {"ok": False, "text": "同意書がそろっていない", "url": "#open", "link": "6人のうち 2人が未提出"},
        ],
        "signals": [
            {"state": "full", "name": "人", "figure": "9人が10月に収入", "reason": "12人のうち休止2人、未回答1人"},
            {"state": "half", "name": "仕事", "figure": "受注残 2.6週ぶん", "reason": "目安は4週。1社で62%を占める"},
            {"state": "out", "name": "お金", "figure": "席の費用に足りない", "reason": "10月 粗利 8.4万円"},
        ],
        "facts": [
            ("自治体", "宮崎県日南市（452041）"),
            ("時点", "令和8年10月31日（10月締め）"),
            ("発行", "令和8年11月20日"),
        ],
    }
