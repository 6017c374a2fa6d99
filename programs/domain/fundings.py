"""What carried a program, by fiscal year (April to March) and source; the share that was its own revenue."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Funding, Program
from programs.models.funding import FundingKind

PUBLIC = (FundingKind.NATIONAL, FundingKind.PREFECTURE, FundingKind.TOWN)


@dataclass(frozen=True)
class YearOfMoney:
    """Whole yen of one fiscal year; `rows` are the sources it adds up."""

    fiscal_year: int
    rows: tuple[Funding, ...] = field(default=())

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def public(self) -> int:
        """The grants of the country and the prefecture, and the town's own money."""
        return sum(row.amount for row in self.rows if row.kind in PUBLIC)

    @property
    def own(self) -> int:
        return self.of(FundingKind.OWN_REVENUE)

    @property
    def own_share(self) -> Fraction | None:
        """Own revenue of all money of the year; None where no money is written down."""
        return Fraction(self.own, self.total) if self.total else None

    def of(self, kind: str) -> int:
        return sum(row.amount for row in self.rows if row.kind == kind)


def years_of_money(program: Program) -> list[YearOfMoney]:
    """Every fiscal year with a source written down, the newest first. One query."""
    return sorted_years(Funding.objects.filter(program=program).order_by("kind", "name", "pk"))


def sorted_years(rows: Iterable[Funding]) -> list[YearOfMoney]:
    by_year: dict[int, list[Funding]] = {}
    for row in rows:
        by_year.setdefault(row.fiscal_year, []).append(row)
    return [YearOfMoney(year, tuple(by_year[year])) for year in sorted(by_year, reverse=True)]


def own_revenue_share(program: Program, fiscal_year: int) -> Fraction | None:
    """The share of own revenue in that fiscal year's money, from 0 to 1; None without any figures."""
    rows = Funding.objects.filter(program=program, fiscal_year=fiscal_year)
    return YearOfMoney(fiscal_year, tuple(rows)).own_share


def write_funding(*, program: Program, fiscal_year: int, kind: str, name: str, amount: int) -> Funding:
    """Write one source of one fiscal year down; `amount` in yen. Raises Refused when it is there already."""
    funding = Funding(program=program, fiscal_year=fiscal_year, kind=kind, name=name, amount=amount)
    return _save(funding)


@transaction.atomic
def change_funding(*, funding: Funding, fiscal_year: int, kind: str, name: str, amount: int) -> Funding:
    """Correct a source. Raises Refused when another row is the same source of that year, or somebody removed it."""
    current = Funding.objects.select_for_update(no_key=True).filter(pk=funding.pk).first()
    if current is None:
        raise Refused(_("Somebody has taken this source of money away in the meantime."))
    current.fiscal_year, current.kind, current.name, current.amount = fiscal_year, kind, name, amount
    return _save(current)


def remove_funding(*, funding: Funding) -> None:
    """Take a source away that was written down by mistake. Twice does no more than once."""
    Funding.objects.filter(pk=funding.pk).delete()


def _save(funding: Funding) -> Funding:
    try:
        with transaction.atomic():
            funding.save()
    except IntegrityError as error:
        # Two clerks at once, or one who forgot: the constraint decides, and says which row it means.
        if _same_source(funding).exists():
            raise Refused(_("This source is already written down for that year."), field="name") from error
        raise
    return funding


def _same_source(funding: Funding):
    twins = Funding.objects.filter(
        program=funding.program_id, fiscal_year=funding.fiscal_year, kind=funding.kind, name=funding.name
    )
    return twins.exclude(pk=funding.pk)
