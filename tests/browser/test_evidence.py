"""A person shows a statement on the phone; the director gives the entry back, then checks it; October is put right."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.looking import FINGER, POINTER, faults
from tests.make_evidence import PDF, picture_bytes
from workers.models import Earning

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

STATEMENT = {"name": "支払明細.png", "mimeType": "image/png", "buffer": picture_bytes("PNG", shade=9, size=(900, 600))}
DRAWING = {"name": "明細.png", "mimeType": "image/png", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}


def add_statement(phone: Visitor, town) -> None:
    page = phone.go(f"/earnings/{town.earning.pk}/evidence/")
    page.get_by_label(re.compile("画像またはPDF")).set_input_files(DRAWING)
    page.get_by_role("button", name="ファイルを追加").click()
    expect(page.get_by_text("＊SVG画像は受け取れません。")).to_be_visible()
    page.get_by_label(re.compile("画像またはPDF")).set_input_files(STATEMENT)
    page.get_by_role("button", name="ファイルを追加").click()
    expect(page.get_by_text("ファイルを追加しました。")).to_be_visible()
    expect(page.get_by_role("img", name="支払明細.png")).to_have_js_property("naturalWidth", 900)
    assert faults(page, FINGER) == []


def give_back(desk: Visitor, town) -> None:
    page = desk.go(f"/p/{town.program.slug}/verifications/?person={town.enrollment.pk}")
    row = page.locator("li.verification").filter(has_text=town.earning.title)
    row.get_by_text("書類 2件").click()
    expect(row.get_by_role("img", name="支払明細.png")).to_have_js_property("naturalWidth", 900)
    row.get_by_text("差し戻す").first.click()
    assert faults(page, POINTER) == []
    row.get_by_label("金額が明細と違います。").check()
    row.get_by_role("button", name="この理由で差し戻す").click()
    expect(page.get_by_text("理由をつけて本人に差し戻しました。")).to_be_visible()


def mend(phone: Visitor) -> None:
    page = phone.go("/")
    page.get_by_role("link", name=re.compile("が差し戻されました")).click()
    expect(page.get_by_text("金額が明細と違います。")).to_be_visible()
    assert faults(page, FINGER) == []
    page.locator("#id_gross").fill("２５，０００")
    page.locator("#earning-submit").click()
    page.wait_for_url(re.compile(r"/earnings/\d{4}-\d\d/$"))


def check_what_is_ticked(desk: Visitor, town) -> None:
    page = desk.go(f"/p/{town.program.slug}/verifications/?person={town.enrollment.pk}")
    page.locator("li.verification").filter(has_text="25,000円").get_by_role("checkbox").check()
    page.get_by_role("button", name="選んだ記録を確認済みにする").click()
    expect(page.get_by_text("1件を確認済みにしました。")).to_be_visible()


def test_a_statement_is_shown_returned_for_and_checked(town, visitor):
    phone = visitor(PHONE, touch=True).sign_in(town.people["worker"])
    phone.refusals_expected = True
    desk = visitor().sign_in(town.people["director"])
    add_statement(phone, town)
    give_back(desk, town)
    mend(phone)
    check_what_is_ticked(desk, town)
    phone.page.reload()
    row = phone.page.locator(".row-link").filter(has_text=town.earning.title)
    expect(row.get_by_text("確認済み")).to_be_visible()


def test_an_entry_of_a_closed_month_is_put_right(town, visitor):
    old = Earning.objects.get(title="最初の仕事")
    page = visitor(PHONE, touch=True).sign_in(town.people["worker"]).go(f"/earnings/{town.now - 6}/")
    page.get_by_role("link", name=re.compile("最初の仕事")).click()
    page.get_by_role("link", name="この記録を訂正する").click()
    assert faults(page, FINGER, unfolded=True) == []
    page.get_by_label("金額が違っていた").check()
    page.locator("#id_gross").fill("31200")
    page.get_by_role("button", name="訂正を記録する").click()
    expect(page.get_by_text("の記録を訂正しました。")).to_be_visible()
    expect(page.get_by_text("の記録の訂正", exact=False)).to_have_count(2)
    assert faults(page, FINGER) == []
    page.get_by_role("link", name=re.compile("最初の仕事.*−")).click()
    expect(page.get_by_text("打ち消した記録なので、変えられません")).to_be_visible()
    assert faults(page, FINGER) == []
    assert Earning.objects.get(gross__lt=0).corrects == old


def test_a_pdf_is_saved_and_not_shown(town, visitor):
    page = visitor(PHONE, touch=True).sign_in(town.people["worker"]).go(f"/earnings/{town.earning.pk}/evidence/")
    statement = {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label(re.compile("画像またはPDF")).set_input_files(statement)
    page.get_by_role("button", name="ファイルを追加").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="通知.pdf", exact=True).click()
    assert saved.value.suggested_filename == "通知.pdf"
