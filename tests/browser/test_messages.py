"""A participant writes at night, the director answers at the desk, both see what was read; with scripts and without."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from programs.models import Announcement
from tests.browser.cast import today
from tests.browser.conftest import PHONE, Visitor
from tests.browser.looking import FINGER, POINTER, faults
from tests.make_programme import make_announcement
from workers.domain.matters import open_matter, write_message
from workers.models import Matter, Message

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

QUESTION, ANSWER = (
    "取引先から直接お願いされました。見積書はどう書けばよいですか。",
    "見本を置いておきます。 https://example.jp/mihon",
)
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def looks_right(page: Page, least: int, scripts: bool) -> None:
    """axe is a script itself."""
    assert not scripts or faults(page, least) == []


def bubbles(page: Page):
    return page.locator(".bubble-text")


def asks(worker: Visitor, scripts: bool) -> None:
    page = worker.go("/")
    page.get_by_role("link", name="連絡").tap()
    page.get_by_role("link", name="メッセージを書く").tap()
    page.get_by_label("何について").fill("初めての直接契約")
    page.get_by_label("メッセージ").fill(QUESTION)
    looks_right(page, FINGER, scripts)
    page.get_by_role("button", name="送る").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("初めての直接契約")
    expect(bubbles(page)).to_have_text([QUESTION])
    expect(page.locator("#newest")).not_to_contain_text("既読")


def answers(director: Visitor, scripts: bool) -> None:
    page = director.go("/p/nichinan/")
    page.get_by_role("link", name="連絡").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("返事を待っている相談が")
    row = page.get_by_role("row", name="初めての直接契約")
    expect(row).to_contain_text("きょうから待っています")
    row.get_by_role("link", name="初めての直接契約").click()
    expect(page.locator(".thread-new")).to_have_count(1)
    page.get_by_label("メッセージ").fill(ANSWER)
    looks_right(page, POINTER, scripts)
    page.get_by_role("button", name="送る").click()
    expect(bubbles(page)).to_have_text([QUESTION, ANSWER])
    expect(page.get_by_label("メッセージ")).to_have_value("")


def sees_the_answer(worker: Visitor, scripts: bool) -> None:
    page = worker.go("/")
    page.get_by_role("link", name="「初めての直接契約」にメッセージが届いています").tap()
    expect(page.locator(".bubble-own")).to_contain_text("既読 きょう")
    expect(page.locator(".bubble-theirs")).to_contain_text("黒木 沙織")
    expect(page.get_by_role("link", name="https://example.jp/mihon")).to_be_visible()
    looks_right(page, FINGER, scripts)
    page.get_by_role("button", name="解決した").tap()
    expect(page.locator(".badge", has_text="解決済み")).to_be_visible()


@SCRIPTS
def test_a_question_at_night_is_answered_at_the_desk(scripts, town, visitor):
    Matter.objects.filter(pk=town.pks["matters"]).update(settled_at=timezone.now(), settled_by=town.people["director"])
    worker = visitor(PHONE, touch=True, java_script_enabled=scripts).sign_in(town.people["worker"])
    director = visitor(java_script_enabled=scripts).sign_in(town.people["director"])
    asks(worker, scripts)
    answers(director, scripts)
    sees_the_answer(worker, scripts)
    page = director.go(f"/p/nichinan/matters/{Matter.objects.latest('pk').pk}/")
    expect(page.locator(".bubble-own")).to_contain_text("既読 きょう")


@SCRIPTS
def test_two_presses_send_one_message(scripts, town, visitor):
    page = (
        visitor(PHONE, java_script_enabled=scripts)
        .sign_in(town.people["worker"])
        .go(f"/messages/{town.pks['matters']}/")
    )
    page.get_by_label("メッセージ").fill("急ぎではありません。")
    page.get_by_role("button", name="送る").dblclick(no_wait_after=True)
    expect(bubbles(page)).to_have_count(2)
    assert Message.objects.filter(body="急ぎではありません。").count() == 1


def test_what_comes_meanwhile_appears_and_nothing_typed_is_lost(town, visitor):
    matter = Matter.objects.get(pk=town.pks["matters"])
    page = visitor(PHONE).sign_in(town.people["worker"]).go(f"/messages/{matter.pk}/")
    page.get_by_label("メッセージ").fill("まだ書いている途中です。")
    write_message(matter=matter, body="先にお伝えします。", by=town.people["director"])
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # as when the phone is taken up again
    expect(bubbles(page)).to_have_count(2)
    expect(page.get_by_label("メッセージ")).to_have_value("まだ書いている途中です。")
    write_message(matter=matter, body="もう一つあります。", by=town.people["director"])
    page.get_by_role("button", name="送る").click()
    expect(bubbles(page)).to_have_text(
        ["相談があります。", "先にお伝えします。", "もう一つあります。", "まだ書いている途中です。"]
    )


def test_after_the_sign_in_is_over_what_was_typed_comes_back(town, visitor):
    one = visitor(PHONE).sign_in(town.people["worker"])
    page = one.go(f"/messages/{town.pks['matters']}/")
    page.get_by_label("メッセージ").fill("長い相談の文です。")
    one.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="送る").click()
    expect(page.locator("#form-trouble")).to_contain_text("ログイン")
    expect(page.get_by_label("メッセージ")).to_have_value("長い相談の文です。")
    one.sign_in(town.people["worker"])
    one.go(f"/messages/{town.pks['matters']}/")
    expect(page.get_by_label("メッセージ")).to_have_value("長い相談の文です。")
    assert Message.objects.count() == 1


def test_a_long_conversation_opens_at_its_end_with_the_answer_in_reach(town, visitor):
    matter = open_matter(enrollment=town.enrollment, subject="長い話", body="0", by=town.people["worker"])
    for number in range(1, 60):
        write_message(matter=matter, body=f"{number}", by=town.people["director" if number % 2 else "worker"])
    page = visitor(PHONE, touch=True).sign_in(town.people["worker"]).go("/messages/")
    page.get_by_role("link", name="長い話").tap()
    expect(bubbles(page).last).to_be_in_viewport()
    expect(page.get_by_role("button", name="送る")).to_be_in_viewport()
    button = page.locator("#reply-send").bounding_box()
    assert (button["height"] >= 48, bubbles(page).last.bounding_box()["y"] < button["y"]) == (True, True)
    page.get_by_role("link", name="前のメッセージ").tap()
    expect(bubbles(page).first).to_have_text("0")


@SCRIPTS
def test_an_announcement_appears_to_its_audience_in_its_period(scripts, town, visitor):
    Announcement.objects.all().delete()
    make_announcement(
        town.program, town.people["official"], title="きのうまでの案内", audience="all",
        shows_from=today() - dt.timedelta(days=9), shows_until=today() - dt.timedelta(days=1),
    )  # fmt: skip
    director = visitor(java_script_enabled=scripts).sign_in(town.people["director"])
    page = director.go("/p/nichinan/announcements/add/")
    page.get_by_label("ワーカー", exact=True).check()
    page.get_by_label("題").fill("設備点検によるお休み")
    page.get_by_label("文章").fill("月曜はお休みです。\n詳しくは https://example.jp/ へ。")
    looks_right(page, POINTER, scripts)
    page.get_by_role("button", name="知らせる").click()
    expect(page.get_by_role("row", name="設備点検によるお休み")).to_contain_text("いま出ている")

    worker = visitor(PHONE, touch=True, java_script_enabled=scripts).sign_in(town.people["worker"])
    page = worker.go("/")
    expect(page.locator(".told")).to_have_count(1)
    page.locator(".told summary").tap()
    expect(page.get_by_role("link", name="https://example.jp/")).to_be_visible()
    looks_right(page, FINGER, scripts)
    expect(director.go("/p/nichinan/").locator(".told")).to_have_count(0)
    expect(visitor().sign_in(town.people["viewer"]).go("/p/nichinan/").locator(".told")).to_have_count(0)

    page.get_by_role("button", name="「設備点検によるお休み」をとじる").tap()
    expect(page.locator(".told")).to_have_count(0)
    expect(worker.go("/announcements/").get_by_role("heading", name="設備点検によるお休み")).to_be_visible()
