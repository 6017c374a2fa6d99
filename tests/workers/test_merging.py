"""Two rows of one person made one: nothing is lost, and every month still equals its entries."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.domain.refusals import Refused
from programs.models import Membership
from programs.shared.month import Month
from reports.domain.rebuild import check
from tests.make import make_cohort, make_earning, make_enrollment, make_entry, make_user, make_worker
from tests.make_evidence import make_evidence
from tests.make_programme import (
    make_application,
    make_attendance,
    make_attendee,
    make_call,
    make_contact,
    make_follow_up,
    make_matter,
    make_session,
)
from workers.domain.closing import close_month, reopen_month
from workers.domain.corrections import correct_earning
from workers.domain.earning_changes import history_of, removed_in
from workers.domain.earnings import change_earning, remove_earning
from workers.domain.enrollments import leave
from workers.domain.funnel import funnel_of
from workers.domain.later_states import plan_due_states
from workers.domain.later_summary import later_summary
from workers.domain.merging import merge_workers
from workers.domain.outcomes import successes
from workers.domain.refusals import MonthClosed
from workers.models import (
    Attendance,
    Attendee,
    Contact,
    Earning,
    EarningChange,
    Enrollment,
    IncomeMonth,
    MonthPlan,
    Outcome,
    StatementImport,
    Worker,
)

pytestmark = pytest.mark.django_db

OCTOBER = dt.date(2026, 10, 1)


@pytest.fixture
def twin(nichinan) -> Worker:
    return make_worker(nichinan.municipality, family_name="崎田", given_name="恭", phone="090-5555-6666")


def merged(nichinan, twin, **choices) -> Worker:
    return merge_workers(keep=nichinan.worker, drop=twin, by=nichinan.official, **choices)


def test_a_participation_in_another_cohort_moves_with_everything_on_it(nichinan, twin):
    stay = make_enrollment(make_cohort(nichinan.program), worker=twin)
    make_earning(stay, 12_000)
    contact = make_contact(stay, nichinan.director)
    merged(nichinan, twin)
    stay.refresh_from_db()
    twin.refresh_from_db()
    assert (stay.worker, twin.merged_into) == (nichinan.worker, nichinan.worker)
    assert Earning.objects.filter(enrollment__worker=nichinan.worker).count() == 1
    assert Contact.objects.get(enrollment__worker=nichinan.worker) == contact
    assert list(Worker.objects.visible_to(nichinan.official)) == [nichinan.worker]


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


@pytest.mark.parametrize("left_on", [None, dt.date(2026, 11, 20)])
def test_who_takes_part_longer_under_the_other_name_is_not_put_out(nichinan, twin, left_on):
    stays, other = nichinan.enrollment, make_enrollment(nichinan.cohort, worker=twin)
    make_earning(other, 8_000, dt.date(2026, 11, 9))
    leave(enrollment=stays, left_on=dt.date(2026, 10, 10), reason="other")
    if left_on:
        leave(enrollment=other, left_on=left_on, reason="hired", employer="X社")
    merged(nichinan, twin)
    stays.refresh_from_db()
    assert (stays.left_on, stays.leaving_reason) == (left_on, "hired" if left_on else "")
    assert IncomeMonth.objects.get(enrollment=stays, month=dt.date(2026, 11, 1)).gross == 8_000
    assert check() == []


def test_a_row_that_stands_on_both_sides_is_not_overwritten(nichinan, twin):
    other = make_enrollment(nichinan.cohort, worker=twin)
    MonthPlan.objects.create(enrollment=nichinan.enrollment, month=OCTOBER, target=50_000)
    MonthPlan.objects.create(enrollment=other, month=OCTOBER, target=90_000)
    merged(nichinan, twin)
    assert [plan.target for plan in nichinan.enrollment.month_plans.all()] == [50_000]
    assert MonthPlan.objects.count() == 2  # the other one stays with the row that is a mark now
    other.refresh_from_db()
    assert (other.worker, other.left_on) == (twin, other.joined_on)


def test_the_mark_that_stays_behind_is_nobody_in_any_figure(client, nichinan, twin):
    other = make_enrollment(nichinan.cohort, worker=twin)
    for one in (nichinan.enrollment, other):
        MonthPlan.objects.create(enrollment=one, month=OCTOBER, target=50_000)
        Outcome.objects.create(enrollment=one, kind="hired", happened_on=OCTOBER)
    merged(nichinan, twin)
    today = dt.date(2026, 11, 22)
    assert Enrollment.objects.count() == 2
    assert (funnel_of(nichinan.program, today=today).people, successes(nichinan.program).hired) == (1, 1)
    assert plan_due_states(today) == 0
    assert later_summary(nichinan.program, today=today, hide_small=False).left == 0
    client.force_login(nichinan.director)
    assert client.get("/p/nichinan/people/").context["page"].paginator.count == 1


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


def test_the_account_goes_along_or_one_of_two_is_chosen(nichinan, twin):
    twin.user = make_user("崎田 恭")
    twin.save()
    with pytest.raises(Refused, match="どちらにもアカウント"):
        merged(nichinan, twin)
    chosen = twin.user
    merged(nichinan, twin, account_of=twin)
    nichinan.worker.refresh_from_db()
    nichinan.worker_user.refresh_from_db()
    assert (nichinan.worker.user, nichinan.worker_user.is_active) == (chosen, False)


def test_an_account_that_works_for_a_program_is_not_put_aside(nichinan, twin):
    twin.user = make_user("崎田 恭")
    twin.save()
    Membership.objects.create(user=twin.user, role="viewer", program=nichinan.program, joined_on=OCTOBER)
    with pytest.raises(Refused):
        merged(nichinan, twin, account_of=nichinan.worker)
    merged(nichinan, twin, account_of=twin)


def test_applications_and_attendances_follow(nichinan, twin):
    application = make_application(make_call(nichinan.cohort), state="selected", worker=twin)
    session = make_session()
    for worker in (nichinan.worker, twin):
        attendee = make_attendee(nichinan.municipality, worker=worker)
        make_attendance(session, attendee, state="present" if worker == twin else "signed_up")
    merged(nichinan, twin)
    application.refresh_from_db()
    assert application.worker == nichinan.worker
    assert [(one.attendee.worker, one.state) for one in Attendance.objects.all()] == [(nichinan.worker, "present")]
    assert Attendee.objects.count() == 1


def test_the_access_record_is_locked_last(nichinan, twin):
    for worker in (nichinan.worker, twin):
        make_attendee(nichinan.municipality, worker=worker)
    twin.user = make_user("崎田 恭")
    twin.save()
    with CaptureQueriesContext(connection) as asked:
        merged(nichinan, twin, account_of=twin)
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    first = next(n for n, sql in enumerate(written) if "programs_accessrecord" in sql)
    assert [sql for sql in written[first:] if "workers_worker" in sql or "programs_user" in sql] == []


def test_what_was_chosen_is_taken_from_the_other(nichinan, twin):
    merged(nichinan, twin, taken=frozenset({"names"}))
    nichinan.worker.refresh_from_db()
    assert (nichinan.worker.family_name, nichinan.worker.phone) == ("崎田", "090-5555-6666")


def test_people_of_two_towns_are_never_one(nichinan, komagane):
    with pytest.raises(Refused):
        merge_workers(keep=nichinan.worker, drop=komagane.worker, by=nichinan.official)


def test_whoever_was_merged_is_not_merged_again(nichinan, twin):
    merged(nichinan, twin)
    with pytest.raises(Refused):
        merged(nichinan, twin)


def test_the_page_names_pairs_and_makes_them_one(client, nichinan, komagane):
    make_worker(komagane.municipality, family_name=nichinan.worker.family_name, given_name="恭")
    twin = make_worker(nichinan.municipality, family_name="崎田", given_name="恭")
    client.force_login(nichinan.official)
    pairs = client.get(reverse("workers:duplicate_list", args=["nichinan"])).context["page"]
    assert [(pair.first, pair.second, pair.why) for pair in pairs] == [(nichinan.worker, twin, ("name",))]
    url = reverse("workers:worker_merge", args=["nichinan", twin.pk]) + f"?into={nichinan.worker.pk}"
    assert client.get(url).status_code == 200
    client.post(url, {"names": "keep"})
    twin.refresh_from_db()
    assert twin.merged_into == nichinan.worker
    elsewhere = reverse("workers:worker_merge", args=["nichinan", nichinan.worker.pk])
    assert client.get(f"{elsewhere}?into={komagane.worker.pk}").status_code == 404
    assert client.get(f"{elsewhere}?into=9999999999999999999999").status_code == 404


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
