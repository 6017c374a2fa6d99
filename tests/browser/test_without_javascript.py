"""The worker's way with scripts switched off: the same pages, the same sentences, the same sums."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import today
from tests.browser.conftest import PHONE
from tests.browser.earning_form import month_comes_to, open_details, record_button
from tests.make import make_user
from workers.models import Earning, IncomeMonth, Worker

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

PASSWORD = "hinata-no-michi-42"
TYPED = {
    "title": "観光案内の記事 🏯",
    "gross": "１２，０００円",
    "platform_fee": "９９，９９９円",
    "client": "髙島屋 ①",
    "minutes": "９０",
}


@pytest.fixture
def page(town, visitor) -> Page:
    """Nothing earned yet this month, scripts off, at home after signing in."""
    Earning.objects.filter(enrollment=town.enrollment, earned_on__gte=town.now.first).delete()
    IncomeMonth.objects.filter(enrollment=town.enrollment, month=town.now.first).delete()
    Worker.objects.filter(user=town.people["worker"]).update(
        user=make_user("﨑田 恭", email="kyo@example.jp", password=PASSWORD)
    )
    one = visitor(PHONE, touch=True, java_script_enabled=False)
    one.refusals_expected = True
    page = one.go("/")
    page.get_by_label("メールアドレス").fill("kyo@example.jp")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).tap()
    return page


def records_with_a_slip_of_the_pen(page: Page) -> Earning:
    page.get_by_role("link", name="収入を記録する", exact=True).tap()
    open_details(page)
    page.locator("#earning-strip a", has_text="直す").tap()
    for name, value in TYPED.items():
        page.locator(f"#id_{name}").fill(value)
    record_button(page).tap()
    expect(page.locator("#id_platform_fee_error")).to_contain_text("＊引かれる額の合計が報酬より大きくなっています。")
    assert {name: page.locator(f"#id_{name}").input_value() for name in TYPED} == TYPED
    assert not Earning.objects.filter(title=TYPED["title"]).exists()
    page.locator("#id_platform_fee").fill("")
    record_button(page).tap()
    month_comes_to(page, "9,360")
    return Earning.objects.get(title=TYPED["title"])


def test_recording_changing_removing_and_answering(town, page):
    written = records_with_a_slip_of_the_pen(page)
    assert (written.gross, written.platform_fee, written.client, written.minutes) == (12_000, 2_640, "髙島屋 ①", 90)
    assert written.earned_on == today()

    page.get_by_role("link", name=re.compile("観光案内の記事")).tap()
    page.locator("#id_gross").fill("１５０００")
    page.get_by_role("button", name="直した内容を保存する").tap()
    month_comes_to(page, "11,700")

    page.get_by_role("link", name=re.compile("観光案内の記事")).tap()
    page.get_by_role("link", name="この記録を消す").tap()
    page.get_by_role("button", name="消す", exact=True).tap()
    month_comes_to(page, "0")
    assert not Earning.objects.filter(pk=written.pk).exists()

    page.get_by_role("link", name="収入", exact=True).tap()
    page.locator(f"#earning-list a[href$='/earnings/{town.now - 1}/']").tap()
    page.get_by_role("button", name="これで全部").tap()
    expect(page.locator(".notice-ok")).to_be_visible()
    assert IncomeMonth.objects.get(enrollment=town.enrollment, month=(town.now - 1).first).answer == "reported"
