"""A kept statement read row by row, as things stand now: new, there already, skipped, wrong, to be decided about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from programs.shared.month import Month
from programs.shared.search_key import search_key
from workers.domain.earnings import known_lines
from workers.domain.fees import FeeRules
from workers.domain.refusals import MonthClosed
from workers.domain.statement_lines import Ground, Read, Running, job_form_or_usual, line_hash, read_line
from workers.models import Earning, Enrollment, IncomeMonth, MonthClosing, StatementImport

TAKE, LEAVE = "take", "leave"


@dataclass(slots=True)
class Line:
    """A row of the statement as it stands now. `twins`: entries that say the same and came from somewhere else."""

    number: int
    read: Read
    hash: str = ""
    is_there: bool = False
    twins: int = 0
    choice: str = ""

    @property
    def state(self) -> str:
        """skipped, there, left, wrong, open or new."""
        if self.read.skipped:
            return "skipped"
        if self.is_there:
            return "there"
        if self.choice == LEAVE:
            return "left"
        if self.read.error:
            return "wrong"
        return "open" if self.twins and self.choice != TAKE else "new"


@dataclass
class Reading:
    """Every line, and what the new ones come to."""

    lines: list[Line]
    before: StatementImport | None = None  # the same file or table, written earlier
    counts: Counter = field(default_factory=Counter)
    sums: Counter = field(default_factory=Counter)
    months: Counter = field(default_factory=Counter)

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.state == "new"]

    @property
    def is_ready(self) -> bool:
        return bool(self.counts["new"]) and not (self.counts["wrong"] or self.counts["open"])


def read_statement(draft: StatementImport) -> Reading:
    """All rows as of now: new, there already, skipped, with a mistake, or to be decided about."""
    before = written_before(draft)
    ground = _ground(draft, before)
    running, seen, there = Running(), Counter(), known_lines(draft.enrollment)
    choices = draft.mapping.get("choices", {})
    lines = []
    for number, cells in draft.rows:
        line = Line(number, read_line(cells, ground, running), choice=choices.get(str(number), ""))
        if line.read.entry:
            said = line.read.said
            line.hash = line_hash(draft.source, said, seen[said])
            line.is_there = line.hash in there
            seen[said] += 1
        lines.append(line)
    _refuse_closed(lines, ground)
    _find_twins(lines, draft.enrollment)
    return _counted(Reading(lines, before))


def written_before(draft: StatementImport) -> StatementImport | None:
    """The same file or table, written earlier."""
    same = StatementImport.objects.filter(enrollment=draft.enrollment, digest=draft.digest, written_at__isnull=False)
    return same.exclude(pk=draft.pk).order_by("pk").defer("rows").first()


def _ground(draft: StatementImport, before: StatementImport | None) -> Ground:
    """Days without a year go by the day the statement was given first, so that it says the same the second time."""
    first = before or draft
    return Ground(
        enrollment=draft.enrollment,
        source=draft.source,
        job_form=job_form_or_usual(draft.mapping.get("job_form", "")),
        roles=draft.mapping.get("roles", {}),
        head=draft.head,
        rules=FeeRules(),
        base=timezone.localdate(first.uploaded_at),
        closed=_closed_months(draft.enrollment),
    )


def _closed_months(enrollment: Enrollment) -> dict[Month, MonthClosed]:
    """Months signed off: the person's own, and those of the cohort in which the person has none yet."""
    rows = IncomeMonth.objects.filter(enrollment=enrollment).select_related("closed_by")
    own = {row.period: row for row in rows}
    closings = MonthClosing.objects.in_force().filter(cohort=enrollment.cohort_id).select_related("closed_by")
    found = {Month.of(one.month): one for one in closings if Month.of(one.month) not in own}
    found |= {month: row for month, row in own.items() if row.is_closed}
    return {month: MonthClosed(month, closed_at=one.closed_at, closed_by=one.closed_by) for month, one in found.items()}


def _refuse_closed(lines: Iterable[Line], ground: Ground) -> None:
    """A row of a closed month is refused, unless it was written before: then it is there already."""
    for line in lines:
        if line.read.entry and not line.is_there:
            refusal = ground.closed.get(Month.of(line.read.entry.earned_on))
            line.read = Read(error=refusal.sentence) if refusal else line.read


def _find_twins(lines: list[Line], enrollment: Enrollment) -> None:
    """Entries of the same day, pay and title that are no line of this statement: the person knows which they are."""
    days = [line.read.entry.earned_on for line in lines if line.read.entry]
    if not days:
        return
    own = {line.hash for line in lines if line.hash}
    entries = Earning.objects.filter(enrollment=enrollment, earned_on__range=(min(days), max(days)), gross__gt=0)
    rows = entries.values_list("earned_on", "gross", "title", "line_hash")
    there = Counter((day, gross, search_key(title)) for day, gross, title, mark in rows if mark not in own)
    if not there:
        return
    for line in lines:
        if (entry := line.read.entry) and not line.is_there:
            line.twins = there[entry.earned_on, entry.gross, search_key(entry.title)]


def _counted(reading: Reading) -> Reading:
    for line in reading.lines:
        reading.counts[line.state] += 1
        if line.state == "new":
            entry = line.read.entry
            reading.months[Month.of(entry.earned_on)] += 1
            for name in ("gross", "platform_fee", "transfer_fee", "withholding"):
                reading.sums[name] += getattr(entry, name)
    kept_back = sum(reading.sums[name] for name in ("platform_fee", "transfer_fee", "withholding"))
    reading.sums["received"] = reading.sums["gross"] - kept_back
    return reading
