"""One row of a statement: what it says as an entry, or one sentence why it cannot be one."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.shared.month import Month
from programs.shared.my_number import contains_my_number
from programs.shared.text import fits_one_line, has_forbidden_character, is_blank
from programs.shared.wareki import NotADay
from programs.shared.yen import NotYen
from workers.domain.earnings import Entry, refuse_impossible_day
from workers.domain.fees import FeeRules
from workers.domain.refusals import MonthClosed, Refused
from workers.domain.statement_cells import amount_in, day_in, ends_as_total, is_total_word, totals_in
from workers.domain.statement_columns import Role
from workers.models import Enrollment
from workers.models.earning import GROSS_LIMIT, JobForm, Source

LENGTH = 100  # of a title and of a client
UNKEPT, NUMBER_UNKEPT = "\ufffd", "\ufffd12"  # stand in a draft where something must not be kept
DAYS: dict[str, str | Promise] = {
    "format": gettext_lazy("Please write the day as 2026/11/3 or R8.11.3."),
    "no_year": gettext_lazy("Please write the day with the full year first, for example 2026/11/3 or R8.11.3."),
    "impossible": gettext_lazy("There is no such day in the calendar. Please check it."),
    "era": gettext_lazy("The day does not lie in that era. Please check the era and the year."),
    "year": gettext_lazy("Please check the year."),
}
AMOUNTS: dict[str, str | Promise] = {
    "format": gettext_lazy("Please write the amount in digits, for example 12000."),
    "decimal": gettext_lazy("Please write whole yen, without a decimal point."),
    "digits": gettext_lazy("The amount is too large."),
}


@dataclass(frozen=True)
class Ground:
    """What every row of a statement is read against."""

    enrollment: Enrollment
    source: str
    job_form: str
    roles: Mapping[str, int]
    head: Sequence[str]
    rules: FeeRules
    base: dt.date  # days without a year are the latest up to it
    closed: Mapping[Month, MonthClosed]


@dataclass(frozen=True, slots=True)
class Read:
    """`said` is what makes a row the same row when the statement comes again: its own words and figures."""

    entry: Entry | None = None
    error: str = ""
    skipped: str = ""
    notes: Sequence[str] = ()
    said: tuple = ()


@dataclass(slots=True)
class Running:
    """The sum since the last sum, to know a row that only adds up."""

    gross: int = 0
    net: int = 0
    notes: list[str] = field(default_factory=list)


def read_line(cells: Sequence[str], ground: Ground, running: Running) -> Read:
    own = {role: cells[place].strip() for role, place in ground.roles.items() if place < len(cells)}
    if skipped := _why_skipped(cells, own, ground, running):
        running.gross = running.net = 0
        return Read(skipped=skipped)
    running.notes = []
    try:
        day = _day(own.get(Role.DAY, ""), ground, running.notes)
        amounts = {role: _amount(own.get(role, ""), Role(role)) for role in _MONEY}
        said = (day.isoformat(), own.get(Role.TITLE, ""), own.get(Role.CLIENT, ""), *amounts.values())
        words = _words(own, ground, running.notes)
        pays = _resolve(amounts, day, ground, running.notes)
        refuse_impossible_day(ground.enrollment, day)
        entry = Entry(earned_on=day, source=ground.source, job_form=ground.job_form, **words, **pays)
    except Refused as refused:
        return Read(error=str(refused))
    running.gross += entry.gross
    running.net += amounts[Role.NET] or 0
    return Read(entry=entry, notes=tuple(running.notes), said=said)


_MONEY = (Role.GROSS, Role.FEE, Role.NET, Role.TRANSFER_FEE, Role.WITHHOLDING)


def line_hash(source: str, said: tuple, occurrence: int) -> str:
    """The mark of a line. `occurrence` tells equal lines of one statement apart: both are real, neither twice."""
    text = "\x1f".join(["" if part is None else str(part) for part in (source, *said, occurrence)])
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _why_skipped(cells: Sequence[str], own: Mapping[str, str], ground: Ground, running: Running) -> str:
    if not any(own.values()):
        return _("empty")
    if list(cells) == list(ground.head):
        return _("headings again")
    totals = totals_in(cells)
    if any(is_total_word(cell) for cell in totals):
        return _("a sum")
    if any(ends_as_total(cell) for cell in totals):
        is_sum = not _is_day(own.get(Role.DAY, ""), ground.base) or _adds_up(own, running)
        return _("a sum") if is_sum else ""
    return ""


def _adds_up(own: Mapping[str, str], running: Running) -> bool:
    for role, total in ((Role.GROSS, running.gross), (Role.NET, running.net)):
        try:
            if total and amount_in(own.get(role, "")) == total:
                return True
        except NotYen:
            continue
    return False


def _is_day(text: str, base: dt.date) -> bool:
    try:
        day_in(text, base)
    except NotADay:
        return False
    return True


def _day(text: str, ground: Ground, notes: list[str]) -> dt.date:
    if not text:
        raise Refused(_("The day is missing."))
    try:
        day, assumed = day_in(text, ground.base)
    except NotADay as fault:
        raise Refused(DAYS[fault.reason]) from fault
    if assumed:
        notes.append(_("No year is written: read as %(year)s.") % {"year": day.year})
    return day


def _amount(text: str, role: Role) -> int | None:
    """Fees count as fees with a minus before them, too; a negative pay is none."""
    try:
        amount = amount_in(text)
    except NotYen as fault:
        raise Refused(f"{role.label}: {AMOUNTS[fault.reason]}") from fault
    if amount is None:
        return None
    if role not in (Role.GROSS, Role.NET):
        return abs(amount)
    if amount < 0:
        raise Refused(_("A negative pay cannot be taken over. Leave the row out, and mend the entry it takes back."))
    return amount


def _words(own: Mapping[str, str], ground: Ground, notes: list[str]) -> dict[str, str]:
    words = {name: _word(own.get(role, ""), notes) for name, role in (("title", Role.TITLE), ("client", Role.CLIENT))}
    if not words["title"]:
        words["title"] = words["client"] or _("Pay from %(source)s") % {"source": Source(ground.source).label}
        notes.append(_("No name of the job is written: named «%(title)s».") % {"title": words["title"]})
    return words


def _word(text: str, notes: list[str]) -> str:
    if NUMBER_UNKEPT in text or contains_my_number(text):
        raise Refused(_("This looks like a My Number. It must not be kept here; please delete it."))
    text = " ".join(text.split()) if not fits_one_line(text) else text
    if has_forbidden_character(text):
        raise Refused(_("There are characters in it that cannot be kept. Please delete them and type the text again."))
    if len(text) > LENGTH:
        notes.append(_("The name is shortened to %(length)s characters.") % {"length": LENGTH})
        text = f"{text[: LENGTH - 1]}…"
    return "" if is_blank(text) else text


def _resolve(amounts: Mapping[str, int | None], day: dt.date, ground: Ground, notes: list[str]) -> dict[str, int]:
    """Pay and fees from whichever figures the row has; what only the payout tells is worked back and marked."""
    gross, fee, net = (amounts[role] for role in (Role.GROSS, Role.FEE, Role.NET))
    transfer, withheld = amounts[Role.TRANSFER_FEE] or 0, amounts[Role.WITHHOLDING] or 0
    of_rule = {"source": ground.source, "earned_on": day, "job_form": ground.job_form}
    if gross is None and net is None:
        raise Refused(_("The amount is missing."))
    estimated = gross is None and fee is None
    if gross is None:
        before = net + transfer + withheld
        gross = ground.rules.gross_for(before, **of_rule) if fee is None else before + fee
        fee = (gross or 0) - before
    elif fee is None:
        fee = ground.rules.fee(gross=gross, **of_rule) if net is None else gross - net - transfer - withheld
    elif net is not None and net not in (gross - fee, gross - fee - transfer - withheld):
        raise Refused(_("Pay, fees and amount received do not fit together. Please check which column is which."))
    if gross is None or not 1 <= gross <= GROSS_LIMIT:
        raise Refused(_("The pay must be between 1 yen and 10,000,000 yen."))
    if fee < 0 or fee + transfer + withheld > gross:
        raise Refused(_("The fees are higher than the pay. Please check both amounts."))
    if estimated:
        notes.append(_("Only the amount received is written: pay and fee are worked back."))
    amounts_of = {"gross": gross, "platform_fee": fee, "transfer_fee": transfer, "withholding": withheld}
    return amounts_of | {"is_estimated": estimated}


def job_form_or_usual(text: str) -> str:
    return text if text in JobForm.values else JobForm.PROJECT
