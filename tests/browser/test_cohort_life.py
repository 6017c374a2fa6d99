"""A participant's life in a cohort and after it: a wish, a season of rest, a job, and an answer half a year later."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from programs.models import Cohort
from programs.shared.month import Month
from tests.browser.cast import today
from tests.browser.conftest import PHONE, Visitor
from tests.browser.looking import FINGER, POINTER, faults
from workers.domain.enrollments import open_months_of
from workers.domain.later_states import months_later
from workers.models import Enrollment, LaterState, MonthPlan, Outcome, Pause

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(nichinan) -> Enrollment:
    """Has taken part for ten months."""
    start = (Month.of(today()) - 10).first
    Cohort.objects.filter(pk=nichinan.cohort.pk).update(starts_on=start)
    Enrollment.objects.filter(pk=nichinan.enrollment.pk).update(joined_on=start)
    enrollment = Enrollment.objects.get(pk=nichinan.enrollment.pk)
    open_months_of(enrollment)
    return enrollment


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def choose(page: Page, name: str) -> None:
    page.get_by_label(name, exact=True).check(force=True)


def ask_for_less(page: Page) -> None:
    """On the phone: the hours of a week, and another target for next month."""
    follow(page, "わたし")
    page.get_by_role("link", name=re.compile("働ける時間帯と休み")).click()
    for box in ("月 朝", "水 朝"):
        page.get_by_label(box, exact=True).check()
    press(page, "時間帯を保存する")
    expect(page.get_by_text("保存済み：週 6時間")).to_be_visible()
    assert faults(page, FINGER) == []
    follow(page, "わたし")
    page.get_by_role("link", name=re.compile("わたしの計画")).click()
    page.get_by_label("年月").select_option(index=1)
    page.get_by_label("希望する目標").fill("３０，０００")
    press(page, "希望を送る")
    expect(page.get_by_text("30,000円を希望しています（回答待ち）")).to_be_visible()
    assert faults(page, FINGER) == []


def agree(page: Page) -> None:
    follow(page, "計画を見る")
    assert faults(page, POINTER) == []
    press(page, "同意する")
    expect(page.locator(".messages")).to_contain_text("希望に同意し、目標を変えました")
    assert MonthPlan.objects.get().target == 30_000


def pause_for_the_harvest(page: Page) -> None:
    follow(page, "これまでの歩み")
    follow(page, "お休みにする")
    page.locator("#id_starts_on").fill((Month.of(today()) - 3).first.isoformat())
    page.locator("#id_ends_on").fill((Month.of(today()) - 2).last.isoformat())
    choose(page, "農繁期")
    assert faults(page, POINTER) == []
    press(page, "お休みにする")
    expect(page.locator(".way-pause")).to_contain_text("農繁期")


def leave_for_a_job(page: Page) -> None:
    follow(page, "参加を終える")
    choose(page, "就職")
    page.get_by_label("就職先・事業").fill("油津ソフトウェア")
    assert faults(page, POINTER) == []
    press(page, "参加を終える")
    expect(page.locator(".way-outcome")).to_contain_text("成果：就職")
    expect(page.locator(".way-left")).to_contain_text("第1期を卒業（成果）")
    assert faults(page, POINTER) == []


def half_a_year_passes(person: Enrollment) -> None:
    """The clock cannot be moved under a served app: the leaving is moved instead."""
    left_on = months_later(today(), -6)
    Pause.objects.all().delete()
    Outcome.objects.update(happened_on=left_on)
    Enrollment.objects.filter(pk=person.pk).update(left_on=left_on)


def print_the_link(page: Page) -> str:
    follow(page, "ワーカー")
    follow(page, "その後の状況")
    assert faults(page, POINTER) == []
    press(page, "リンクの用紙")
    assert faults(page, POINTER) == []
    return page.locator(".slip-door").inner_text()


def answer(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text("その後いかがお過ごしですか")
    expect(page.locator("body")).not_to_contain_text("﨑田")
    assert faults(page, FINGER) == []
    choose(page, "会社などで働いている")
    page.get_by_role("group", name=re.compile("学んだこと")).get_by_label("はい", exact=True).check(force=True)
    press(page, "回答を送る")
    expect(page.locator("h1")).to_contain_text("ご回答ありがとうございました")
    assert faults(page, FINGER) == []


def test_from_a_wish_to_the_life_after(visitor, nichinan, person):
    phone = visitor(PHONE, touch=True).sign_in(nichinan.worker_user)
    ask_for_less(phone.go("/"))

    desk: Visitor = visitor().sign_in(nichinan.director)
    page = desk.go(f"/p/nichinan/people/{person.pk}/journey/")
    expect(page.get_by_text("計画変更の希望が1件")).to_be_visible()
    agree(page)
    pause_for_the_harvest(page)
    leave_for_a_job(page)
    expect(desk.go("/p/nichinan/cohorts/1/").get_by_text("就職1人・起業0人・移住0人")).to_be_visible()

    half_a_year_passes(person)
    link = print_the_link(page)
    answer(visitor(PHONE, touch=True).go(link))  # signed in nowhere

    desk.go("/p/nichinan/later-states/?show=answered")
    expect(page.get_by_text("会社などで働いている")).to_be_visible()
    state = LaterState.objects.get(answered_at__isnull=False)
    assert (state.months_after, state.uses_what_was_learned, state.lives_here) == (6, True, None)
    assert timezone.now() - state.answered_at < dt.timedelta(minutes=5)
