"""What cannot be, through the real page: one sentence beside its field, and the typed words stay."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from programs.shared.wareki import format_wareki
from tests.browser.cast import today
from tests.browser.conftest import PHONE
from tests.browser.earning_form import choose_day_in_words, record_button
from workers.models import Earning

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

GOOD = {"title": "観光案内の記事", "gross": "１２，０００円"}
LONG = "あ" * 10_000


def fill(page: Page, values: dict[str, str]) -> None:
    """Types into the form; a day goes into the field for days in words."""
    if "typed_day" in values:
        choose_day_in_words(page, values["typed_day"])
    if "platform_fee" in values and not page.locator("#id_platform_fee").is_visible():
        page.locator("#earning-strip a").click()
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)


def bad_inputs(joined_on: dt.date) -> list[tuple[dict[str, str], str, str]]:
    """What is typed, the field that answers, and how its sentence begins."""
    first = f"{joined_on.year}年{joined_on.month}月{joined_on.day}日"
    too_high = "引かれる額の合計が報酬より大きくなっています。"
    return [
        ({"typed_day": format_wareki(today() + dt.timedelta(days=1))}, "earned_on", "まだ来ていない日です。"),
        ({"typed_day": format_wareki(joined_on - dt.timedelta(days=1))}, "earned_on", f"参加したのは{first}です。"),
        ({"typed_day": "令和8年13月3日"}, "typed_day", ""),
        ({"gross": "０円"}, "gross", "金額は1円以上で書いてください。"),
        ({"gross": "－５００"}, "gross", "金額は1円以上で書いてください。"),
        ({"gross": "１０，０００，００１"}, "gross", "金額は10,000,000円以下で書いてください。"),
        ({"gross": "一万"}, "gross", ""),
        ({"platform_fee": "12,001"}, "platform_fee", too_high),
        ({"title": LONG}, "title", "100文字以内で書いてください（今は10000文字です）。"),
        ({"title": ""}, "title", "仕事の名前を入れてください。"),
    ]


def test_each_gets_its_sentence_and_keeps_what_was_typed(town, visitor):
    one = visitor(PHONE).sign_in(town.people["worker"])
    one.refusals_expected = True
    before = Earning.objects.count()
    for change, field, sentence in bad_inputs(town.enrollment.joined_on):
        page = one.go("/earnings/add/")
        typed = GOOD | change
        fill(page, typed)
        record_button(page).click()
        said = page.locator(".field .error, fieldset .error")
        expect(said).to_have_count(1)
        expect(page.locator(f"#id_{field}_error")).to_contain_text(f"＊{sentence}")
        assert {name: page.locator(f"#id_{name}").input_value() for name in typed} == typed
    assert Earning.objects.count() == before


def test_an_emoji_in_a_title_is_fine(town, visitor):
    page = visitor(PHONE).sign_in(town.people["worker"]).go("/earnings/add/")
    fill(page, GOOD | {"title": "花火 🎆 の記事"})
    record_button(page).click()
    expect(page.locator("#earning-month")).to_contain_text("花火 🎆 の記事")
    assert Earning.objects.get(title="花火 🎆 の記事").net == 9_360


def test_another_persons_entry_is_not_there(town, visitor):
    one = visitor(PHONE).sign_in(town.people["worker"])
    one.refusals_expected = True
    theirs = Earning.objects.exclude(enrollment=town.enrollment).first()
    for verb in ("change", "repeat", "remove"):
        answer = one.context.request.get(f"{one.server}/earnings/{theirs.pk}/{verb}/")
        assert answer.status == 404
    page = one.go(f"/earnings/{theirs.pk}/change/")
    expect(page.get_by_role("link", name="ホーム")).to_be_visible()
