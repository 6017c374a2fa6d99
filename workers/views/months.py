"""The months of a person: all of them as a list, and one with its entries."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from programs.shared.month import Month
from workers.access import worker_page
from workers.domain.earning_changes import removed_in
from workers.domain.month_lines import MonthLine, lines_of, questions_of
from workers.domain.withholding import withholding_name
from workers.models import Earning, Enrollment, Pause
from workers.models.income_month import Answer
from workers.models.pause import PauseReason
from workers.views.earnings import closed_sentence, month_url, over_sentence
from workers.views.pages import page_context

BADGES: dict[str, tuple[str, str | Promise]] = {
    "now": ("now", pgettext_lazy("month", "This month")),
    "paused": ("paused", pgettext_lazy("month", "Paused")),
    "closed": ("closed", pgettext_lazy("month", "Closed")),
    "nothing_earned": ("", pgettext_lazy("month", "Nothing earned")),
    "excused": ("", pgettext_lazy("month", "No answer needed")),
    "reported": ("ok", pgettext_lazy("month", "Complete")),
    "unanswered": ("warn", pgettext_lazy("month", "Not answered")),
}


@dataclass(frozen=True)
class Row:
    """One month in the list; `said` stands in the place of an amount."""

    line: MonthLine
    url: str
    sub: str
    said: str

    @property
    def badge(self) -> tuple[str, str | Promise]:
        return BADGES[self.line.state]

    @property
    def net(self) -> int | None:
        return self.line.amount if self.line.amount or self.line.count or self.line.is_now else None


@worker_page
def earning_list(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    return render(request, "workers/earning_list.html", list_context(enrollment))


@worker_page
def earning_month(request: HttpRequest, enrollment: Enrollment, month: str) -> HttpResponse:
    return render(request, "workers/earning_month.html", month_context(enrollment, month_or_404(month)))


def month_or_404(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise Http404 from None


def list_context(enrollment: Enrollment) -> dict[str, Any]:
    lines = lines_of(enrollment)
    questions = questions_of(lines, grace_days=enrollment.cohort.program.grace_days, today=timezone.localdate())
    asked = questions[0] if questions else None
    reasons = _reasons(enrollment) if any(line.rests for line in lines) else []
    rows = [_row(line, asked.line.month if asked else None, reasons) for line in lines]
    years = [(year, list(group)) for year, group in groupby(rows, key=lambda row: row.line.month.fiscal_year)]
    over = over_sentence(enrollment) if page_context(enrollment)["is_over"] else ""
    return page_context(enrollment) | {
        "years": years,
        "question": asked,
        "asked_on": "list",
        "over": over,
        "refusal": "",
    }


def month_context(enrollment: Enrollment, month: Month) -> dict[str, Any]:
    """404 for a month outside the stay, unless something was written in it."""
    lines = {line.month: line for line in lines_of(enrollment)}
    if month not in lines:
        raise Http404
    line, program = lines[month], enrollment.cohort.program
    questions = questions_of([line], grace_days=program.grace_days, today=timezone.localdate())
    entries = list(Earning.objects.filter(enrollment=enrollment).in_month(month).with_ties())
    return page_context(enrollment) | {
        "month": month,
        "line": line,
        "badge": BADGES[line.state],
        "previous_url": month_url(month - 1) if month - 1 in lines else "",
        "next_url": month_url(month + 1) if month + 1 in lines else "",
        "entries": entries,
        "removed": removed_in(enrollment, month),
        "counts_net": program.counts_net,
        "minus": _minus(line, entries),
        "question": questions[0] if questions else None,
        "answered": _answered(line),
        "closed": closed_sentence(line.row) if line.row.is_closed else "",
        "asked_on": "month",
        "refusal": "",
    }


def _minus(line: MonthLine, entries: list[Earning]) -> dict[str, Any]:
    """What was kept back of the month's pay, each kind by itself; withheld tax named by the last day of payment."""
    withheld = [one for one in entries if one.withholding]
    return {
        "platform_fee": -line.row.platform_fee,
        "transfer_fee": -sum(one.transfer_fee for one in entries),
        "withholding": -sum(one.withholding for one in withheld),
        "name": withholding_name(max((one.paid_on or one.earned_on for one in withheld), default=line.month.last)),
    }


def _answered(line: MonthLine) -> str:
    """What the person said about an open month, to be taken back if it was a slip."""
    if line.row.is_closed:
        return ""
    said = {
        Answer.REPORTED: _("You said that everything is entered."),
        Answer.NOTHING_EARNED: _("You said that there was no income."),
    }
    return said.get(line.row.answer, "")


def _reasons(enrollment: Enrollment) -> list[Pause]:
    return list(Pause.objects.filter(enrollment=enrollment).exclude(reason=PauseReason.NOT_SAID))


def _row(line: MonthLine, asked: Month | None, pauses: list[Pause]) -> Row:
    said = "" if line.amount else _instead_of_amount(line)
    sub = _question_hint(line, asked) or _pause_hint(line, pauses) or _what_was_written(line)
    return Row(line=line, url=month_url(line.month), sub=sub, said=said)


def _instead_of_amount(line: MonthLine) -> str:
    if line.rests:
        return pgettext("month", "No plan")
    if not line.count and line.row.answer == Answer.NOTHING_EARNED:
        return pgettext("month", "No income")
    return ""


def _question_hint(line: MonthLine, asked: Month | None) -> str:
    if line.month == asked and not line.is_now and not line.count:
        return _("Please answer the question above")
    return ""


def _pause_hint(line: MonthLine, pauses: list[Pause]) -> str:
    if not line.rests:
        return ""
    for pause in pauses:
        if pause.starts_on <= line.month.first and (pause.ends_on is None or pause.ends_on >= line.month.last):
            return str(pause.get_reason_display())
    return _("a month of rest")


def _what_was_written(line: MonthLine) -> str:
    """How many entries, and until when they count or when they were signed off."""
    count = ngettext("%(count)s entry", "%(count)s entries", line.count) % {"count": line.count}
    if line.is_now:
        return _("%(entries)s, until day %(day)s") % {"entries": count, "day": timezone.localdate().day}
    if line.row.is_closed:
        day = date_format(timezone.localdate(line.row.closed_at), "MONTH_DAY_FORMAT")
        if line.count:
            return _("%(entries)s, closed %(day)s") % {"entries": count, "day": day}
    if line.count:
        return count
    if line.row.answer == Answer.NOTHING_EARNED:
        return _("your answer")
    return _("no answer") if line.row.is_closed else _("no entries yet")
