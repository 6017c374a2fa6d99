"""An official carries a program over the gate in a real browser; a director reads where people were lost."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from programs.models import Funding, Partner
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import POINTER, faults
from tests.make_phases import hold_seminar, make_funding, make_partner, make_phase

pytestmark = [pytest.mark.browser, pytest.mark.real_time]


@pytest.fixture
def awareness(town):
    """A program in its first phase, with nothing of what the next one asks but the people."""
    program = town.program
    program.phases.all().delete()
    Partner.objects.filter(program=program).delete()
    Funding.objects.filter(program=program).delete()
    make_phase(program, began_on=timezone.localdate() - dt.timedelta(days=100))
    hold_seminar(program, timezone.localdate() - dt.timedelta(days=10))
    return town


def name_partner(page, link: str, name: str, pays_for: str) -> None:
    page.get_by_role("link", name="連携先を書く").first.click()
    page.get_by_label("名称").fill(name)
    page.get_by_label("負担するもの").fill(pays_for)
    expect(page.get_by_role("radio", name=re.compile(link))).to_be_checked()
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text(f"「{name}」を保存しました。")).to_be_visible()


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_an_official_mends_what_is_missing_and_moves_on(visitor, awareness, window):
    official = visitor(window, touch=window is PHONE).sign_in(awareness.people["official"])
    page = official.go(f"/p/{awareness.program.slug}/phases/")
    expect(page.get_by_role("heading", name=re.compile("認知期"))).to_be_visible()
    assert faults(page, POINTER) == []
    name_partner(page, "自治体", "商工政策課", "会場と広報の費用")
    name_partner(page, "運営事業者", "あぶらつ工房", "備品")
    name_partner(page, "プラットフォーム", "まどぐちワークス", "研修の講師料")
    expect(page.get_by_text("条件はすべてそろっています。")).to_be_visible()
    page.get_by_role("link", name="「導入期」に進む").click()
    expect(page.get_by_text("押すと、こうなります")).to_be_visible()
    page.get_by_role("button", name="進む").click()
    expect(page.get_by_role("heading", name=re.compile("^導入期"))).to_be_visible()
    expect(page.locator("#log")).to_contain_text(str(awareness.people["official"]))
    page.get_by_text("そのとき確かめたこと").first.click()
    expect(page.locator("#log")).to_contain_text("会場と広報の費用")


def test_without_the_conditions_a_reason_is_asked_and_a_mistake_is_taken_back(visitor, awareness):
    official = visitor().sign_in(awareness.people["official"])
    page = official.go(f"/p/{awareness.program.slug}/phases/next/")
    page.get_by_role("button", name="進む").click()  # the browser itself asks for what is required
    expect(page).to_have_url(re.compile("/phases/next/$"))
    page.get_by_label("条件がそろわないまま進める理由").fill("市長の決裁による。")
    page.get_by_role("button", name="進む").click()
    expect(page.locator("#log")).to_contain_text("市長の決裁による。")
    page.get_by_role("link", name=re.compile("まちがえて進めたとき")).click()
    page.get_by_label("もどす理由").fill("押しまちがい")
    page.get_by_role("button", name="ひとつ前の段階にもどす").click()
    expect(page.get_by_role("heading", name=re.compile("^認知期"))).to_be_visible()
    expect(page.locator("#log")).to_contain_text("押しまちがい")


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_a_director_goes_from_a_number_to_its_people(visitor, awareness, window):
    director = visitor(window, touch=window is PHONE).sign_in(awareness.people["director"])
    page = director.go(f"/p/{awareness.program.slug}/funnel/")
    assert faults(page, POINTER) == []
    link = page.locator(".funnel tbody a").first
    count = int(re.sub(r"\D", "", link.inner_text()))
    link.click()
    expect(page.locator("#people tbody tr")).to_have_count(min(count, 50))
    assert faults(page, POINTER) == []


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_the_forms_look_right(visitor, awareness, window):
    program = awareness.program
    partner = make_partner(program)
    funding = make_funding(program, 2025, "own_revenue", 1_234_567, name="受注手数料")
    official = visitor(window, touch=window is PHONE).sign_in(awareness.people["official"])
    for path in (
        "phases/",
        "phases/next/",
        "partners/add/",
        f"partners/{partner.pk}/edit/",
        f"partners/{partner.pk}/end/",
        "fundings/add/",
        f"fundings/{funding.pk}/edit/",
        f"fundings/{funding.pk}/remove/",
    ):
        page = official.go(f"/p/{program.slug}/{path}")
        assert (path, faults(page, POINTER, unfolded=True)) == (path, [])
