"""A person's calendar year (暦年, January to December) for their own tax return, over all their participations.

The day the pay was confirmed decides the year; a correction belongs to the year of what it corrects, whenever it was
written. The town's 年度 is never mixed in here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from programs.shared.month import Month
from workers.domain.counted_months import with_counted_month
from workers.domain.lines import MonthMoney
from workers.models import Earning, Expense, Worker
from workers.models.earning import Source
from workers.models.expense import ExpenseCategory

PAYS, TAKEN_BACK = Q(gross__gt=0), Q(gross__lt=0)
ENTRIES = Count("pk", filter=PAYS) - Count("pk", filter=TAKEN_BACK)  # a pay that was taken back is none
FIRST_YEAR = 2020  # of the rows of income lines; programmes of this kind are not much older


@dataclass(frozen=True, slots=True)
class PaySums:
    """Whole yen of some entries; `estimated` of them were worked back from what was paid out."""

    gross: int = 0
    platform_fee: int = 0
    transfer_fee: int = 0
    withholding: int = 0
    entries: int = 0
    estimated: int = 0

    @property
    def net(self) -> int:
        return self.gross - self.platform_fee

    @property
    def received(self) -> int:
        return self.net - self.transfer_fee - self.withholding

    def __add__(self, other: "PaySums") -> "PaySums":
        return PaySums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class ClientLine:
    """`client` is empty where the person wrote none down."""

    client: str
    source: str
    sums: PaySums

    @property
    def source_name(self) -> str:
        return str(Source(self.source).label)


@dataclass(frozen=True, slots=True)
class CategoryLine:
    category: str
    amount: int
    direct: int
    count: int
    receipts: int

    @property
    def name(self) -> str:
        return str(ExpenseCategory(self.category).label)


@dataclass(frozen=True, slots=True)
class YearSummary:
    year: int
    clients: tuple[ClientLine, ...]
    months: tuple[tuple[Month, PaySums], ...]
    categories: tuple[CategoryLine, ...]

    @property
    def total(self) -> PaySums:
        return reduce(PaySums.__add__, (one.sums for one in self.clients), PaySums())

    @property
    def spent(self) -> int:
        return sum(one.amount for one in self.categories)

    @property
    def direct(self) -> int:
        return sum(one.direct for one in self.categories)

    @property
    def profit(self) -> int:
        """所得の目安: pay less both fees and expenses. Withheld tax is no expense. May be below zero."""
        return self.total.net - self.total.transfer_fee - self.spent

    @property
    def insured_revenue(self) -> int:
        """健康保険の収入の目安: pay less direct costs; each insurer has its own list, so it is to be confirmed."""
        return self.total.gross - self.direct

    @property
    def is_empty(self) -> bool:
        return not (self.clients or self.categories)


_SUMS = {
    "gross_sum": Sum("gross"),
    "platform_sum": Sum("platform_fee"),
    "transfer_sum": Sum("transfer_fee"),
    "withheld_sum": Sum("withholding"),
    "entries": ENTRIES,
    "estimated": Count("pk", filter=PAYS & Q(is_estimated=True))
    - Count("pk", filter=TAKEN_BACK & Q(is_estimated=True)),
}


def entries_of(workers: Iterable[int], year: int) -> QuerySet[Earning]:
    """The entries that count in a calendar year, in no order, each with the month it counts in (`counted_in`)."""
    earned = Earning.objects.filter(enrollment__worker__in=list(workers))
    return with_counted_month(earned).filter(counted_in__year=year).order_by()


def year_of(worker: Worker, year: int) -> YearSummary:
    """Everything a person earned and spent in a calendar year. Two queries."""
    by_client: dict[tuple[str, str], PaySums] = defaultdict(PaySums)
    by_month: dict[Month, PaySums] = defaultdict(PaySums)
    for row in entries_of([worker.pk], year).values("client", "source", "counted_in").annotate(**_SUMS):
        sums = PaySums(*(row[name] for name in _SUMS))
        by_client[row["client"], row["source"]] += sums
        by_month[Month.of(row["counted_in"])] += sums
    clients = [ClientLine(client, source, sums) for (client, source), sums in by_client.items()]
    return YearSummary(
        year=year,
        clients=tuple(sorted(clients, key=lambda one: (-one.sums.gross, one.client, one.source))),
        months=tuple(sorted(by_month.items())),
        categories=_categories(worker, year),
    )


def _categories(worker: Worker, year: int) -> tuple[CategoryLine, ...]:
    spent = Expense.objects.filter(worker=worker).in_year(year).order_by()
    rows = spent.annotate(files=Count("receipts")).values_list("category", "amount", "direct_cost", "files")
    found: dict[str, list[tuple[int, bool, int]]] = defaultdict(list)
    for category, amount, direct, receipts in rows:
        found[category].append((amount, direct, receipts))
    return tuple(
        CategoryLine(
            category,
            amount=sum(amount for amount, _direct, _receipts in found[category]),
            direct=sum(amount for amount, direct, _receipts in found[category] if direct),
            count=len(found[category]),
            receipts=sum(receipts > 0 for _amount, _direct, receipts in found[category]),
        )
        for category in ExpenseCategory.values
        if category in found
    )


def money_of(workers: Iterable[int], year: int) -> Mapping[int, Mapping[Month, MonthMoney]]:
    """What people earned and spent in each month of a calendar year, by the number of the person. Two queries."""
    workers = list(workers)
    found: dict[int, dict[Month, MonthMoney]] = defaultdict(lambda: defaultdict(MonthMoney))
    fees = Sum("platform_fee") + Sum("transfer_fee")
    rows = (
        entries_of(workers, year)
        .values("enrollment__worker", "counted_in")
        .annotate(pay=Sum("gross"), fees=fees, entries=ENTRIES)
    )
    for row in rows:
        money = MonthMoney(gross=row["pay"], fees=row["fees"], entries=row["entries"])
        found[row["enrollment__worker"]][Month.of(row["counted_in"])] += money
    spent = Expense.objects.filter(worker__in=workers).in_year(year).order_by()
    spent = spent.annotate(month=TruncMonth("spent_on")).values("worker", "month")
    for row in spent.annotate(all=Sum("amount"), direct=Sum("amount", filter=Q(direct_cost=True))):
        money = MonthMoney(expenses=row["all"], direct=row["direct"] or 0)
        found[row["worker"]][Month.of(row["month"])] += money
    return found
