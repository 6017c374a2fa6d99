"""The Excel files, read back: one fact a row, no formulas, and every export on record."""

import datetime as dt
from collections import Counter
from io import BytesIO

import pytest
from openpyxl import load_workbook

from programs.models import AccessRecord, Membership, Municipality
from reports.domain.roll_up import drain
from tests.make import make_earning, make_enrollment, make_user, make_worker
from tests.signing_in import with_fresh_password, with_old_password
from workers.domain.enrollments import open_months_of

PEOPLE = "/p/nichinan/cohorts/1/people/export/"
MONTHS = "/p/nichinan/cohorts/1/months/export/"


@pytest.fixture
def cohort(nichinan):
    hidaka = make_enrollment(nichinan.cohort, worker=make_worker(family_name="=日髙", given_name="@美咲"))
    for enrollment in (nichinan.enrollment, hidaka):
        open_months_of(enrollment)
    make_earning(nichinan.enrollment, 30_000, dt.date(2026, 10, 3), platform_fee=6_000)
    make_earning(hidaka, 10_000, dt.date(2026, 10, 3))
    drain()
    return nichinan.cohort


def sheet_of(client, path):
    response = client.get(path)
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    return load_workbook(BytesIO(response.content))["データ"]


def facts(sheet) -> list[dict]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_people_file_holds_one_fact_a_row(client, nichinan, cohort):
    with_fresh_password(client, nichinan.official)
    sheet = sheet_of(client, PEOPLE)
    found = facts(sheet)
    assert Counter(len(row) for row in found) == {11: 2 * 11 * 7}  # two people, eleven months, seven facts
    october = [row for row in found if row["年月"] == dt.datetime(2026, 10, 1) and row["名前"] == "﨑田 恭"]
    assert {row["指標名"]: (row["値"], row["単位"]) for row in october} == {
        "報酬（税込）": (30_000, "円"),
        "システム利用料": (6_000, "円"),
        "手数料差引後": (24_000, "円"),
        "受取額": (24_000, "円"),
        "件数": (1, "件"),
        "回答": ("未回答", "語"),
        "計画": (200_000, "円"),
    }
    assert {(row["全国地方公共団体コード"], row["自治体"], row["期"]) for row in found} == {
        ("452041", "宮崎県日南市", "第1期")
    }


def test_the_sums_of_the_file_are_the_sums_of_the_entries(client, nichinan, cohort):
    with_fresh_password(client, nichinan.official)
    found = facts(sheet_of(client, PEOPLE))
    assert sum(row["値"] for row in found if row["指標名"] == "手数料差引後") == 34_000


def test_a_name_that_looks_like_a_formula_stays_text(client, nichinan, cohort):
    with_fresh_password(client, nichinan.official)
    cells = [cell for row in sheet_of(client, PEOPLE).iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert "=日髙 @美咲" in {cell.value for cell in cells}


def test_the_months_file_says_what_must_stay_inside(client, nichinan, cohort):
    with_fresh_password(client, nichinan.director)
    october = [row for row in facts(sheet_of(client, MONTHS)) if row["年月"] == dt.datetime(2026, 10, 1)]
    values = {row["指標名"]: row["値"] for row in october}
    assert (values["手数料差引後"], values["収入があった人の平均"], values["人数（2〜3万円）"]) == (34_000, 17_000, 1)
    assert {(row["開始からの月数"], row["庁外への公表"], row["状態"]) for row in october} == {(10, "秘匿", "未締め")}


def test_there_is_a_sheet_that_explains_the_words(client, nichinan, cohort):
    with_fresh_password(client, nichinan.official)
    book = load_workbook(BytesIO(client.get(MONTHS).content))
    words = dict(book["説明"].iter_rows(values_only=True))
    assert (words["目標と比べる金額"], words["作成日時"]) == ("手数料差引後", "2026年11月22日 12:00")


def test_an_export_is_written_down(client, nichinan, cohort):
    with_fresh_password(client, nichinan.official)
    client.get(PEOPLE)
    record = AccessRecord.objects.get()
    assert (record.user, record.action, record.noun) == (nichinan.official, "exported", "workers.incomemonth")
    assert record.municipality == Municipality.objects.get(code="452041")


def test_an_export_that_cannot_be_written_down_is_refused(client, nichinan, cohort, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    monkeypatch.setattr("reports.views.exports.record_access", broken)
    with_fresh_password(client, nichinan.official)
    with pytest.raises(RuntimeError):
        client.get(PEOPLE)


def test_a_viewer_takes_figures_away_and_no_names(client, nichinan, cohort):
    viewer = make_user("議員")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    with_fresh_password(client, viewer)
    assert (client.get(PEOPLE).status_code, client.get(MONTHS).status_code) == (404, 200)


def test_an_export_asks_for_the_password_again(client, nichinan, cohort):
    with_old_password(client, nichinan.official)
    assert "reauthenticate" in client.get(PEOPLE).url
    assert not AccessRecord.objects.exists()
