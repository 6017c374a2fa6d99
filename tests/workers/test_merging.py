"""Two rows of one person made one: nothing is lost, and every month still equals its entries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.domain.refusals import Refused
from programs.models import Membership
from reports.domain.rebuild import check
from tests.make import make_cohort, make_earning, make_enrollment, make_user, make_worker
from tests.make_programme import (
    make_application,
    make_attendance,
    make_attendee,
    make_call,
    make_contact,
    make_session,
)
from tests.workers.merging import merged
from workers.domain.enrollments import leave
from workers.domain.funnel import funnel_of
from workers.domain.later_states import plan_due_states
from workers.domain.later_summary import later_summary
from workers.domain.merging import merge_workers
from workers.domain.outcomes import successes
from workers.models import (
    Attendance,
    Attendee,
    Contact,
    Earning,
    Enrollment,
    IncomeMonth,
    MonthPlan,
    Outcome,
    Worker,
)

pytestmark = pytest.mark.django_db

OCTOBER = dt.date(2026, 10, 1)


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


@pytest.mark.parametrize("nameless", ["keep", "drop"])
def test_nobody_is_joined_with_somebody_nameless(nameless, nichinan, twin):
    """Emptying once more in the nights after would empty who was joined, too."""
    Worker.objects.filter(pk={"keep": nichinan.worker, "drop": twin}[nameless].pk).update(anonymized_at=timezone.now())
    with pytest.raises(Refused, match="匿名"):
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
