"""From the first sign-in of a town's official to a closed month: the main job, by its three people, in real windows."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program
from programs.shared.month import Month
from programs.shared.wareki import format_wareki as wareki
from tests.browser.cast import today
from tests.browser.conftest import PHONE, Visitor
from tests.browser.earning_form import choose_day_in_words, month_comes_to, record_button
from tests.browser.looking import POINTER, faults
from tests.make import make_director, make_municipality, make_official

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

PASSWORD = "hinata-no-michi-42"
NAME = "﨑田 恭"


@pytest.fixture
def months() -> SimpleNamespace:
    now = Month.of(today())
    return SimpleNamespace(now=now, last=now - 1)


def sign_in_at_the_door(visitor: Visitor, email: str) -> None:
    page = visitor.go("/accounts/login/")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_label("パスワード", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.locator(".error")).to_have_count(0)


def make_program(page: Page, months) -> None:
    page.get_by_role("link", name="事業", exact=True).first.click()
    page.get_by_role("link", name="事業をつくる").first.click()
    page.locator("#id_name").fill("クラウドワーカー育成事業")
    page.locator("#id_slug").fill("nichinan")
    page.locator("#id_started_on").fill(wareki(months.last.first))
    page.locator("#id_default_target").fill("２００，０００円")
    page.locator("#id_monthly_order_goal").fill("1,000,000")
    save(page)
    expect(page.locator("#result_list tbody tr")).to_contain_text("200,000円")


def make_cohort(page: Page, months) -> None:
    page.get_by_role("link", name="期", exact=True).first.click()
    page.get_by_role("link", name="期をつくる").first.click()
    page.locator("#id_number").fill("1")
    page.locator("#id_capacity").fill("3")
    page.locator("#id_starts_on").fill(months.last.first.isoformat())
    page.locator("#id_target").fill("150,000")
    for row, (month, target) in enumerate([("1", "50,000"), ("2", "８０，０００")]):
        page.locator(f"#id_ramp_steps-{row}-from_month").fill(month)
        page.locator(f"#id_ramp_steps-{row}-target").fill(target)
    save(page)
    expect(page.locator("#result_list tbody tr")).to_contain_text(re.compile(r"150,000\s*円"))


def add_participant(page: Page, months) -> None:
    page.get_by_role("link", name="ワーカー名簿").first.click()
    page.get_by_role("link", name="ワーカーを登録する").first.click()
    family, given = NAME.split()
    page.locator("#id_family_name").fill(family)
    page.locator("#id_given_name").fill(given)
    page.locator("#id_family_name_kana").fill("さきた")
    page.locator("#id_given_name_kana").fill("ｷｮｳ")
    save(page)
    expect(page.locator("#result_list tbody tr")).to_contain_text("サキタ キョウ")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_role("link", name="期に加える").click()
    page.locator("#id_cohort").select_option(index=1)
    page.locator("#id_joined_on").fill(months.last.first.isoformat())
    save(page)


def print_slip(page: Page) -> str:
    """The address written on the paper and the code under it, as «address code»."""
    page.get_by_role("link", name="招待状を印刷").first.click()
    page.get_by_role("link", name=re.compile("ワーカーの招待状")).first.click()
    page.get_by_label(NAME).check()
    page.get_by_role("button", name="招待状を作る").click()
    expect(page.locator(".slip-to")).to_contain_text(NAME)
    expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    assert faults(page, POINTER) == []
    return f"{page.locator('.slip-door').inner_text()} {page.locator('.slip-code').inner_text()}"


def official_prepares(official: Visitor, months) -> str:
    sign_in_at_the_door(official, "kenichi@example.jp")
    page = official.go("/admin/")
    make_program(page, months)
    make_cohort(page, months)
    add_participant(page, months)
    return print_slip(page)


def worker_comes_in(worker: Visitor, slip: str) -> None:
    door, code = slip.split()
    page = worker.go(door)
    page.get_by_label("招待コード").fill(code.lower())
    page.get_by_role("button", name="次へ").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    page.get_by_label("メールアドレス").fill("kyo@example.jp")
    page.get_by_label("新しいパスワード").fill(PASSWORD)
    page.get_by_label("同じパスワードをもう一度").fill(PASSWORD)
    page.get_by_role("button", name="登録する").tap()


def sees_home(page: Page, *, amount: str, left: str) -> None:
    lead = page.locator("#home-month")
    expect(lead.locator(".sum-line").nth(1)).to_contain_text(re.compile(rf"^\s*{amount}\s*円"))
    expect(lead.locator(".far")).to_contain_text(re.compile(rf"{left}\s*円"))
    expect(lead).to_contain_text("計画 8万")


def worker_records(page: Page, months) -> None:
    page.get_by_role("link", name="収入を記録する", exact=True).tap()
    page.get_by_label("仕事の名前").fill("観光案内の記事 3本")
    page.locator("#id_gross").fill("１２，０００円")
    choose_day_in_words(page, wareki(months.now.first))
    strip, dock = page.locator("#earning-strip"), page.locator("#earning-dock")
    expect(strip.locator("dd")).to_have_text(["12,000円", "2,640円", re.compile(r"9,360\s*円")])
    expect(dock).to_contain_text(re.compile(r"0\s*円\s*→.*9,360\s*円", re.DOTALL))
    record_button(page).tap()
    expect(page.get_by_text("「観光案内の記事 3本」を記録しました。")).to_be_visible()
    month_comes_to(page, "9,360")


def worker_repeats(page: Page) -> None:
    page.get_by_role("link", name="ホーム").tap()
    sees_home(page, amount="9,360", left="140,640")
    page.get_by_role("link", name="収入を記録する", exact=True).tap()
    page.get_by_role("link", name=re.compile("同じ仕事をもう一度")).tap()
    expect(page.locator("#id_gross")).to_have_value("12,000")
    expect(page.locator("#earning-dock")).to_contain_text(re.compile(r"9,360\s*円\s*→.*18,720\s*円", re.DOTALL))
    record_button(page).tap()
    month_comes_to(page, "18,720")


def worker_changes_one_and_removes_the_other(page: Page) -> None:
    page.locator("#earning-month li a").first.tap()
    page.get_by_label("仕事の名前").fill("観光案内の記事 4本")
    page.locator("#id_gross").fill("１５，０００")
    expect(page.locator("#earning-dock")).to_contain_text(re.compile(r"18,720\s*円\s*→.*21,060\s*円", re.DOTALL))
    page.get_by_role("button", name="直した内容を保存する").tap()
    month_comes_to(page, "21,060")
    page.locator("#earning-month li a", has_text="3本").tap()
    page.get_by_role("link", name="この記録を消す").tap()
    expect(page.locator("main")).to_contain_text("9,360円")
    page.get_by_role("button", name="消す", exact=True).tap()
    expect(page.get_by_text("「観光案内の記事 3本」を消しました。")).to_be_visible()
    month_comes_to(page, "11,700")


def worker_answers(page: Page, months) -> None:
    page.get_by_role("link", name="収入", exact=True).tap()
    page.get_by_role("button", name="収入はなかった").tap()
    row = page.locator("#earning-list li", has_text=f"{months.last.number}月").last
    expect(row).to_contain_text("収入なし")
    expect(page.get_by_role("button", name="収入はなかった")).to_have_count(0)


def director_drills(director: Visitor, months) -> None:
    sign_in_at_the_door(director, "saori@example.jp")
    page = director.page
    tiles = page.locator(".stat")
    expect(tiles.nth(0)).to_contain_text(re.compile(rf"{months.now.number}月の合計\s*11,700\s*円"))
    expect(tiles.nth(1)).to_contain_text(re.compile(r"11,700\s*円"))
    expect(tiles.nth(2)).to_contain_text(re.compile(r"0\s*人"))
    tiles.nth(0).get_by_role("link").click()
    row = page.locator("table tbody tr", has_text=NAME)
    expect(row).to_contain_text(re.compile(r"11,700\s*円"))
    expect(page.locator("table tbody tr", has_text="円")).to_have_count(1)
    row.get_by_role("link", name=NAME).first.click()
    entry = page.locator("#entries tbody tr")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("観光案内の記事 4本")
    expect(entry.locator("td.num")).to_have_text(["15,000円", "3,300円", re.compile(r"11,700\s*円")])


def official_closes(official: Visitor, months) -> None:
    page = official.go(f"/admin/?month={months.last}")
    page.get_by_role("link", name=f"{months.last.number}月を締める").click()
    expect(page.locator("main")).to_contain_text("0円")
    page.get_by_role("button", name="月を締める").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("終わった月はすべて締めてあります")


def worker_is_refused(page: Page, months) -> None:
    page.get_by_role("link", name="収入を記録する", exact=True).tap()
    page.get_by_role("radio", name=re.compile("直接")).check()
    page.get_by_label("仕事の名前").fill("先月の仕事")
    page.locator("#id_gross").fill("5,000")
    choose_day_in_words(page, wareki(months.last.last))
    record_button(page).tap()
    sentence = (
        f"＊{months.last.year}年{months.last.number}月は{today().month}月{today().day}日に押川 健一さんが締めました。"
    )
    expect(page.locator("#id_earned_on_error")).to_contain_text(sentence)
    expect(page.locator("#id_typed_day")).to_have_value(wareki(months.last.last))
    expect(page.locator("#id_gross")).to_have_value("5,000")


def official_reopens(official: Visitor, months) -> None:
    page = official.go(f"/admin/?month={months.last}")
    expect(page.locator(".badge", has_text="締め")).to_be_visible()
    page.get_by_role("link", name="開け直す").click()
    page.get_by_role("button", name="月を開け直す").click()
    expect(page.locator("#id_reason_error")).to_contain_text("＊")
    page.get_by_label("理由").fill("先月分の記録もれが見つかったため")
    page.get_by_role("button", name="月を開け直す").click()
    expect(page.get_by_role("link", name=f"{months.last.number}月を締める")).to_be_visible()


def test_from_slip_to_dashboard_to_a_closed_month(visitor, months):
    town = make_municipality()
    make_official(town, email="kenichi@example.jp", password=PASSWORD)
    official, worker, director = visitor(), visitor(PHONE, touch=True), visitor()
    slip = official_prepares(official, months)

    worker_comes_in(worker, slip)
    page = worker.page
    sees_home(page, amount="0", left="150,000")
    worker_records(page, months)
    worker_repeats(page)
    worker_changes_one_and_removes_the_other(page)
    worker_answers(page, months)

    make_director(Program.objects.get(), email="saori@example.jp", password=PASSWORD)
    director_drills(director, months)

    official_closes(official, months)
    worker.refusals_expected = True
    worker_is_refused(page, months)
    official_reopens(official, months)
    record_button(page).tap()
    month_comes_to(page, "5,000")
