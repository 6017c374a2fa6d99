"""A participant pastes a statement on the phone, looks at every row and takes it over once."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.looking import FINGER, faults
from workers.models import Earning

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


def statement() -> str:
    today = timezone.localdate()
    days = [today - dt.timedelta(days=n) for n in range(3)]
    rows = [f"{day:%Y/%m/%d}\t明細の仕事{n}\t港屋\t{8_580 + n}円" for n, day in enumerate(days)]
    return "\n".join(["日付\t件名\t依頼主\t受取額", *rows, f"{today:%Y}/2/30\tない日\t\t500", "合計\t\t\t26,243"])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_statement_is_pasted_and_taken_over_once(scripts, town, visitor):
    before = Earning.objects.count()
    page = visitor(PHONE, java_script_enabled=scripts).sign_in(town.people["worker"]).go("/earnings/")
    page.get_by_role("link", name="明細をまとめて取り込む").click()
    page.get_by_label("クラウドワークス").check()
    page.get_by_label("明細の表を貼り付ける").fill(statement())
    page.get_by_role("button", name="明細を読む").click()
    expect(page.get_by_label("受取額")).to_have_value("3")
    if scripts:
        assert faults(page, FINGER) == []
    page.get_by_role("button", name="行を確かめる").click()
    expect(page.get_by_role("heading", name="1行に直すところがあります")).to_be_visible()
    expect(page.get_by_text("＊暦にない日付です。確かめてください。")).to_be_visible()
    if scripts:
        assert faults(page, FINGER, unfolded=True) == []
    page.get_by_label("5行目をどうするか").select_option(label="この行は取り込まない")
    page.get_by_role("button", name="決めた内容を残す").click()
    page.get_by_role("button", name="3件を取り込む").click()
    expect(page.get_by_text("3件を取り込みました。")).to_be_visible()
    assert Earning.objects.count() == before + 3
    assert set(Earning.objects.filter(title__startswith="明細の仕事").values_list("is_estimated", flat=True)) == {True}


def test_withheld_tax_is_worked_out_beside_its_field(town, visitor):
    page = visitor(PHONE).sign_in(town.people["worker"]).go("/earnings/add/")
    page.locator("#id_gross").fill("33,333")
    page.get_by_text("取引先・時間・振込手数料・源泉徴収も書く").click()
    page.get_by_role("button", name="計算して入れる").click()
    expect(page.get_by_label("源泉徴収税額")).to_have_value("3,403")
    assert not Earning.objects.filter(gross=33_333).exists()
    page.get_by_label("源泉徴収税額").fill("3,000")
    page.get_by_label("仕事の名前").fill("源泉のある仕事")
    page.get_by_label("仕事の名前").press("Enter")
    expect(page.locator("#earning-month")).to_contain_text("源泉のある仕事")
    assert Earning.objects.get(gross=33_333).withholding == 3_000
