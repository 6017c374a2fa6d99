"""On a phone: how one is reminded, and one's calendar. At the desk: who has not answered, and closing every cohort."""

import pytest
from playwright.sync_api import expect

from programs.models import OutgoingMail
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import FINGER, POINTER, faults
from workers.models import MonthClosing, WorkerPreference

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


def test_quiet_hours_and_a_calendar_are_set_in_a_few_taps(visitor, town):
    person = visitor(PHONE, touch=True).sign_in(town.people["worker"])
    page = person.go("/me/")
    page.get_by_role("link", name="お知らせの受け取り方").tap()
    page.get_by_label("ホーム画面だけ").tap()
    page.get_by_label("送らない時間の始まり").select_option("20")
    page.get_by_role("button", name="保存する").tap()
    expect(page.get_by_text("保存しました。")).to_be_visible()
    assert faults(page, FINGER) == []
    row = WorkerPreference.objects.get()
    assert (row.remind_by, row.quiet_from, row.quiet_until) == ("screen", 20, 8)

    page = person.go("/me/calendar/")
    page.get_by_role("button", name="リンクを作る").tap()
    expect(page.get_by_role("link", name="カレンダーで開く")).to_be_visible()
    assert faults(page, FINGER) == []
    page.get_by_role("button", name="リンクを止める").tap()
    expect(page.get_by_role("heading", name="リンクはまだありません")).to_be_visible()


def test_who_has_not_answered_is_excused_and_the_month_closed(visitor, town):
    month = town.now - 2
    clerk = visitor(DESK).sign_in(town.people["official"])
    page = clerk.go(f"/p/{town.program.slug}/months/{month}/unanswered/")
    waiting = page.get_by_role("button", name="回答不要にする").count()
    assert faults(page, POINTER) == []
    page.get_by_role("button", name="回答不要にする").first.click()
    expect(page.get_by_role("button", name="回答不要にする")).to_have_count(waiting - 1)
    page.get_by_role("link", name="すべての期の月を締める").click()
    assert faults(page, POINTER) == []
    page.get_by_role("button", name="つの期を締める").click()
    expect(page.get_by_text("つの期で締めました")).to_be_visible()
    closing = MonthClosing.objects.in_force().get(month=month.first)
    page = clerk.go(f"/p/{town.program.slug}/cohorts/{closing.cohort.number}/{month}/frozen/")
    expect(page.get_by_text("すべての数値が1円まで一致します")).to_be_visible()
    assert faults(page, POINTER) == []
    assert OutgoingMail.objects.count() == 0
