"""Who accompanies whom: appointed and changed without gap or overlap, under two hands at once as well."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from programs.domain.refusals import Refused
from programs.models import Membership
from tests.make import make_director, make_enrollment, make_program
from workers.domain.supporters import (
    ChangedMeanwhile,
    appoint_for_many,
    appoint_supporter,
    changes_of,
    end_supporter,
    mark_of,
    supporters_on,
    supporting_staff,
)
from workers.models import Supporter

pytestmark = pytest.mark.django_db
TODAY, START = dt.date(2026, 11, 22), dt.date(2026, 1, 10)


def appoint(town, user, *, role="main", joined_on=TODAY) -> Supporter:
    return appoint_supporter(enrollment=town.enrollment, user=user, role=role, joined_on=joined_on)


def history(town, role="main") -> list[tuple]:
    rows = Supporter.objects.filter(enrollment=town.enrollment, role=role).order_by("joined_on", "pk")
    return list(rows.values_list("user__display_name", "joined_on", "left_on"))


def test_a_change_ends_the_old_on_the_same_day(nichinan):
    new = make_director(nichinan.program, "新任")
    appoint(nichinan, nichinan.director, joined_on=START)
    appoint(nichinan, new)
    assert history(nichinan) == [("黒木 沙織", START, TODAY), ("新任", TODAY, None)]


def test_on_every_day_exactly_one_is_in_charge(nichinan):
    for n, joined_on in enumerate((START, dt.date(2026, 3, 1), dt.date(2026, 3, 1), dt.date(2026, 8, 9))):
        appoint(nichinan, make_director(nichinan.program, f"担当{n}"), joined_on=joined_on)
    days = [START + dt.timedelta(days=n) for n in range((TODAY - START).days + 1)]
    assert {Supporter.objects.on(day).count() for day in days} == {1}
    assert Supporter.objects.on(START - dt.timedelta(days=1)).count() == 0


@pytest.mark.parametrize(
    ("joined_on", "sentence"),
    [
        (TODAY + dt.timedelta(days=1), "まだ来ていません"),
        (START - dt.timedelta(days=1), "2026年1月10日"),
        (dt.date(2026, 4, 30), "黒木 沙織さんが担当でした。2026年5月1日以降"),
    ],
)
def test_history_is_written_forward(nichinan, joined_on, sentence):
    appoint(nichinan, nichinan.director, joined_on=dt.date(2026, 5, 1))
    with pytest.raises(Refused, match=sentence) as refused:
        appoint(nichinan, nichinan.official, joined_on=joined_on)
    assert (refused.value.field, Supporter.objects.count()) == ("joined_on", 1)


def test_after_an_end_there_may_be_a_gap_but_no_overlap(nichinan):
    first = appoint(nichinan, nichinan.director, joined_on=START)
    end_supporter(supporter=first, left_on=dt.date(2026, 6, 1))
    with pytest.raises(Refused, match="2026年6月1日以降"):
        appoint(nichinan, nichinan.official, joined_on=dt.date(2026, 5, 31))
    appoint(nichinan, nichinan.official, joined_on=dt.date(2026, 6, 1))
    assert len(history(nichinan)) == 2


def test_only_directors_and_officials_in_force_are_appointed(nichinan, komagane):
    former = make_director(nichinan.program, "前任")
    Membership.objects.filter(user=former).update(left_on=TODAY)
    off = make_director(nichinan.program, "停止", is_active=False)
    elsewhere = make_director(make_program(nichinan.municipality), "よその事業")
    viewer = nichinan.worker_user
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=START)
    assert set(supporting_staff(nichinan.program)) == {nichinan.director, nichinan.official}
    for user in (former, off, elsewhere, viewer, komagane.director, komagane.official):
        with pytest.raises(Refused) as refused:
            appoint(nichinan, user)
        assert refused.value.field == "user"


def test_the_same_person_is_not_appointed_twice_nor_deputizes_for_themselves(nichinan):
    appoint(nichinan, nichinan.director)
    with pytest.raises(Refused, match="すでに担当"):
        appoint(nichinan, nichinan.director)
    with pytest.raises(Refused, match="副担当には、ほかの人"):
        appoint(nichinan, nichinan.director, role="deputy")


def test_a_deputy_who_becomes_the_supporter_is_deputy_no_longer(nichinan):
    appoint(nichinan, nichinan.director, joined_on=START)
    appoint(nichinan, nichinan.official, role="deputy", joined_on=START)
    appoint(nichinan, nichinan.official)
    assert history(nichinan, "deputy") == [("押川 健一", START, TODAY)]
    assert set(supporters_on([nichinan.enrollment])[nichinan.enrollment.pk]) == {"main"}


def test_whoever_has_left_gets_nobody_new(nichinan):
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = TODAY, "hired"
    nichinan.enrollment.save()
    with pytest.raises(Refused, match="参加を終えています"):
        appoint(nichinan, nichinan.director)


def test_an_end_is_refused_twice_before_the_start_and_in_the_future(nichinan):
    one = appoint(nichinan, nichinan.director, joined_on=dt.date(2026, 5, 1))
    for left_on in (dt.date(2026, 4, 30), TODAY + dt.timedelta(days=1)):
        with pytest.raises(Refused):
            end_supporter(supporter=one, left_on=left_on)
    end_supporter(supporter=one, left_on=TODAY)
    with pytest.raises(Refused, match="すでに終わって"):
        end_supporter(supporter=one, left_on=TODAY)


def test_somebody_whose_role_ended_is_absent(nichinan, django_assert_num_queries):
    appoint(nichinan, nichinan.director)
    appoint(nichinan, nichinan.official, role="deputy")
    Membership.objects.filter(user=nichinan.director).update(left_on=TODAY)
    with django_assert_num_queries(1):
        found = supporters_on([nichinan.enrollment])[nichinan.enrollment.pk]
    assert {role: one.is_present for role, one in found.items()} == {"main": False, "deputy": True}


def test_many_are_appointed_at_once_and_those_who_have_them_passed_over(nichinan):
    others = [make_enrollment(nichinan.cohort) for _ in range(2)]
    appoint(nichinan, nichinan.director)
    everybody = [nichinan.enrollment, *others]
    changes = changes_of(everybody, user=nichinan.director, role="main")
    assert [(one.before, one.already) for one in changes] == [(nichinan.director, True), (None, False), (None, False)]
    made = appoint_for_many(
        enrollments=everybody, user=nichinan.director, role="main", joined_on=TODAY, seen=mark_of(changes)
    )
    assert ({one.enrollment for one in made}, Supporter.objects.count()) == (set(others), 3)


def test_many_are_changed_only_as_it_was_shown(nichinan):
    changes = changes_of([nichinan.enrollment], user=nichinan.director, role="main")
    appoint(nichinan, nichinan.official)
    with pytest.raises(ChangedMeanwhile):
        appoint_for_many(
            enrollments=[nichinan.enrollment],
            user=nichinan.director,
            role="main",
            joined_on=TODAY,
            seen=mark_of(changes),
        )
    assert [name for name, _since, _until in history(nichinan)] == ["押川 健一"]


def test_of_many_all_or_nobody(nichinan):
    gone = make_enrollment(nichinan.cohort, left_on=TODAY, leaving_reason="moved")
    with pytest.raises(Refused):
        appoint_for_many(enrollments=[nichinan.enrollment, gone], user=nichinan.director, role="main", joined_on=TODAY)
    assert Supporter.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_appoint_at_the_same_moment_leave_one_in_charge(nichinan):
    staff = [make_director(nichinan.program, f"担当{n}") for n in range(6)]
    start = Barrier(len(staff))

    def work(user) -> str:
        try:
            start.wait()
            appoint(nichinan, user)
            return "appointed"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(staff)) as pool:
        answers = list(pool.map(work, staff))
    assert answers == ["appointed"] * 6
    assert Supporter.objects.filter(left_on=None).count() == 1
    assert Supporter.objects.on(TODAY).count() == 1
