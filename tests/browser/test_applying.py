"""A resident applies on a phone, keeps number and secret, looks it up, withdraws; with and without scripts."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from programs.models import Call
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import FINGER, POINTER, faults
from tests.make_programme import make_call, make_consent
from workers.models import Application

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

NUMBER, SECRET = re.compile(r"\d{3}-\d{4}"), re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
TYPED = {
    "family_name": "濵田",
    "given_name": "葵 🌸",
    "family_name_kana": "はまだ",
    "given_name_kana": "ｱｵｲ",
    "phone": "０９０ー１２３４ー５６７８",
    "email": "ａｏｉ＠example.jp",
    "address": "日南市油津1-2-3",
    "weekly_hours": "２０時間",
    "motivation": "家でできる仕事を\nはじめたいです。",
    "birth_year": "昭和60",
    "helper_name": "濵田 健",
    "helper_relation": "夫",
}


@pytest.fixture
def call(nichinan) -> Call:
    today = timezone.localdate()
    make_consent(nichinan.municipality, body="応募の選考と連絡のためだけに使います。\n\n1年後に消します。")
    return make_call(
        nichinan.cohort,
        title="第2期 クラウドワーカー募集",
        opens_on=today - dt.timedelta(days=3),
        closes_on=today + dt.timedelta(days=20),
        about="自宅で働くための講座と、仕事の相談に乗るディレクターがつきます。",
        place="油津赤レンガ館 2階",
        weekly_hours=30,
    )


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request, call, visitor) -> Page:
    one = visitor(PHONE, touch=True, java_script_enabled=request.param)
    one.refusals_expected = True
    return one.go("/calls/")


def fill_in(page: Page, **typed: str) -> None:
    for name, value in (TYPED | typed).items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_label("文書や表の作成").check()
    page.locator("#id_has_pc").check()
    page.locator("#id_gender").select_option(label="女性")
    page.locator("#id_agreed").check()


def send(page: Page) -> None:
    page.get_by_role("button", name="応募を送信する").tap()


def keep_number_and_secret(page: Page) -> tuple[str, str]:
    expect(page.get_by_role("heading", level=1)).to_have_text("応募を受け付けました")
    number, secret = page.locator(".filed dd").all_inner_texts()
    assert (bool(NUMBER.fullmatch(number)), bool(SECRET.fullmatch(secret))) == (True, True)
    return number, secret


def look_up(page: Page, number: str, secret: str) -> None:
    page.locator("#id_reference").fill(number)
    page.locator("#id_secret").fill(secret)
    page.get_by_role("button", name="表示する").click()


def test_a_resident_applies_on_the_phone(page, call):
    page.get_by_role("link", name="第2期 クラウドワーカー募集").tap()
    expect(page.locator(".facts-call")).to_contain_text("お約束する金額ではありません")
    page.get_by_role("link", name="応募する", exact=True).first.tap()
    fill_in(page, phone="", email="", weekly_hours="たくさん")
    send(page)
    expect(page.locator("#id_phone_error")).to_have_text(
        "＊電話番号かメールアドレスの、どちらかを書いてください。ご連絡に必要です。"
    )
    expect(page.locator("#id_weekly_hours_error")).to_contain_text("1から80まで")
    expect(page.locator("#id_motivation")).to_have_value(TYPED["motivation"])
    expect(page.locator("#id_agreed")).to_be_checked()
    fill_in(page)
    send(page)
    keep_number_and_secret(page)
    kept = Application.objects.get()
    assert (kept.family_name_kana, kept.given_name_kana, kept.phone) == ("ハマダ", "アオイ", "090-1234-5678")
    assert (kept.email, kept.birth_year, kept.weekly_hours) == ("aoi@example.jp", 1985, 20)


def test_a_resident_looks_it_up_and_withdraws(page, call):
    page.goto(page.url + "nichinan/1/apply/")
    fill_in(page)
    send(page)
    number, secret = keep_number_and_secret(page)
    page.get_by_role("link", name="応募の状況を確かめる").tap()
    look_up(page, "１２３４５６７", secret.lower())
    expect(page.locator("#id_secret_error")).to_contain_text("見つかりません")
    look_up(page, number.replace("-", "－"), secret.lower().replace("-", " "))
    expect(page.locator(".so-far li")).to_have_count(1)
    page.get_by_role("link", name="応募を辞退する").tap()
    page.locator("#id_reason").select_option(label="ほかの仕事が決まった")
    page.get_by_role("button", name="応募を辞退する").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("応募を辞退されました")
    kept = Application.objects.get()
    assert (kept.state, kept.decision_reason) == ("withdrawn", "found_work")
    page.get_by_role("button", name="このページを閉じる").tap()
    expect(page.locator("#id_reference")).to_be_visible()
    page.goto(page.url + "mine/")
    expect(page).to_have_url(re.compile("/applications/$"))
    expect(page.locator("#id_reference")).to_be_visible()


def test_too_late_and_twice_are_said_and_nothing_typed_is_lost(page, call):
    apply_at = page.url + "nichinan/1/apply/"
    page.goto(apply_at)
    fill_in(page)
    send(page)
    keep_number_and_secret(page)
    page.goto(apply_at)
    fill_in(page, phone="+81 90 1234 5678", email="", family_name_kana="ハマダ")
    send(page)
    expect(page.locator("#id_family_name_kana_error")).to_contain_text("すでに受け付けています")
    Call.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    page.locator("#id_phone").fill("0987-31-1111")
    send(page)
    expect(page.locator(".notice-err")).to_contain_text("この募集は締め切りました。応募は送信されていません。")
    expect(page.locator("#id_motivation")).to_have_value(TYPED["motivation"])
    page.goto(apply_at)
    expect(page.locator("main")).to_contain_text("この募集は締め切りました。応募は受け付けていません。")
    assert Application.objects.count() == 1


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["390", "1366"])
def test_the_pages_after_the_form_are_well_made(call, visitor, window):
    """The rounds (test_looks.py) open pages by their address; these answer a form."""
    one = visitor(window)
    page = one.go("/calls/nichinan/1/apply/")
    for name, value in TYPED.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_agreed").check()
    page.get_by_role("button", name="応募を送信する").click()
    expect(page.locator("#id_pc_skill")).to_contain_text("＊もっとも近いものを選んでください。")
    assert faults(page, POINTER) == []
    page.get_by_label("文書や表の作成").check()
    page.get_by_role("button", name="応募を送信する").click()
    number, secret = keep_number_and_secret(page)
    assert faults(page, FINGER) == []
    Application.objects.update(state="interview", interview_at=timezone.now(), interview_place="市役所 2階 商工政策課")
    page.goto(f"{one.server}/applications/")
    look_up(page, number, secret)
    expect(page.locator(".meeting")).to_contain_text("市役所 2階 商工政策課")
    assert faults(page, FINGER) == []
    page.get_by_role("link", name="応募を辞退する").click()
    assert faults(page, FINGER) == []


def sheets(page: Page) -> int:
    return len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def test_poster_and_receipt_each_fit_on_one_sheet(call, visitor):
    page = visitor(DESK).go("/calls/nichinan/1/")
    assert sheets(page) == 1
    page.get_by_role("link", name="応募する", exact=True).first.click()
    for name, value in TYPED.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_label("文書や表の作成").check()
    page.locator("#id_agreed").check()
    page.get_by_role("button", name="応募を送信する").click()
    keep_number_and_secret(page)
    assert sheets(page) == 1
