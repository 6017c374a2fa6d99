"""What was typed outlives a lost connection, an ended sign-in and another screen, and a sentence says what happened."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.earning_form import open_details, record_button
from workers.models import Earning

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

ADD, TITLE, KEPT = "/earnings/add/", "消えてはいけない仕事", "hidane.typed"
REFUSALS = re.compile(
    r"status of (403|404|409|422|500)|^htmx:(responseError|sendError|afterRequest)|ERR_FAILED|^Response Status Error"
)


@pytest.fixture
def one(town, visitor, monkeypatch):
    """The participant's window; its form is filled in by `typing`."""
    monkeypatch.setattr("tests.browser.conftest.REFUSED", REFUSALS)
    window = visitor(PHONE).sign_in(town.people["worker"])
    window.refusals_expected = True
    return window


def typing(page: Page) -> Page:
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_gross").fill("５，０００")
    open_details(page)
    page.locator("#id_client").fill("髙島屋")
    expect(page.locator("#earning-dock")).to_contain_text("円")
    return page


def said(page: Page):
    return page.locator("#form-trouble")


def is_all_there(page: Page) -> None:
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_gross")).to_have_value("５，０００")
    expect(page.locator("#id_client")).to_have_value("髙島屋")


def written() -> int:
    return Earning.objects.filter(title=TITLE, gross=5_000).count()


def test_without_a_connection_a_sentence_asks_to_press_again(one):
    page = typing(one.go(ADD))
    page.route("**/earnings/add/", lambda route: route.abort())
    record_button(page).click()
    expect(said(page)).to_have_text(re.compile("通信できません。もう一度押してください。"))
    is_all_there(page)
    page.unroute("**/earnings/add/")
    record_button(page).click()
    page.wait_for_url("**/earnings/2*/")
    assert written() == 1


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (403, "ページを開き直してください。"),
        (409, "ページを開き直してください。"),
        (500, "いまは保存できませんでした。"),
    ],
)
def test_an_answer_that_is_no_part_of_the_page_is_told_in_a_sentence(one, status, sentence):
    page = typing(one.go(ADD))
    whole = "<!doctype html><html><body><h1>×</h1></body></html>"
    page.route("**/earnings/add/", lambda route: route.fulfill(status=status, body=whole, content_type="text/html"))
    record_button(page).click()
    expect(said(page)).to_contain_text(sentence)
    is_all_there(page)
    assert page.locator("h1").count() == 1


def test_a_page_opened_anew_brings_back_what_was_typed(one):
    page = typing(one.go(ADD))
    page.route("**/earnings/add/", lambda route: route.fulfill(status=403, body="<!doctype html>"), times=1)
    record_button(page).click()
    said(page).get_by_role("link").click()
    expect(said(page)).to_contain_text("入力した内容を戻しました。まだ保存されていません。")
    is_all_there(page)


def test_an_entry_removed_elsewhere_is_said_to_be_gone(one, town):
    page = typing(one.go(f"/earnings/{town.earning.pk}/change/"))
    page.wait_for_load_state("networkidle")
    Earning.objects.filter(pk=town.earning.pk).delete()
    page.locator("#earning-submit").click()
    expect(said(page)).to_contain_text("この記録は、ほかの画面ですでに取り消されています。")
    is_all_there(page)


def test_the_sums_failing_disturb_nobody(one):
    page = one.go(ADD)
    page.route("**/earnings/preview/", lambda route: route.fulfill(status=500, body="<!doctype html>"))
    with page.expect_response("**/earnings/preview/"):
        page.locator("#id_gross").fill("5000")
    expect(said(page)).to_be_empty()
    expect(page.locator("#earning-strip")).to_be_visible()


def test_an_ended_sign_in_throws_nobody_out_and_brings_back_what_was_typed(one, town):
    page = typing(one.go(ADD))
    Session.objects.all().delete()
    with page.expect_response("**/earnings/preview/"):
        page.locator("#id_gross").fill("５，０００")
    assert page.url.endswith(ADD)
    record_button(page).click()
    expect(said(page)).to_contain_text("ログインの期限が切れました。")
    is_all_there(page)
    link = said(page).get_by_role("link", name="ログインする")
    assert link.get_attribute("href") == "/accounts/login/?next=%2Fearnings%2Fadd%2F"
    link.click()
    page.wait_for_url("**/accounts/login/**")
    one.sign_in(town.people["worker"]).go(ADD)  # as the sign-in page does, which has its own tests
    expect(said(page)).to_contain_text("入力した内容を戻しました。")
    is_all_there(page)
    record_button(page).click()
    page.wait_for_url("**/earnings/2*/")
    assert written() == 1


def test_nobody_else_gets_what_was_typed(one, town):
    page = typing(one.go(ADD))
    Session.objects.all().delete()
    record_button(page).click()
    expect(said(page)).to_contain_text("ログインの期限が切れました。")
    page.evaluate(
        "sessionStorage.setItem('hidane.typed', sessionStorage.getItem('hidane.typed').replace(/\"who\":\"/, '$&9'))"
    )
    one.sign_in(town.people["worker"]).go(ADD)
    expect(page.locator("#id_title")).to_have_value("")
    assert page.evaluate("key => sessionStorage.getItem(key)", KEPT) is None


def test_what_another_screen_wrote_is_shown_in_sight(one, town):
    page = one.go(f"/earnings/{town.earning.pk}/change/")
    Earning.objects.filter(pk=town.earning.pk).update(title="別の画面の題")
    page.locator("#id_gross").fill("７，０００")
    page.locator("#earning-submit").click()
    alert = page.locator("#earning-form [role=alert]")
    expect(alert).to_contain_text("今の内容：仕事の名前 別の画面の題")
    expect(alert).to_be_in_viewport()
    expect(page.locator("#id_gross")).to_have_value("７，０００")
    page.locator("#earning-submit").click()
    page.wait_for_url("**/earnings/2*/")
    assert Earning.objects.get(pk=town.earning.pk).gross == 7_000


def test_what_is_to_be_mended_comes_into_sight(one):
    page = one.go(ADD)
    page.locator("#id_gross").fill("５，０００")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    record_button(page).click()
    alert = page.locator("#earning-form [role=alert]")
    expect(alert).to_contain_text("1か所を直すと記録できます")
    expect(alert).to_be_in_viewport()
