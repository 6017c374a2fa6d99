"""A calendar year adds up to its entries, whatever they are, and knows no other year and no other person."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.shared.month import Month
from tests.make import make_cohort, make_earning, make_enrollment
from workers.domain.expenses import Spent, add_expense
from workers.domain.years import PaySums, money_of, year_of
from workers.models import Earning, Expense

pays = st.lists(
    st.tuples(
        st.dates(dt.date(2025, 11, 1), dt.date(2027, 2, 28)),
        st.sampled_from(["", "𠮷田商店", "日南編集室"]),
        st.sampled_from(["crowdworks", "lancers", "team"]),
        st.integers(1, 900_000),
        st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(0, 10)),  # per cent
        st.booleans(),  # taken back
    ),
    max_size=12,
)
costs = st.lists(
    st.tuples(
        st.dates(dt.date(2025, 11, 1), dt.date(2027, 2, 28)),
        st.sampled_from(["books", "room", "other"]),
        st.integers(1, 300_000),
        st.booleans(),
    ),
    max_size=8,
)


def write(enrollment, entries, spent) -> list[Earning]:
    """Straight into the tables: the sums are read from rows, whoever wrote them."""
    Earning.objects.exclude(corrects=None).delete()
    Earning.objects.all().delete()
    Expense.objects.all().delete()
    rows = []
    for day, client, source, gross, parts, taken_back in entries:
        fee, transfer, withheld = (gross * part // 100 for part in parts)
        row = Earning(
            enrollment=enrollment, earned_on=day, source=source, client=client, title="記事", gross=gross,
            platform_fee=fee, transfer_fee=transfer, withholding=withheld,
        )  # fmt: skip
        row.save()
        rows.append((row, taken_back))
    for row, taken_back in rows:
        if taken_back:
            Earning.objects.create(
                enrollment=enrollment, earned_on=row.earned_on, source=row.source, client=row.client, title="取消",
                gross=-row.gross, platform_fee=-row.platform_fee, transfer_fee=-row.transfer_fee,
                withholding=-row.withholding, corrects=row, correction_reason="二重",
            )  # fmt: skip
    for day, category, amount, direct in spent:
        Expense.objects.create(
            worker=enrollment.worker, spent_on=day, category=category, title="本", amount=amount, direct_cost=direct
        )
    return list(Earning.objects.all())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(entries=pays, spent=costs)
def test_the_sums_equal_the_entries(nichinan, entries, spent):
    rows = [row for row in write(nichinan.enrollment, entries, spent) if row.earned_on.year == 2026]
    bought = [one for one in Expense.objects.all() if one.spent_on.year == 2026]
    year = year_of(nichinan.worker, 2026)
    total = year.total
    assert (total.gross, total.net, total.received, total.withholding, total.entries) == (
        sum(row.gross for row in rows),
        sum(row.net for row in rows),
        sum(row.received for row in rows),
        sum(row.withholding for row in rows),
        sum(1 if row.gross > 0 else -1 for row in rows),
    )
    assert sum((sums for _month, sums in year.months), PaySums()) == total
    assert (year.spent, year.direct) == (
        sum(one.amount for one in bought),
        sum(one.amount for one in bought if one.direct_cost),
    )
    assert year.profit == total.gross - total.platform_fee - total.transfer_fee - year.spent
    assert year.insured_revenue == total.gross - year.direct
    money = money_of([nichinan.worker.pk], 2026).get(nichinan.worker.pk, {})
    assert sum(one.gross - one.fees - one.expenses for one in money.values()) == year.profit
    assert sum(one.gross - one.direct for one in money.values()) == year.insured_revenue


def test_the_year_ends_on_new_years_eve_and_holds_every_participation(nichinan, komagane):
    earlier = make_enrollment(
        make_cohort(nichinan.program, number=9, starts_on=dt.date(2025, 1, 1)),
        worker=nichinan.worker,
        left_on=dt.date(2026, 1, 9),
        leaving_reason="completed",
    )
    make_earning(earlier, 1_000, dt.date(2025, 12, 31), client="日南編集室")
    make_earning(earlier, 20_000, dt.date(2026, 1, 1), client="日南編集室", source="team")
    make_earning(nichinan.enrollment, 300_000, dt.date(2026, 3, 31), client="日南編集室", source="team")
    make_earning(nichinan.enrollment, 4_000_000, dt.date(2026, 4, 1))
    make_earning(komagane.enrollment, 9_999_999, dt.date(2026, 4, 1))
    year = year_of(nichinan.worker, 2026)
    assert [(one.client, one.source_name, one.sums.gross) for one in year.clients] == [
        ("", "クラウドワークス", 4_000_000),
        ("日南編集室", "チームの仕事", 320_000),
    ]
    assert [month for month, _sums in year.months] == [Month(2026, 1), Month(2026, 3), Month(2026, 4)]
    assert year_of(nichinan.worker, 2025).total.gross == 1_000


def test_a_correction_counts_in_the_year_and_month_of_what_it_corrects(nichinan):
    """Also the correction of a correction; and a pay that was taken back makes no month of income."""
    wrong = Earning.objects.create(
        enrollment=nichinan.enrollment,
        earned_on=dt.date(2025, 12, 20),
        source="team",
        client="港屋",
        title="記事",
        gross=11_000,
    )
    for day, taken, right in ((dt.date(2026, 1, 8), 11_000, 1_100), (dt.date(2026, 2, 8), 1_100, 1_000)):
        link = {
            "enrollment": nichinan.enrollment,
            "earned_on": day,
            "source": "team",
            "client": "港屋",
            "title": "記事",
        }
        link |= {"corrects": wrong, "correction_reason": "桁"}
        Earning.objects.create(gross=-taken, **link)
        wrong = Earning.objects.create(gross=right, **link)
    year = year_of(nichinan.worker, 2025)
    assert [(month, sums.gross) for month, sums in year.months] == [(Month(2025, 12), 1_000)]
    assert year.total.entries == 1
    assert year_of(nichinan.worker, 2026).is_empty
    assert money_of([nichinan.worker.pk], 2026) == {}


def test_expenses_are_counted_by_kind_with_their_receipts(nichinan):
    for amount, direct in ((1_000, True), (500, False)):
        spent = Spent(spent_on=dt.date(2026, 5, 5), category="books", title="本", amount=amount, direct_cost=direct)
        book = add_expense(worker=nichinan.worker, spent=spent)
    book.receipts.create(
        file_name="a.jpg", file="x", kind="picture", size=1, digest="a" * 64, uploaded_by=nichinan.worker_user
    )
    book.receipts.create(
        file_name="b.jpg", file="y", kind="picture", size=1, digest="b" * 64, uploaded_by=nichinan.worker_user
    )
    (line,) = year_of(nichinan.worker, 2026).categories
    assert (line.name, line.amount, line.direct, line.count, line.receipts) == ("本・講座", 1_500, 1_000, 2, 1)


@pytest.mark.parametrize("people", [1, 3])
def test_the_money_of_many_people_takes_two_queries(nichinan, people, django_assert_num_queries):
    workers = [nichinan.worker, *(make_enrollment(nichinan.cohort).worker for _n in range(people - 1))]
    with django_assert_num_queries(2):
        money_of([one.pk for one in workers], 2026)
