"""The waiting list: its order, and how it goes on into the next call without losing or doubling anybody."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from programs.domain.refusals import Refused
from tests.make import make_cohort
from tests.make_programme import make_application, make_call, make_consent
from workers.domain.decisions import decide, take_back_decline
from workers.domain.selection import select_applicant
from workers.domain.waiting import carry_over, carry_plan, later_calls, shift, waiting
from workers.models import Application

LATER = {"opens_on": dt.date(2027, 4, 1), "closes_on": dt.date(2027, 4, 30), "published_at": None}


@pytest.fixture
def call(nichinan):
    return make_call(nichinan.cohort)


@pytest.fixture
def later(nichinan):
    return make_call(make_cohort(nichinan.program, number=2, starts_on=dt.date(2027, 5, 1)), **LATER)


@pytest.fixture
def three(call, nichinan):
    made = [make_application(call, family_name=name) for name in ("谷口", "川越", "外山")]
    return [decide(application=one, state="waiting", by=nichinan.official) for one in made]


def names(call) -> list[str]:
    return [one.family_name for one in waiting(call)]


def test_who_comes_later_stands_last(call, three):
    assert names(call) == ["谷口", "川越", "外山"]


@pytest.mark.parametrize(
    ("who", "places", "then"),
    [
        (2, -1, ["谷口", "外山", "川越"]),
        (0, 1, ["川越", "谷口", "外山"]),
        (0, -1, ["谷口", "川越", "外山"]),
        (2, 1, ["谷口", "川越", "外山"]),
        (2, -9, ["外山", "谷口", "川越"]),
    ],
)
def test_somebody_moves_up_or_down_and_stops_at_the_end(call, three, who, places, then):
    shift(application=three[who], places=places)
    assert names(call) == then
    assert sorted(Application.objects.values_list("waiting_rank", flat=True)) == [1, 2, 3]


def test_who_is_not_waiting_cannot_be_moved(call, three):
    with pytest.raises(Refused, match="もう補欠ではありません"):
        shift(application=make_application(call), places=-1)


def test_all_who_wait_are_carried_in_their_order_with_their_consent(call, later, nichinan):
    agreed = timezone.now() - dt.timedelta(days=9)
    consent = make_consent(nichinan.municipality)
    old = make_application(call, state="waiting", waiting_rank=2, consent=consent, consented_at=agreed, pc_skill="work")
    first = make_application(call, state="waiting", waiting_rank=1)
    make_application(call)
    new = carry_over(call_from=call, call_to=later, by=nichinan.official)
    assert [one.carried_from for one in new] == [first, old]
    second = new[1]
    assert (second.call, second.state, second.channel, second.entered_by) == (
        later,
        "applied",
        "carried",
        nichinan.official,
    )
    assert (second.consent, second.consented_at, second.pc_skill, second.phone) == (consent, agreed, "work", old.phone)
    assert second.reference not in (old.reference, first.reference)
    old.refresh_from_db()
    assert (old.state, old.waiting_rank) == ("waiting", 2)
    assert [(step.state, step.note) for step in second.steps.all()] == [
        ("applied", "「クラウドワーカー募集」の補欠から引き継ぎ")
    ]


def test_nobody_is_carried_twice(call, later, three, nichinan):
    assert len(carry_over(call_from=call, call_to=later, by=nichinan.official)) == 3
    assert carry_over(call_from=call, call_to=later, by=nichinan.official) == []
    assert (names(call), Application.objects.filter(call=later).count()) == ([], 3)


def test_who_has_applied_there_already_stays_out(call, later, nichinan):
    there = make_application(later, given_name="葵", phone="0987-31-1111")
    same = make_application(call, given_name="葵", phone="0987311111", state="waiting", waiting_rank=1)
    plan = carry_plan(call_from=call, call_to=later)
    assert (plan.carried, plan.already_there) == ([], [same])
    assert carry_over(call_from=call, call_to=later, by=nichinan.official) == []
    assert list(Application.objects.filter(call=later)) == [there]


def test_one_person_waiting_twice_is_carried_once(call, later, nichinan):
    for rank in (1, 2):
        make_application(call, given_name="葵", phone="0987-31-1111", state="waiting", waiting_rank=rank)
    assert len(carry_over(call_from=call, call_to=later, by=nichinan.official)) == 1


def test_only_a_later_open_call_of_the_program_takes_them(call, later, nichinan, komagane):
    ended = make_call(
        make_cohort(nichinan.program, number=3), **LATER | {"published_at": timezone.now(), "ended_at": timezone.now()}
    )
    foreign = make_call(komagane.cohort, **LATER)
    assert later_calls(call) == [later]
    for wrong in (call, ended, foreign):
        with pytest.raises(Refused) as refused:
            carry_over(call_from=call, call_to=wrong, by=nichinan.official)
        assert refused.value.field == "call"


def test_what_was_carried_over_goes_on_there_only(call, later, three, nichinan):
    carry_over(call_from=call, call_to=later, by=nichinan.official)
    with pytest.raises(Refused, match="後の募集に引き継がれています"):
        decide(application=three[0], state="declined", reason="seats", by=nichinan.official)
    with pytest.raises(Refused, match="後の募集に引き継がれています"):
        select_applicant(application=three[0], by=nichinan.official, joined_on=dt.date(2026, 11, 22))


def test_a_decline_by_mistake_goes_back_where_it_came_from(call, nichinan):
    waited = decide(application=make_application(call), state="waiting", by=nichinan.official)
    reviewed = make_application(call)
    for one in (waited, reviewed):
        decide(application=one, state="declined", reason="seats", by=nichinan.official)
        one.refresh_from_db()
        take_back_decline(application=one, by=nichinan.official)
    assert sorted(Application.objects.values_list("state", "waiting_rank")) == [("screening", None), ("waiting", 1)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_carry_at_once_double_nobody(call, later, three, nichinan):
    start = Barrier(2)

    def carry(_n) -> int:
        try:
            start.wait()
            return len(carry_over(call_from=call, call_to=later, by=nichinan.official))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(carry, range(2))) == [0, 3]
    assert Application.objects.filter(call=later).count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_is_carried_over_at_this_moment_is_not_declined_as_well(call, later, three, nichinan):
    def decline() -> str:
        try:
            decide(application=three[0], state="declined", reason="seats", by=nichinan.official)
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return "declined"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            carry_over(call_from=call, call_to=later, by=nichinan.official)
            other = pool.submit(decline)
            _until_somebody_waits()
        assert "後の募集に引き継がれています" in other.result()
    three[0].refresh_from_db()
    assert three[0].state == "waiting"


def _until_somebody_waits() -> None:
    for _n in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    raise AssertionError("nobody waits")
