import datetime as dt
import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from programs.shared.charts.bands import Band, Bands
from programs.shared.month import Month
from programs.shared.tables import Cell, Column
from programs.templatetags import dates, money
from programs.templatetags.icons import ICONS
from programs.views.gallery import gallery

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def japanese():
    with translation.override("ja"):
        yield


def show(component: str, **inputs) -> str:
    return render_to_string(f"components/_{component}.html", inputs)


class Sample(forms.Form):
    source = forms.ChoiceField(label="受注先", choices=[("a", "甲"), ("other", "ほかの日")], widget=forms.RadioSelect)
    title = forms.CharField(label="仕事の名前", help_text="短い名前で")
    gross = forms.CharField(label="報酬", required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_says_in_words_whether_it_is_needed():
    form = Sample()
    assert "※必須" in show("field", field=form["title"])
    assert "※任意" in show("field_yen", field=form["gross"])


def test_a_field_points_at_its_hint_and_its_error():
    html = show("field", field=Sample({"title": ""})["title"])
    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_title_helptext", "id_title_error"]
    assert [name for name in described if f'id="{name}"' in html] == described
    assert 'aria-invalid="true"' in html
    assert "<p>＊このフィールドは必須です。</p>" in html


def test_a_field_without_errors_has_no_error_box():
    assert 'class="error"' not in show("field", field=Sample()["title"])


def test_typed_amounts_stay_as_typed():
    assert 'value="１２，０００円"' in show("field_yen", field=Sample({"gross": "１２，０００円"})["gross"])


def test_chips_are_radio_buttons_with_labels_in_a_fieldset():
    html = show("chips", field=Sample({"source": "a"})["source"])
    assert html.count('type="radio"') == 2
    assert re.findall(r'<label class="chip" for="(\w+)"', html) == ["id_source_0", "id_source_1"]
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["a"]
    assert '<fieldset class="field" id="id_source"' in html
    assert "<legend" in html


def test_the_error_summary_links_to_each_place():
    html = show("error_summary", form=Sample({"once": "x"}))
    assert "2か所を直すと記録できます" in html
    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', html) == [("id_source", "受注先"), ("id_title", "仕事の名前")]
    assert show("error_summary", form=Sample({"source": "a", "title": "x"})).strip() == ""


@pytest.mark.parametrize(
    ("amount", "size", "html"),
    [
        (132_600, "hero", '<span class="money money-hero">132,600<span class="money-unit">円</span></span>'),
        (-4_100, "", '<span class="money">−4,100<span class="money-unit">円</span></span>'),
        (0, "", '<span class="money">0<span class="money-unit">円</span></span>'),
        (None, "sub", '<span class="money money-sub money-none">—</span>'),
    ],
)
def test_money(amount, size, html):
    assert show("money", amount=amount, size=size).strip() == html


@pytest.mark.parametrize(
    ("write", "amount", "text"),
    [
        (money.yen, 152_300, "152,300円"),
        (money.yen, -1, "−1円"),
        (money.yen, None, "—"),
        (money.signed_yen, 6_200, "+6,200円"),
        (money.signed_yen, -4_100, "−4,100円"),
        (money.signed_yen, 0, "±0円"),
        (money.man, 132_600, "13.3"),
        (money.signed_man, -67_000, "−6.7"),
        (money.axis, 150_000, "15万"),
        (money.axis, 75_000, "7.5万"),
        (money.axis, 0, "0"),
        (money.yen_axis, 200_000, "20万円"),
        (money.about_yen, 198_600, "約19万9千円"),
        (money.about_yen, 200_400, "約20万円"),
        (money.about_yen, 9_400, "約9千円"),
        (money.about_yen, 400, "約0円"),
        (money.about_yen, None, "—"),
    ],
)
def test_yen_in_japanese(write, amount, text):
    assert write(amount) == text


@pytest.mark.parametrize(
    ("write", "amount", "text"),
    [
        (money.yen, 152_300, "152,300 yen"),
        (money.man, 132_600, "133"),
        (money.axis, 150_000, "150k"),
        (money.yen_axis, 200_000, "¥200k"),
        (money.about_yen, 198_600, "about 199,000 yen"),
    ],
)
def test_yen_in_english(write, amount, text):
    with translation.override("en"):
        assert write(amount) == text


@pytest.mark.parametrize(
    ("write", "value", "japanese", "english"),
    [
        (dates.day, FRIDAY, "11月20日（金）", "Fri 20 Nov"),
        (dates.day_short, FRIDAY, "20日(金)", "Fri 20"),
        (dates.day_year, FRIDAY, "2026年11月20日（金）", "Fri 20 Nov 2026"),
        (dates.weekday_long, FRIDAY, "金曜", "Fri"),
        (dates.wareki, FRIDAY, "令和8年11月20日", "20 November 2026"),
        (dates.ago, dt.date(2026, 11, 22), "きょう", "Today"),
        (dates.ago, dt.date(2026, 11, 21), "きのう", "Yesterday"),
        (dates.ago, FRIDAY, "11月20日（金）", "Fri 20 Nov"),
        (dates.ago, dt.date(2025, 11, 20), "2025年11月20日（木）", "Thu 20 Nov 2025"),
        (dates.ago, dt.datetime(2026, 11, 21, 15, 30, tzinfo=dt.UTC), "きょう", "Today"),
        (dates.month_name, Month(2026, 10), "10月", "Oct"),
        (dates.month_year, Month(2026, 10), "2026年10月", "October 2026"),
        (dates.fiscal_year, 2026, "2026年度", "FY2026"),
        (dates.fiscal_year_wareki, 2026, "令和8年度", "FY2026"),
        (dates.month_n, 12, "12か月目", "month 12"),
        (dates.day, None, "—", "—"),
    ],
)
def test_days_and_months(write, value, japanese, english):
    assert write(value) == japanese
    with translation.override("en"):
        assert write(value) == english


def test_paper_says_its_day_of_issue():
    assert dates.issued_on() == "令和8年11月22日 発行"


def test_the_bottom_bar_is_silent_about_pages_that_do_not_exist():
    bar = Template(
        '{% load shell %}{% bar_item "reports:nowhere" "home" "X" %}{% bar_item "set_language" "globe" "言語" 3 %}'
    )
    html = bar.render(Context({"request": RequestFactory().get("/language/")}))
    assert re.findall(r'<a class="bar-item" href="([^"]+)"( aria-current="page")?>', html) == [
        ("/language/", ' aria-current="page"')
    ]
    assert '<span class="count">3</span><span>言語</span>' in html


def test_icons_are_hidden_from_screen_readers_and_have_no_style():
    html = Template("{% load icons %}{% for name in names %}{% icon name %}{% endfor %}").render(
        Context({"names": ICONS})
    )
    assert html.count("<svg") == html.count('aria-hidden="true"') == len(ICONS)
    assert "style" not in html


def test_a_table_says_which_way_it_is_sorted():
    columns = [Column("氏名", sort_url="?s=name"), Column("収入", number=True, sort_url="?s=net", sorted="down")]
    rows = [[Cell("髙橋 美咲", url="/1/"), Cell("12,000円", number=True, label="収入")]]
    html = show("table", caption="参加者", columns=columns, rows=rows, cards=True)
    assert re.findall(r'aria-sort="(\w+)"', html) == ["descending"]
    assert '<th role="rowheader" scope="row"><a href="/1/">髙橋 美咲</a>' in html
    assert 'data-label="収入"' in html


def test_a_chart_card_holds_the_drawing_and_its_table():
    chart = Bands("収入の帯", (Band("10〜15", 3),))
    html = show("chart_card", title="3人が10万円台", sub="10月", chart=chart, excel_url="", level="h2")
    assert html.count('role="img"') == 3
    assert '<th scope="row">10〜15</th><td class="num">3人</td>' in html
    assert "Excel" not in html


def test_the_pager_is_absent_on_a_single_page():
    assert "<nav" not in show("pager", page=Paginator(range(5), 10).page(1), query="")


def test_the_pager_keeps_the_question():
    html = show("pager", page=Paginator(range(96), 10).page(4), query="q=a&")
    assert 'href="?q=a&amp;page=5"' in html
    assert '<span aria-current="page">4</span>' in html
    assert "96件中 31〜40件目" in html


@pytest.mark.parametrize(("state", "word"), [("full", "燃えている"), ("half", "くすぶり"), ("out", "消えそう")])
def test_a_signal_has_a_shape_and_a_word(state, word):
    html = show("signal", state=state, name="人", figure="9人", reason="12人のうち")
    assert word in html
    assert html.count("drop-fill") == (0 if state == "out" else 1)


def test_a_month_at_the_end_of_the_pager_has_no_link():
    html = show("month_nav", month=Month(2026, 11), previous_url="/10/", next_url="", level="h1")
    assert re.findall(r'href="([^"]+)"', html) == ["/10/"]
    assert "<h1>2026年11月</h1>" in html


@pytest.mark.parametrize("page", ["", "home", "form", "door"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_gallery_shows_every_component(page, language, settings):
    request = RequestFactory().get("/gallery/", {"page": page})
    request.htmx = False
    with translation.override(language):
        html = gallery(request).content.decode()
    assert f'<html lang="{language}">' in html
    assert " style=" not in html
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
