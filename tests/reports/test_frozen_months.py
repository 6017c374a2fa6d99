"""The figures of a closing can be read and added up again years later, whatever happened since."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from programs.models import AccessRecord
from programs.shared.month import Month
from reports.domain.rebuild import check
from reports.domain.roll_up import drain
from tests.make import make_earning, make_enrollment, make_worker
from tests.signing_in import with_fresh_password, with_old_password
from workers.domain.closing import close_month, reopen_month
from workers.domain.frozen_months import added_up, differences_of, frozen_people
from workers.models import Enrollment, MonthClosing

OCTOBER = Month(2026, 10)
PAGE = "/p/nichinan/cohorts/1/2026-10/frozen/"


@pytest.fixture
def two_versions(nichinan, october):
    """Version 1 with Hidaka's 90,000; reopened, 10,000 more of hers, closed again."""
    first = close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    reopen_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official, reason="記録もれ")
    make_earning(october[1], 10_000, dt.date(2026, 10, 21))
    drain()
    second = close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    drain()
    first.refresh_from_db()
    return first, second


def test_each_version_keeps_its_people_to_the_yen(two_versions, october):
    first, second = two_versions
    nets = [[one.net for one in frozen_people(closing)] for closing in two_versions]
    assert nets == [[200_000, 90_000, 0], [200_000, 100_000, 0]]
    assert frozen_people(first)[0].enrollment_id == october[0].pk
    assert [added_up(frozen_people(one), counts_net=True).net for one in (first, second)] == [290_000, 300_000]
    assert [differences_of(one) for one in two_versions] == [{}, {}]


def test_the_figures_survive_what_happens_to_the_rows_afterwards(two_versions, nichinan):
    """Plans change, the basis changes, somebody's dates are put right: what was signed off stays what it was."""
    Enrollment.objects.update(left_on=dt.date(2026, 10, 1), leaving_reason="other")
    nichinan.program.target_basis = "gross"
    nichinan.program.save()
    closing = MonthClosing.objects.get(version=1)
    assert differences_of(closing) == {}
    assert (closing.figures["mean"], added_up(frozen_people(closing), counts_net=True).mean) == (145_000, 145_000)


def test_the_check_finds_a_closing_that_was_touched(two_versions):
    assert check() == []
    first = two_versions[0]
    first.people[1][4] += 1
    first.save(update_fields=["people"])
    (found,) = check()
    assert found.wrong["net"] == (290_000, 290_001)
    assert (found.place.split(":")[0], "290001" in found.place) == (
        f"closing 1 of cohort {first.cohort_id} 2026-10",
        False,
    )
    MonthClosing.objects.filter(pk=first.pk).update(people=[])
    assert check()[0].wrong["enrolled"] == (3, 0)


def test_a_version_can_be_read_after_it_was_reopened(desk, two_versions):
    newest, first = desk.get(PAGE).content.decode(), desk.get(f"{PAGE}?version=1").content.decode()
    assert [("310,000" in page, "290,000" in page) for page in (newest, first)] == [(True, False), (False, True)]
    assert "記録もれ" in first
    assert "足し直しても、すべての数値が1円まで一致します" in first
    assert "締めた時点の数値" in desk.get("/p/nichinan/cohorts/1/2026-10/").content.decode()


@pytest.mark.parametrize("version", ["0", "3", "x", "²", "99999999999999999999", "-1"])
def test_a_version_that_is_not_there_is_not_there(desk, two_versions, version):
    assert desk.get(f"{PAGE}?version={version}").status_code == 404


def test_names_are_of_today_and_the_anonymised_have_none(desk, two_versions, october):
    worker = october[1].worker
    worker.family_name = "改姓"
    worker.save()
    gone = october[2].worker
    gone.anonymized_at = timezone.now()
    gone.save()
    page = desk.get(f"{PAGE}?version=1").content.decode()
    assert ("改姓" in page, "日髙" in page, "矢野" in page, page.count("匿名にした参加者")) == (True, False, False, 1)


def test_a_row_that_was_put_together_with_another_says_so(desk, two_versions):
    first = two_versions[0]
    first.people[2][0] = 999_999
    first.save(update_fields=["people"])
    page = desk.get(f"{PAGE}?version=1").content.decode()
    assert ("ほかの登録とまとめられました" in page, "矢野" in page) == (True, False)


def test_a_month_that_was_never_closed_says_so(desk, october):
    assert "まだ締めていません" in desk.get(PAGE).content.decode()
    with_fresh_password(desk, desk.get(PAGE).wsgi_request.user)
    assert desk.get(f"{PAGE}export/").url == PAGE


def test_the_file_has_one_row_a_person_and_is_recorded(client, nichinan, two_versions):
    with_old_password(client, nichinan.director)
    assert "reauthenticate" in client.get(f"{PAGE}export/").url
    with_fresh_password(client, nichinan.director)
    answer = client.get(f"{PAGE}export/?version=1")
    assert answer["Content-Disposition"] == 'attachment; filename="hidane-nichinan-1-2026-10-v1.xlsx"'
    head, *rows = load_workbook(BytesIO(answer.content))["データ"].iter_rows(values_only=True)
    shown = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["名前"], row["手数料差引後"], row["計画"]) for row in shown] == [
        ("﨑田 恭", 200_000, 200_000), ("日髙 美咲", 90_000, 200_000), ("矢野 由紀", 0, 200_000),
    ]  # fmt: skip
    record = AccessRecord.objects.latest("pk")
    closing = two_versions[0]
    assert (record.action, record.object_id, record.detail) == ("exported", str(closing.pk), "version 1")


def test_viewers_read_and_take_nothing_away(viewer, two_versions):
    client = Client()
    with_fresh_password(client, viewer)
    assert ("Excel" in client.get(PAGE).content.decode(), client.get(f"{PAGE}export/").status_code) == (False, 404)


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_the_same_few_questions_for_one_and_three(people, desk, nichinan, django_assert_num_queries):
    for _n in range(people - 1):
        make_enrollment(nichinan.cohort, worker=make_worker())
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    desk.get(PAGE)
    with django_assert_num_queries(10):
        desk.get(PAGE)
