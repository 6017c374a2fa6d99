"""Recruiting as the town lives it: from the draft of a call to a participant with a slip, and those who wait."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from programs.models import Call
from tests.browser.cast import today
from tests.browser.conftest import PHONE, Visitor
from tests.browser.looking import POINTER, faults
from tests.make import make_cohort, make_enrollment
from tests.make_programme import make_application, make_call, make_consent
from workers.models import Application, Enrollment

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cohort(nichinan):
    make_consent(nichinan.municipality)
    return make_cohort(nichinan.program, number=2, capacity=1, starts_on=today() - dt.timedelta(days=3))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def looks_right(page: Page) -> None:
    assert faults(page, POINTER) == []


def make_and_publish(page: Page) -> Call:
    follow(page, "募集")
    looks_right(page)
    follow(page, "募集をつくる")
    page.get_by_label("第2期").check(force=True)
    page.locator("#id_title").fill("第2期クラウドワーカー募集")
    page.locator("#id_opens_on").fill(today().isoformat())
    page.locator("#id_closes_on").fill((today() + dt.timedelta(days=20)).isoformat())
    page.locator("#id_conditions").fill("市内にお住まいの方")
    page.locator("#id_contact").fill("商工政策課 0987-31-1169")
    looks_right(page)
    press(page, "下書きをつくる")
    follow(page, "第2期クラウドワーカー募集")
    looks_right(page)
    follow(page, "公開する")
    expect(page.get_by_text("押すと、こうなります")).to_be_visible()
    press(page, "公開する")
    expect(page.locator("h1")).to_contain_text("第2期クラウドワーカー募集")
    return Call.objects.get()


def note(page: Page, name: str, *, score: str) -> None:
    follow(page, name)
    page.get_by_label("家族が知っている").check()
    for group in ("パソコンの経験", "参加したい理由"):
        page.get_by_role("group", name=re.compile(group)).get_by_label(score, exact=True).check(force=True)
    page.get_by_label("メモ").fill("質問がはっきりしている。")
    press(page, "評価を保存する")
    expect(page.locator("#assessments table")).to_contain_text("質問がはっきりしている。")
    looks_right(page)


def meet(page: Page) -> None:
    page.get_by_role("link", name="面談を決める").click()
    page.locator("#id_day").fill((today() + dt.timedelta(days=2)).isoformat())
    page.get_by_label("面談の時刻").fill("14:00")
    page.locator("#id_place").fill("市役所 2階 相談室")
    looks_right(page)
    press(page, "面談を決める")
    expect(page.get_by_text("市役所 2階 相談室")).to_be_visible()


def select(page: Page) -> None:
    page.get_by_role("link", name="参加を決定する").click()
    looks_right(page)
    press(page, "決定して招待状を表示する")
    expect(page.locator(".slip-code")).to_have_text(re.compile(r"^\w{4}-\w{4}$"))
    expect(page.locator(".slip-to")).to_contain_text("谷口 葵")
    looks_right(page)


def test_an_official_recruits_from_the_call_to_the_slip(visitor, nichinan, cohort):
    official: Visitor = visitor().sign_in(nichinan.official)
    page = official.go("/p/nichinan/")
    call = make_and_publish(page)
    make_application(call, family_name="谷口", given_name="葵", weekly_hours=25)
    second = make_application(call, family_name="川越", given_name="美咲", weekly_hours=15)
    page.reload()
    expect(page.locator("#applicants tbody tr")).to_have_count(2)
    note(page, "谷口 葵", score="4")
    meet(page)
    select(page)
    page.goto(f"{official.server}/p/nichinan/applications/{second.pk}/select/")
    expect(page.get_by_text("第2期の定員1人は埋まっています。")).to_be_visible()
    looks_right(page)
    follow(page, "補欠にする")
    press(page, "補欠にする")
    expect(page.locator("h1 + .badge")).to_have_text("補欠")
    carry_into_the_next(page, official, nichinan, second)


def carry_into_the_next(page: Page, official: Visitor, nichinan, second: Application) -> None:
    later = make_cohort(nichinan.program, number=3, capacity=3, starts_on=today() + dt.timedelta(days=60))
    first = today() + dt.timedelta(days=30)
    target = make_call(
        later, title="第3期募集", opens_on=first, closes_on=first + dt.timedelta(days=9), published_at=None
    )
    page.goto(f"{official.server}/p/nichinan/calls/{second.call_id}/waiting/")
    looks_right(page)
    follow(page, "後の募集に引き継ぐ")
    expect(page.get_by_text("川越 美咲")).to_be_visible()
    looks_right(page)
    press(page, "引き継ぐ")
    expect(page.locator("#applicants tbody tr")).to_contain_text("引き継ぎ")
    assert Application.objects.get(call=target).carried_from == second
    assert Enrollment.objects.filter(cohort__number=2).count() == 1


def test_a_director_looks_notes_and_is_told_who_decides(visitor, nichinan, cohort):
    call = make_call(cohort, opens_on=today(), closes_on=today() + dt.timedelta(days=9))
    make_application(call, family_name="谷口", given_name="葵", motivation="家でできる仕事を探しています。")
    make_enrollment(cohort)
    director: Visitor = visitor(PHONE, touch=True).sign_in(nichinan.director)
    page = director.go(f"/p/nichinan/calls/{call.pk}/")
    expect(page.get_by_text("押川 健一")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="谷口 葵").tap()
    expect(page.get_by_role("link", name="参加を決定する")).to_have_count(0)
    page.get_by_role("group", name=re.compile("やりとり")).get_by_label("5", exact=True).check(force=True)
    page.get_by_role("button", name="評価を保存する").tap()
    expect(page.locator("#assessments table")).to_contain_text("黒木 沙織")
    looks_right(page)


def test_somebody_without_a_phone_applies_at_the_counter(visitor, nichinan, cohort):
    call = make_call(cohort, opens_on=today(), closes_on=today() + dt.timedelta(days=9))
    page = visitor().sign_in(nichinan.director).go(f"/p/nichinan/calls/{call.pk}/enter/")
    looks_right(page)
    page.locator("#id_family_name").fill("谷口")
    page.locator("#id_family_name_kana").fill("たにぐち")
    page.locator("#id_phone").fill("０９８７－３１－２２２２")
    page.locator("#id_weekly_hours").fill("２０")
    page.get_by_role("group", name=re.compile("パソコン")).locator("input").first.check(force=True)
    press(page, "入力して、控えの紙を表示する")
    expect(page.get_by_role("alert").or_(page.locator(".error")).first).to_be_visible()
    page.get_by_label(re.compile("読み上げ")).check()
    press(page, "入力して、控えの紙を表示する")
    expect(page.locator(".slip-code")).to_have_count(2)
    looks_right(page)
    application = Application.objects.get()
    assert (application.channel, application.entered_by, application.full_kana) == (
        "counter",
        nichinan.director,
        "タニグチ",
    )
