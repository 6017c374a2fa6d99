"""Verifying and returning: with a reason the person sees, never one's own, never what was not seen."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.models import Membership
from programs.shared.month import Month
from tests.make import make_earning, make_enrollment, make_entry
from tests.make_evidence import make_evidence
from workers.domain.closing import close_month
from workers.domain.earnings import change_earning, record_earning, record_earnings
from workers.domain.refusals import AlreadyGone, MonthClosed, OwnEntry
from workers.domain.seen import version_of
from workers.domain.verifying import ChangedSince, return_earning, verify_earning, verify_earnings, waiting_entries
from workers.models import Earning, EarningChange, IncomeMonth

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 5)


@pytest.fixture
def earning(nichinan) -> Earning:
    return make_earning(nichinan.enrollment, 10_000, OCTOBER, platform_fee=2_000)


def steps(number: int) -> list[str]:
    return list(EarningChange.objects.filter(earning_number=number).order_by("pk").values_list("kind", flat=True))


def test_a_returned_entry_says_who_why_and_is_not_verified(nichinan, earning):
    verify_earning(earning=earning, by=nichinan.director)
    returned = return_earning(earning=earning, reason="金額が明細と違います", by=nichinan.director)
    assert (returned.verified_at, returned.returned_by, returned.return_reason) == (
        None,
        nichinan.director,
        "金額が明細と違います",
    )
    assert IncomeMonth.objects.get(month=OCTOBER.replace(day=1)).verified_net == 0
    assert steps(earning.pk) == ["verified", "returned"]
    assert EarningChange.objects.first().reason == "金額が明細と違います"


def test_changing_a_returned_entry_clears_the_return(nichinan, earning):
    return_earning(earning=earning, reason="金額が明細と違います", by=nichinan.director)
    changed = change_earning(earning=earning, entry=make_entry(9_000, OCTOBER), by=nichinan.worker_user)
    assert (changed.returned_at, changed.returned_by, changed.return_reason) == (None, None, "")
    last = EarningChange.objects.first()
    assert (last.kind, last.before["gross"], last.after["gross"], last.by) == (
        "changed",
        10_000,
        9_000,
        nichinan.worker_user,
    )


def test_saving_a_returned_entry_as_it_was_leaves_it_returned(nichinan, earning):
    return_earning(earning=earning, reason="明細がありません", by=nichinan.director)
    change_earning(earning=earning, entry=make_entry(10_000, OCTOBER, platform_fee=2_000), by=nichinan.worker_user)
    earning.refresh_from_db()
    assert (earning.return_reason, steps(earning.pk)) == ("明細がありません", ["returned"])


def test_verifying_a_returned_entry_takes_the_return_back(nichinan, earning):
    return_earning(earning=earning, reason="明細がありません", by=nichinan.director)
    verified = verify_earning(earning=earning, by=nichinan.director)
    assert (verified.returned_at, verified.verified_by) == (None, nichinan.director)
    assert IncomeMonth.objects.get(month=OCTOBER.replace(day=1)).verified_net == 8_000


def test_a_return_without_a_reason_is_refused(nichinan, earning):
    with pytest.raises(Refused) as said:
        return_earning(earning=earning, reason="  ", by=nichinan.director)
    assert said.value.field == "reason"


def test_nobody_verifies_or_returns_an_entry_of_their_own(nichinan, earning):
    me = nichinan.worker_user
    Membership.objects.create(user=me, role="director", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    deeds = (
        lambda: verify_earning(earning=earning, by=me),
        lambda: return_earning(earning=earning, reason="x", by=me),
        lambda: verify_earnings(seen={earning.pk: ""}, program=nichinan.program, by=me),
        lambda: record_earning(enrollment=nichinan.enrollment, entry=make_entry(), by=me, verified_by=me),
    )
    for deed in deeds:
        with pytest.raises(OwnEntry):
            deed()
    assert not Earning.objects.exclude(verified_at=None, returned_at=None).exists()


def test_a_closed_month_is_neither_verified_nor_returned(nichinan, earning):
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    with pytest.raises(MonthClosed):
        verify_earning(earning=earning, by=nichinan.director)
    with pytest.raises(MonthClosed):
        return_earning(earning=earning, reason="x", by=nichinan.director)


def test_what_was_changed_since_it_was_seen_is_not_verified(nichinan, earning):
    seen = version_of(earning)
    change_earning(earning=earning, entry=make_entry(99_000, OCTOBER), by=nichinan.worker_user)
    for deed in (
        lambda: verify_earning(earning=earning, by=nichinan.director, seen=seen),
        lambda: return_earning(earning=earning, reason="x", by=nichinan.director, seen=seen),
        lambda: verify_earnings(seen={earning.pk: seen}, program=nichinan.program, by=nichinan.director),
    ):
        with pytest.raises(ChangedSince):
            deed()


def test_many_are_verified_together_or_not_at_all(nichinan, earning):
    other = make_earning(make_enrollment(nichinan.cohort), 5_000)
    seen = {one.pk: version_of(one) for one in (earning, other)}
    change_earning(earning=other, entry=make_entry(6_000), by=None)
    with pytest.raises(ChangedSince):
        verify_earnings(seen=seen, program=nichinan.program, by=nichinan.director)
    earning.refresh_from_db()
    assert earning.verified_at is None
    other.refresh_from_db()
    seen[other.pk] = version_of(other)
    assert verify_earnings(seen=seen, program=nichinan.program, by=nichinan.director) == 2
    assert verify_earnings(seen=seen, program=nichinan.program, by=nichinan.director) == 0
    assert (steps(earning.pk), IncomeMonth.objects.get(enrollment=other.enrollment).verified_net) == (
        ["verified"],
        6_000,
    )


def test_entries_of_another_program_are_not_among_them(nichinan, komagane, earning):
    foreign = make_earning(komagane.enrollment, 5_000)
    seen = {earning.pk: "", foreign.pk: ""}
    with pytest.raises(ChangedSince):
        verify_earnings(seen=seen, program=nichinan.program, by=nichinan.director)
    assert not Earning.objects.exclude(verified_at=None).exists()


def test_earnings_of_a_team_job_are_born_verified(nichinan):
    one = record_earning(
        enrollment=nichinan.enrollment, entry=make_entry(4_000), by=None, verified_by=nichinan.director
    )
    record_earnings(enrollment=nichinan.enrollment, entries=[make_entry(3_000)], by=None, verified_by=nichinan.director)
    assert one.verified_by == nichinan.director
    assert IncomeMonth.objects.get().verified_net == 7_000


def test_what_waits_is_open_and_undecided_and_the_oldest_comes_first(nichinan, komagane, earning):
    old = make_earning(nichinan.enrollment, 1_000)
    Earning.objects.filter(pk=old.pk).update(recorded_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    make_earning(komagane.enrollment, 2_000)
    verify_earning(earning=make_earning(nichinan.enrollment, 3_000), by=nichinan.director)
    return_earning(earning=make_earning(nichinan.enrollment, 4_000), reason="x", by=nichinan.director)
    assert list(waiting_entries(nichinan.program)) == [old, earning]
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    assert list(waiting_entries(nichinan.program)) == [old]


def test_evidence_stays_with_a_verified_entry(nichinan, earning):
    verify_earning(earning=earning, by=nichinan.director)
    make_evidence(earning, nichinan.worker_user)
    earning.refresh_from_db()
    assert earning.verified_by == nichinan.director


def test_an_entry_that_is_gone_is_said_to_be_gone(nichinan, earning):
    Earning.objects.filter(pk=earning.pk).delete()
    with pytest.raises(AlreadyGone):
        return_earning(earning=earning, reason="x", by=nichinan.director)
