"""A person's calendar year as an Excel file: 「データ」 with one entry or expense a row, 「印刷用」 with the sums."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.exports.workbook import Sheet, workbook_of
from programs.templatetags.dates import month_year, wareki
from workers.domain.years import PaySums, YearSummary
from workers.models import Earning, Expense, Worker

_DATA_WIDTHS = (10, 12, 18, 26, 34, 14)
_PAPER_WIDTHS = (30, 16, 14)


def year_workbook(
    worker: Worker, summary: YearSummary, *, entries: Iterable[Earning], expenses: Iterable[Expense], issued_on
) -> bytes:
    title = _("Summary of the calendar year %(year)s (January to December)") % {"year": summary.year}
    return workbook_of(
        Sheet("データ", _data_head(), _data(entries, expenses), _DATA_WIDTHS),
        Sheet(
            "印刷用",
            (title,),
            _paper(worker, summary, issued_on),
            _PAPER_WIDTHS,
            paper=f"{title} {worker.full_name}",
        ),
    )


def _data_head() -> tuple[str, ...]:
    return (
        _("Kind of row"),
        _("Day"),
        _("source"),
        _("client"),
        _("name of the job"),
        *_pay_head(),
        _("estimated"),
        _("expense"),
        _("direct cost"),
    )


def _pay_head() -> tuple[str, ...]:
    return (
        _("pay (tax included)"),
        _("platform fee"),
        _("transfer fee"),
        _("withheld tax"),
        _("after platform fee"),
        _("amount received"),
    )


def _data(entries: Iterable[Earning], expenses: Iterable[Expense]) -> Iterator[tuple]:
    yes = pgettext("cell", "yes")
    for one in entries:
        pay = (one.gross, one.platform_fee, one.transfer_fee, one.withholding, one.net, one.received)
        estimated = yes if one.is_estimated else ""
        yield _("Income"), one.earned_on, one.get_source_display(), one.client, one.title, *pay, estimated, "", ""
    nothing = ("",) * 7
    for one in expenses:
        direct = yes if one.direct_cost else ""
        yield _("expense"), one.spent_on, one.get_category_display(), "", one.title, *nothing, one.amount, direct


def _paper(worker: Worker, summary: YearSummary, issued_on) -> Iterator[tuple]:
    yield _("Name"), worker.full_name
    yield _("Issued on"), wareki(issued_on)
    yield ()
    yield _("By client"), _("source"), *_pay_head()
    for one in summary.clients:
        yield one.client or _("(no client written down)"), one.source_name, *_pay(one.sums)
    yield _("Sum"), "", *_pay(summary.total)
    yield ()
    yield _("By month"), "", *_pay_head()
    for month, sums in summary.months:
        yield month_year(month), "", *_pay(sums)
    yield ()
    yield _("Expenses by kind"), _("Amount"), _("of it direct costs"), _("with receipt")
    for one in summary.categories:
        yield one.name, one.amount, one.direct, f"{one.receipts} / {one.count}"
    yield _("Sum"), summary.spent, summary.direct
    yield ()
    yield _("Estimated profit (pay less fees and expenses)"), summary.profit
    yield _("Estimated income for the health insurance (to be confirmed)"), summary.insured_revenue
    yield (_("These are estimates. Please confirm with the tax office or your insurer."),)


def _pay(sums: PaySums) -> tuple[int, ...]:
    return sums.gross, sums.platform_fee, sums.transfer_fee, sums.withholding, sums.net, sums.received
