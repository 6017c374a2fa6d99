"""Income before and after contacts, and the work of accompanying: the arithmetic, and what is shown to whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from programs.models import AccessRecord, Membership
from programs.shared.month import Month
from tests.make import make_enrollment, make_user
from tests.make_programme import make_contact
from workers.domain.support_effect import BeforeAfter, Group, comparable_months, compare, comparisons
from workers.domain.support_work import work_by_month
from workers.models import Contact, IncomeMonth

EFFECT = "/p/nichinan/support/effect/"
JULY = Month(2026, 7)
SPAN = list(Month.between(Month(2026, 4), Month(2026, 10)))


def seven(before: int, after: int, now: int = 0) -> dict[Month, int]:
    return dict(zip(SPAN, [before] * 3 + [now] + [after] * 3, strict=True))


def test_three_months_before_stand_beside_three_after():
    incomes = {1: dict(zip(SPAN, [1_000, 2_000, 6_000, 99_999, 5_000, 5_000, 8_000], strict=True))}
    found = compare(JULY, incomes, {1})
    assert found.reached.people == (BeforeAfter(1, 3_000, 6_000),)
    assert found.others.people == ()


def test_who_was_not_there_all_seven_months_is_left_out():
    short = dict.fromkeys(SPAN[1:], 1000)
    rested = {month: 1_000 for month in SPAN if month != JULY}
    found = compare(JULY, {1: seven(0, 9_000), 2: short, 3: rested}, {1, 2, 3})
    assert [one.enrollment_id for one in found.reached.people] == [1]


def test_means_and_medians():
    group = Group(tuple(BeforeAfter(n, before, 0) for n, before in enumerate((0, 0, 3_000, 100_000))))
    assert (group.count, group.mean_before, group.median_before, group.difference) == (4, 25_750, 1_500, -25_750)
    assert (Group(()).mean_before, Group(()).median_after, Group(()).difference) == (None, None, None)


@pytest.mark.parametrize(
    ("reached", "others", "withheld"), [(5, 5, False), (4, 50, True), (50, 1, True), (0, 5, False), (5, 0, False)]
)
def test_one_small_group_hides_both(reached, others, withheld):
    incomes = {n: seven(1_000, 2_000) for n in range(reached + others)}
    assert compare(JULY, incomes, set(range(reached))).is_withheld is withheld


def test_only_months_whose_three_following_ones_are_over_are_compared():
    months = comparable_months(Month(2026, 11))
    assert (months[0], months[-1], len(months)) == (JULY, Month(2025, 8), 12)


def months_of(one, incomes: dict[Month, int], **fields) -> None:
    IncomeMonth.objects.bulk_create(
        IncomeMonth(enrollment=one, month=month.first, gross=net, net=net, earning_count=1, due=0, **fields)
        for month, net in incomes.items()
    )


@pytest.mark.django_db
def test_a_contact_that_reached_nobody_reaches_nobody(nichinan, django_assert_num_queries):
    people = [make_enrollment(nichinan.cohort) for _ in range(3)]
    for one in people:
        months_of(one, seven(10_000, 30_000))
    make_contact(people[0], nichinan.director, happened_on=dt.date(2026, 7, 31))
    make_contact(people[1], nichinan.director, happened_on=dt.date(2026, 7, 15), was_reached=False)
    make_contact(people[2], nichinan.director, happened_on=dt.date(2026, 8, 1))
    with django_assert_num_queries(2):
        (found,) = comparisons(nichinan.program, [JULY])
    assert [one.enrollment_id for one in found.reached.people] == [people[0].pk]
    assert {one.enrollment_id for one in found.others.people} == {people[1].pk, people[2].pk}


@pytest.mark.django_db
def test_the_programs_basis_is_compared(nichinan):
    one = make_enrollment(nichinan.cohort)
    IncomeMonth.objects.bulk_create(
        IncomeMonth(enrollment=one, month=m.first, gross=10_000, platform_fee=2_000, net=8_000, earning_count=1)
        for m in SPAN
    )
    nichinan.program.target_basis = "gross"
    assert comparisons(nichinan.program, [JULY])[0].others.mean_before == 10_000
    nichinan.program.target_basis = "net"
    assert comparisons(nichinan.program, [JULY])[0].others.mean_before == 8_000


@pytest.mark.django_db
def test_the_work_of_a_month_in_figures(nichinan):
    other = make_enrollment(nichinan.cohort)
    for one, medium, reached, minutes in (
        (nichinan.enrollment, "phone", True, 10),
        (nichinan.enrollment, "phone", False, None),
        (other, "visit", True, 60),
    ):
        make_contact(
            one,
            nichinan.director,
            happened_on=dt.date(2026, 10, 31),
            medium=medium,
            was_reached=reached,
            minutes=minutes,
        )
    make_contact(other, nichinan.director, happened_on=dt.date(2026, 11, 1))
    lines = work_by_month(Contact.objects.all(), Month.between(Month(2026, 9), Month(2026, 10)))
    september, october = lines
    assert (september.contacts, september.reached_share, september.people) == (0, None, 0)
    assert (october.by_medium["phone"], october.by_medium["visit"], october.by_medium["chat"]) == (2, 1, 0)
    assert (october.contacts, october.reached, october.reached_share) == (3, 2, 67)
    assert (october.minutes, october.people) == (70, 2)


@pytest.fixture
def four_reached(nichinan):
    """Four reached in July and six others: one group too small to be shown."""
    people = [make_enrollment(nichinan.cohort) for _ in range(10)]
    for n, one in enumerate(people):
        months_of(one, seven(10_000, 43_210))
        if n < 4:
            make_contact(one, nichinan.director, happened_on=dt.date(2026, 7, 9))
    return people


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def viewer(nichinan):
    user = make_user("議員")
    Membership.objects.create(user=user, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    return user


@pytest.mark.django_db
def test_viewers_see_no_small_group_and_nobody_by_name(viewer, four_reached):
    response = signed_in(viewer).get(EFFECT)
    body = response.content.decode()
    assert ("43,210" in body, four_reached[0].worker.full_name in body) == (False, False)
    assert "秘匿" in body
    assert (response.context["people"], AccessRecord.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_viewers_see_groups_of_five(viewer, four_reached, nichinan):
    make_contact(four_reached[4], nichinan.director, happened_on=dt.date(2026, 7, 9))
    body = signed_in(viewer).get(EFFECT).content.decode()
    assert ("43,210" in body, four_reached[0].worker.full_name in body) == (True, False)


@pytest.mark.django_db
def test_directors_see_the_people_and_that_is_written_down(nichinan, four_reached):
    response = signed_in(nichinan.director).get(EFFECT)
    assert [(person.pk, one.difference) for person, one in response.context["people"]] == [
        (one.pk, 33_210) for one in four_reached[:4]
    ]
    assert AccessRecord.objects.get().detail == "support effect 2026-07, 4 rows"
    assert "これは比較です。" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("month", "status"), [("2026-07", 200), ("2026-06", 200), ("2026-08", 404), ("x", 404), ("2020-01", 404)]
)
def test_a_month_is_chosen(nichinan, month, status):
    assert signed_in(nichinan.director).get(EFFECT, {"month": month}).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3, 300])
def test_the_page_asks_the_same_number_of_questions(nichinan, people, viewer, django_assert_num_queries):
    everybody = [make_enrollment(nichinan.cohort) for _ in range(people)]
    rows = [
        IncomeMonth(enrollment=one, month=m.first, gross=1_000, net=1_000, earning_count=1, due=0)
        for one in everybody
        for m in SPAN
    ]
    IncomeMonth.objects.bulk_create(rows)
    Contact.objects.bulk_create(
        Contact(enrollment=one, by=nichinan.director, medium="chat", happened_on=dt.date(2026, 7, 9))
        for one in everybody
    )
    client = signed_in(nichinan.director)
    with django_assert_num_queries(14 + (connection.vendor == "postgresql")):  # the record's lock
        assert len(client.get(EFFECT).context["people"]) == min(people, 20)
