"""From the QR code on the notice board to 延べ and 実: a citizen, a director with a phone, paper, and no script."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from programs.models import CourseSession, User
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import FINGER, POINTER, faults
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.models import Attendance

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seminar(nichinan) -> CourseSession:
    """In an hour; two have signed up for three seats."""
    start = timezone.now() + dt.timedelta(hours=1)
    session = make_session(make_course(nichinan.program, title="在宅ワーク説明会"), starts_at=start, capacity=3)
    for family, kana in (("日髙", "ヒダカ"), ("𠮷田", "ヨシダ")):
        row = make_attendee(nichinan.municipality, family_name=family, given_name="葵", family_name_kana=kana)
        make_attendance(session, row)
    return session


def day_of(session: CourseSession) -> None:
    """Its hour has come; whatever the clock says, it is today's."""
    CourseSession.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() - dt.timedelta(minutes=1), ends_at=timezone.now() + dt.timedelta(hours=1)
    )


def address_on_the_poster(director: Page) -> str:
    director.get_by_role("link", name="ちらし").first.click()
    expect(director.locator(".poster-qr")).to_be_visible()
    assert faults(director, POINTER) == []
    return director.locator(".poster-url").inner_text()


def signs_up(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("在宅ワーク説明会")
    expect(page.get_by_text("残り1席")).to_be_visible()
    page.get_by_label("氏", exact=False).first.fill("川越")
    page.locator("#id_given_name").fill("美咲")
    page.locator("#id_family_name_kana").fill("かわごえ")
    page.get_by_role("button", name="申し込む").tap()
    expect(page.locator("#id_given_name_kana_error")).to_be_visible()
    expect(page.locator("#id_given_name")).to_have_value("美咲")
    assert faults(page, FINGER) == []
    page.locator("#id_given_name_kana").fill("みさき")
    page.locator("#id_phone").fill("０９０－１２３４－５６７８")
    page.get_by_role("button", name="申し込む").tap()
    expect(page.get_by_text("申込みを受け付けました。")).to_be_visible()
    assert faults(page, FINGER) == []


def taps(page: Page) -> None:
    rows = page.locator(".tap-row")
    expect(rows).to_have_count(3)
    hidaka = rows.filter(has_text="日髙")
    hidaka.get_by_role("button", name="出席").tap()
    expect(hidaka.get_by_role("button", name="出席")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#attendance-counts b").first).to_have_text("1")
    yoshida = rows.filter(has_text="𠮷田")
    yoshida.get_by_role("button", name="欠席").tap()
    expect(yoshida.get_by_role("button", name="欠席")).to_have_attribute("aria-pressed", "true")
    yoshida.get_by_role("button", name="連絡あり").tap()
    expect(yoshida.get_by_role("button", name="連絡あり")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=re.compile("全員「出席」")).tap()
    expect(page.get_by_text("1人を出席にしました。")).to_be_visible()


def adds_a_walk_in(page: Page) -> None:
    page.get_by_label("名前").fill("黒木 直美")
    page.get_by_label("ふりがな").fill("くろき なおみ")
    page.get_by_role("button", name="出席で追加").tap()
    expect(page.get_by_text("黒木 直美 さんを名簿に入れました。")).to_be_visible()
    expect(page.locator(".tap-row").filter(has_text="クロキ ナオミ")).to_contain_text("申込みなし")


def test_from_the_poster_to_the_figures(nichinan, seminar, visitor):
    director = visitor(DESK).sign_in(nichinan.director)
    page = director.go(f"/p/nichinan/sessions/{seminar.pk}/attendance/")
    address = address_on_the_poster(page)

    citizen = visitor(PHONE, touch=True)
    citizen.refusals_expected = True
    signs_up(citizen.go(address))
    late = visitor(PHONE, touch=True).go(address)
    expect(late.get_by_text("この回は満席です。")).to_be_visible()

    day_of(seminar)
    phone = visitor(PHONE, touch=True).sign_in(nichinan.director)
    tap_list = phone.go(f"/p/nichinan/sessions/{seminar.pk}/attendance/")
    taps(tap_list)
    adds_a_walk_in(tap_list)
    expect(tap_list.locator("#attendance-counts b")).to_have_text(["3", "0", "1", "0"])

    page = director.go(f"/p/nichinan/sessions/{seminar.pk}/sheet/")
    expect(page.locator(".sheet-table tbody tr")).to_have_count(4 + 10)
    assert len(page.pdf()) > 5_000
    page = director.go("/p/nichinan/courses/")
    expect(page.locator(".stat-value")).to_have_text([re.compile(r"^\s*3"), re.compile(r"^\s*3")])


def test_two_helpers_with_old_pages_lose_nothing(nichinan, seminar, visitor):
    day_of(seminar)
    one, two = (visitor(PHONE, touch=True).sign_in(who) for who in (nichinan.director, nichinan.official))
    two.refusals_expected = True
    pages = [helper.go(f"/p/nichinan/sessions/{seminar.pk}/attendance/") for helper in (one, two)]
    rows = [page.locator(".tap-row").filter(has_text="日髙") for page in pages]
    rows[0].get_by_role("button", name="出席").tap()
    expect(rows[0].get_by_role("button", name="出席")).to_have_attribute("aria-pressed", "true")
    rows[1].get_by_role("button", name="欠席").tap()
    expect(rows[1]).to_contain_text("黒木 沙織さんが先に「出席」と記録しました。")
    assert Attendance.objects.present().count() == 1
    rows[1].get_by_role("button", name="欠席").tap()
    expect(rows[1].get_by_role("button", name="欠席")).to_have_attribute("aria-pressed", "true")
    assert Attendance.objects.present().count() == 0


def test_the_tap_list_without_a_script(nichinan, seminar, visitor):
    day_of(seminar)
    phone = visitor(PHONE, touch=True, java_script_enabled=False).sign_in(nichinan.director)
    page = phone.go(f"/p/nichinan/sessions/{seminar.pk}/attendance/")
    row = page.locator(".tap-row").filter(has_text="日髙")
    row.get_by_role("button", name="出席").tap()
    expect(row.get_by_role("button", name="出席")).to_have_attribute("aria-pressed", "true")
    assert re.search(r"/attendance/#attendance-\d+$", page.url)
    adds_a_walk_in(page)
    page.locator(".tap-row").filter(has_text="黒木 直美").get_by_role("button", name="外す").tap()
    expect(page.locator(".tap-row")).to_have_count(2)


def test_a_participant_signs_up_with_one_tap_and_thinks_again(nichinan, seminar, visitor):
    user = User.objects.get(pk=nichinan.worker_user.pk)
    page = visitor(PHONE, touch=True).sign_in(user).go("/courses/")
    page.get_by_role("button", name=re.compile("申し込む")).tap()
    expect(page.get_by_text("「在宅ワーク説明会」に申し込みました。")).to_be_visible()
    assert faults(page, FINGER) == []
    page.get_by_role("button", name=re.compile("取り消す")).tap()
    expect(page.get_by_role("button", name=re.compile("申し込む"))).to_be_visible()
    assert Attendance.objects.get(attendee__worker__isnull=False).state == "cancelled"


def test_sessions_in_a_rhythm_are_looked_at_first(nichinan, visitor):
    course = make_course(nichinan.program)
    page = visitor(DESK).sign_in(nichinan.director).go(f"/p/nichinan/courses/{course.pk}/sessions/add/")
    first = timezone.localdate() + dt.timedelta(days=7)
    page.get_by_label("日にち").fill(first.isoformat())
    page.get_by_label("開始時刻").fill("19:00")
    page.get_by_label("終了時刻").fill("21:00")
    page.get_by_role("radio", name="2週間ごと").check()
    page.get_by_label("回数").fill("3")
    page.get_by_label("場所").fill("油津赤レンガ館")
    page.get_by_role("button", name="次へ").click()
    expect(page.get_by_role("heading", name="この日程でよいですか？")).to_be_visible()
    assert faults(page, POINTER) == []
    boxes = page.locator("input[name=chosen]")
    expect(boxes).to_have_count(3)
    for number in range(3):
        boxes.nth(number).check()
    boxes.nth(1).uncheck()
    page.get_by_role("button", name="チェックした日の回を追加する").click()
    expect(page.get_by_text("2回を追加しました。")).to_be_visible()
    days = [timezone.localdate(one.starts_at) for one in CourseSession.objects.all()]
    assert days == [first, first + dt.timedelta(days=28)]
