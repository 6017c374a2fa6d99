"""An official takes over a list from Excel, decides who is new, and makes two rows one person."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import POINTER, faults
from tests.make import make_cohort, make_worker
from tests.sheets import xlsx
from workers.models import Enrollment, Worker

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ["氏名", "フリガナ", "電話番号", "メール", "参加日", "備考"]


def sheet(*rows: list[str]) -> dict:
    return {"name": "名簿.xlsx", "mimeType": EXCEL, "buffer": xlsx([HEAD, *rows])}


def test_a_list_is_mended_decided_about_and_written(town, visitor):
    known = make_worker(town.program.municipality, family_name="黒木", given_name="恵", phone="090-1234-5678")
    cohort = make_cohort(town.program, number=2)
    page = visitor().sign_in(town.people["official"]).go(f"/p/{town.program.slug}/imports/add/")

    bad = [["", "マツダ マイ", "", "", "", ""], ["日高 結", "", "12", "", "13月", ""]]
    page.get_by_label("期").select_option(str(cohort.pk))
    page.get_by_label("ファイル").set_input_files(sheet(["黒木 恵", "", "090-1234-5678", "", "", "x"], *bad))
    page.get_by_role("button", name="ファイルを読む").click()
    expect(page.get_by_role("heading", name="2行に直すところがあるため、まだ取り込めません")).to_be_visible()
    expect(page.get_by_text("＊氏名: 氏名がありません。")).to_be_visible()
    expect(page.get_by_text("取り込まない列: 備考")).to_be_visible()
    assert faults(page, POINTER) == []
    assert Enrollment.objects.filter(cohort=cohort).count() == 0

    page.get_by_role("link", name="直したファイルを選ぶ").click()
    good = [["松田 舞", "マツダ マイ", "", "", "", ""], ["日高 結", "", "", "", "", ""]]
    page.get_by_label("期").select_option(str(cohort.pk))
    page.get_by_label("ファイル").set_input_files(sheet(["黒木 恵", "", "090-1234-5678", "", "", ""], *good))
    page.get_by_role("button", name="ファイルを読む").click()
    page.get_by_label("2行目をどうするか").select_option(label="同じ人: 黒木 恵さんがこの期に参加する")
    page.get_by_role("button", name="決めた内容を残す").click()
    page.get_by_role("button", name="3人を取り込む").click()
    expect(page.get_by_text("3人を取り込みました。")).to_be_visible()
    assert Enrollment.objects.filter(cohort=cohort).count() == 3
    assert Worker.objects.filter(family_name="黒木", given_name="恵").get() == known


def test_two_rows_become_one_person(town, visitor):
    twin = make_worker(town.program.municipality, family_name="崎田", given_name="恭")
    page = visitor().sign_in(town.people["official"]).go(f"/p/{town.program.slug}/duplicates/")
    into = f"/p/{town.program.slug}/twins/{twin.pk}/merge/?into={town.enrollment.worker_id}"
    page.locator(f'a[href="{into}"]').click()
    assert faults(page, POINTER) == []
    page.get_by_role("button", name="一人にまとめる").click()
    expect(page.get_by_text("﨑田 恭 さんを一人にまとめました。")).to_be_visible()
    twin.refresh_from_db()
    assert twin.merged_into == town.enrollment.worker
