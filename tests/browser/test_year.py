"""A person on a phone: an own goal and a line to watch, an expense, then the year with its line and the milestones."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EVIDENCE, PHONE
from tests.browser.looking import FINGER, faults
from workers.models import Expense, WorkerPreference

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


def test_a_person_looks_after_their_year(town, visitor):
    phone = visitor(PHONE, touch=True).sign_in(town.people["worker"])
    page = phone.go("/me/")
    page.get_by_role("link", name="目標と目安ラインの設定").click()
    page.get_by_label("自分の目標（1か月）").fill("８０，０００")
    page.get_by_label("税の扶養・配偶者控除").check()
    _seen(page, "settings")
    page.get_by_role("button", name="設定を保存する").click()
    expect(page.get_by_text("設定を保存しました。")).to_be_visible()

    page.get_by_role("link", name="仕事のために使ったお金").click()
    page.get_by_role("link", name="経費を記録する").click()
    page.get_by_label("内容").fill("国語の辞書")
    page.get_by_label("金額（税込）").fill("1,980")
    page.get_by_label("本・講座").check(force=True)
    _seen(page, "expense")
    page.get_by_role("button", name="経費を保存する").click()
    expect(page.get_by_text("国語の辞書")).to_be_visible()
    _seen(page, "expenses")

    page.get_by_role("link", name=f"{town.now.year}年（暦年）のまとめ").click()
    lines = page.locator("#lines")
    expect(lines.get_by_role("heading", name="税の扶養・配偶者控除")).to_be_visible()
    expect(lines).to_contain_text("620,000円まで")
    expect(page.get_by_text("3,960円").first).to_be_visible()
    _seen(page, "year")

    page = phone.go("/progress/")
    expect(page.get_by_text("はじめての収入")).to_be_visible()
    _seen(page, "progress")
    expect(phone.go("/").get_by_text("自分の目標 80,000円まで、あと")).to_be_visible()
    assert (
        WorkerPreference.objects.get().own_goal,
        Expense.objects.filter(title="国語の辞書", amount=1_980).count(),
    ) == (
        80_000,
        1,
    )


def _seen(page: Page, name: str) -> None:
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=EVIDENCE / f"year-{name}.png", full_page=True)
    assert faults(page, FINGER) == []
