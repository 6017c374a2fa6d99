"""The entries and months of two rows made one: every yen, file and history comes along, closed months stay."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from programs.domain.refusals import Refused
from programs.shared.month import Month
from reports.domain.rebuild import check
from tests.make import make_earning, make_enrollment, make_entry, make_user
from tests.make_evidence import make_evidence
from tests.make_programme import (
    make_contact,
    make_follow_up,
    make_matter,
)
from tests.workers.merging import merged
from workers.domain.closing import close_month, reopen_month
from workers.domain.corrections import correct_earning
from workers.domain.earning_changes import history_of, removed_in
from workers.domain.earnings import change_earning, remove_earning
from workers.domain.refusals import MonthClosed
from workers.models import (
    Contact,
    Earning,
    EarningChange,
    Enrollment,
    IncomeMonth,
    StatementImport,
)

pytestmark = pytest.mark.django_db

OCTOBER = dt.date(2026, 10, 1)


def test_in_one_cohort_the_months_are_added_up_anew(nichinan, twin):
    other = make_enrollment(nichinan.cohort, worker=twin)
    make_earning(nichinan.enrollment, 10_000, dt.date(2026, 10, 5))
    make_earning(other, 25_000, dt.date(2026, 10, 9), platform_fee=5_000, title="別の名前の仕事")
    make_contact(other, nichinan.director)
    make_follow_up(other, nichinan.director, contact=Contact.objects.get())
    make_matter(other, nichinan.director)
    merged(nichinan, twin)
    month = IncomeMonth.objects.get(enrollment=nichinan.enrollment, month=OCTOBER)
    assert (month.gross, month.net, month.earning_count) == (35_000, 30_000, 2)
    assert list(Enrollment.objects.filter(cohort=nichinan.cohort)) == [nichinan.enrollment]
    person = nichinan.enrollment
    assert (person.contacts.count(), person.follow_ups.count(), person.matters.count()) == (1, 1, 1)
    assert check() == []


def test_evidence_history_and_corrections_come_along(nichinan, twin, media):
    other = make_enrollment(nichinan.cohort, worker=twin)
    old = make_earning(other, 25_000, dt.date(2026, 9, 9))
    evidence = make_evidence(old, nichinan.director)
    change_earning(earning=old, entry=make_entry(24_000, dt.date(2026, 9, 9)), by=None)
    remove_earning(earning=make_earning(other, 7, OCTOBER), by=None)
    close_month(cohort=nichinan.cohort, month=Month(2026, 9), by=nichinan.official)
    words = {"on": dt.date(2026, 11, 22), "reason": "打ち間違い", "by": nichinan.official}
    correct_earning(earning=old, right=make_entry(20_000), **words)
    reopen_month(cohort=nichinan.cohort, month=Month(2026, 9), by=nichinan.official, reason="名寄せ")
    merged(nichinan, twin)
    moved = {one.gross: one for one in Earning.objects.filter(enrollment=nichinan.enrollment)}
    assert sorted(moved) == [-24_000, 20_000, 24_000]
    assert (moved[-24_000].corrects, moved[20_000].corrects) == (moved[24_000], moved[24_000])
    evidence.refresh_from_db()
    assert (evidence.earning, (media / evidence.file.name).exists()) == (moved[24_000], True)
    history = history_of(nichinan.enrollment, moved[24_000].pk)
    assert [step.kind for step in history] == ["taken_back", "changed"]
    assert [step.before["gross"] for step in removed_in(nichinan.enrollment, Month.of(OCTOBER))] == [7]
    assert (EarningChange.objects.filter(enrollment=other).count(), check()) == (0, [])


def test_one_line_of_a_statement_written_under_both_names_stays_twice(nichinan, twin):
    other = make_enrollment(nichinan.cohort, worker=twin)
    for person in (nichinan.enrollment, other):
        statement = StatementImport.objects.create(enrollment=person, source="x", digest="d", uploaded_by=make_user())
        earning = make_earning(person, 5_000, OCTOBER)
        Earning.objects.filter(pk=earning.pk).update(line_hash="same", statement=statement)
    merged(nichinan, twin)
    assert Earning.objects.filter(enrollment=nichinan.enrollment).count() == 2
    assert StatementImport.objects.filter(enrollment=nichinan.enrollment).count() == 2


def test_an_earlier_first_day_and_an_answer_come_along(nichinan, twin):
    Enrollment.objects.filter(pk=nichinan.enrollment.pk).update(joined_on=dt.date(2026, 8, 1))
    other = make_enrollment(nichinan.cohort, worker=twin)
    make_earning(other, 8_000, dt.date(2026, 3, 9))
    merged(nichinan, twin)
    nichinan.enrollment.refresh_from_db()
    assert nichinan.enrollment.joined_on == nichinan.cohort.starts_on
    assert IncomeMonth.objects.get(enrollment=nichinan.enrollment, month=dt.date(2026, 3, 1)).net == 8_000


def test_a_signed_off_month_is_named_and_nothing_moves(nichinan, twin):
    other = make_enrollment(nichinan.cohort, worker=twin)
    make_earning(other, 25_000, dt.date(2026, 10, 9))
    close_month(cohort=nichinan.cohort, month=IncomeMonth.objects.first().period, by=nichinan.official)
    with pytest.raises(MonthClosed):
        merged(nichinan, twin)
    twin.refresh_from_db()
    assert (twin.merged_into, other.earnings.count()) == (None, 1)


def test_months_signed_off_before_the_second_one_joined_stay_signed_off(nichinan, twin):
    make_earning(nichinan.enrollment, 50_000, dt.date(2026, 10, 9))
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    other = make_enrollment(nichinan.cohort, worker=twin, joined_on=dt.date(2026, 11, 1))
    make_earning(other, 25_000, dt.date(2026, 11, 9))
    merged(nichinan, twin)
    sums = IncomeMonth.objects.filter(enrollment=nichinan.enrollment, gross__gt=0).order_by("month")
    assert [(row.gross, row.is_closed) for row in sums] == [(50_000, True), (25_000, False)]
    assert Enrollment.objects.filter(cohort=nichinan.cohort).count() == 1
    assert check() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_entries_written_while_two_become_one_are_all_there(nichinan, twin):
    other = make_enrollment(nichinan.cohort, worker=twin)
    start = Barrier(4)

    def write(n: int) -> int:
        written = 0
        try:
            start.wait()
            for _k in range(8):
                # Once the other participation is gone there is nothing to write to: refused, not lost.
                with suppress(Enrollment.DoesNotExist, IntegrityError, Refused):
                    make_earning(other, 1_000 + n)
                    written += 1
        finally:
            connection.close()
        return written

    def merge(_n: int) -> int:
        try:
            start.wait()
            merged(nichinan, twin)
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(write, n) for n in range(3)] + [pool.submit(merge, 0)]
        written = sum(job.result() for job in jobs)
    assert Earning.objects.filter(enrollment__cohort=nichinan.cohort).count() == written
    assert check() == []
