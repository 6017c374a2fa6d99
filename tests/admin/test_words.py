"""What the staff reads: titles, amounts, days and records in their own language."""

import datetime as dt

import pytest
from django.urls import reverse

from programs.admin.access_words import detail_of, kind_of
from programs.domain.access_records import Action, record_access
from tests.admin.cast import ADMINS
from workers.models import IncomeMonth


def page(clerk, name: str, pk: int) -> str:
    return clerk.get(reverse(f"admin:{name}_change", args=[pk])).content.decode()


def test_titles_say_whose_month_it_is(clerk, mine):
    assert "<h1>﨑田 恭 2026年10月</h1>" in page(clerk, "workers_incomemonth", mine["workers.IncomeMonth"].pk)
    assert "<h1>日南の期 2026年10月の締め（1回目）</h1>" in page(
        clerk, "workers_monthclosing", mine["workers.MonthClosing"].pk
    )
    assert "<h1>日南の期 2026年10月</h1>" in page(clerk, "reports_cohortmonth", mine["reports.CohortMonth"].pk)


def test_amounts_have_commas_and_their_unit(clerk, mine):
    IncomeMonth.objects.filter(pk=mine["workers.IncomeMonth"].pk).update(target=200_000)
    month = page(clerk, "workers_incomemonth", mine["workers.IncomeMonth"].pk)
    assert '<div class="readonly">12,345円</div>' in month
    assert '<div class="readonly">200,000円</div>' in month
    assert '<div class="readonly">12,345円</div>' in page(clerk, "workers_earning", mine["workers.Earning"].pk)


def test_days_look_alike_in_one_form(clerk, mine):
    cohort = mine["programs.Cohort"]
    cohort.ends_on = dt.date(2027, 3, 31)
    cohort.save()
    text = page(clerk, "programs_cohort", cohort.pk)  # a month is signed off: the first day is fixed
    assert '<div class="readonly">2026/01/10</div>' in text
    assert 'value="2027/03/31"' in text


def test_the_access_record_speaks_of_people_by_their_number(clerk, nichinan):
    record_access(
        Action.EXPORTED, IncomeMonth, user=nichinan.official, municipality=nichinan.municipality,
        subject_worker=nichinan.worker.pk, detail="491 rows",
    )  # fmt: skip
    text = clerk.get(reverse("admin:programs_accessrecord_changelist")).content.decode()
    link = reverse("admin:workers_worker_change", args=[nichinan.worker.pk])
    assert f'<a href="{link}">{nichinan.worker.pk}</a>' in text
    assert "収入の月</td>" in text
    assert ">491件</td>" in text
    assert "workers.incomemonth" not in text


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("cohort 3 people", "参加者の一覧（期のID 3）"),
        ("joined: official", "受け入れ（担当職員）"),
        ("made: worker", "作成（ワーカー）"),
        ("reissued: official", "再発行（担当職員）"),
        ("2026-09", "2026/9"),
        ("2026-09 excused", "2026/9：回答不要"),
        ("funnel after lost hired", "段階ごとの人：すべての段階、その前に離れた人（就職）"),
        ("5 rows (cohort__id__exact=3, q)", "5件（絞り込み：期 3、検索した言葉）"),
        ("404 GET 12", "見ようとした（ID 12）：この人には見えないページです"),
        ("title closes_on", "題、応募の最終日"),
        (
            "call 2 applications, short_hours_reason: 国への報告",
            "募集（ID 2）への応募（配慮の必要な項目を含む。理由：国への報告）",
        ),
        ("something new", "something new"),
        ("", ""),
    ],
)
def test_notes_are_read_in_japanese(note, said):
    assert detail_of(note, "workers.enrollment") == said


def test_kinds_nobody_knows_stay_as_they_are():
    assert [kind_of("workers.enrollment"), kind_of("parked")] == ["参加（在籍）", "parked"]
    assert kind_of("reports:people_list") == "職員用のページ（reports:people_list）"


def test_every_admin_passes_djangos_own_checks():
    """`manage.py check` sees only those that happen to be loaded before it looks."""
    assert [str(fault) for admin in ADMINS for fault in admin.check()] == []
