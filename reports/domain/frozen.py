"""Frozen rows of people with their names as of today; whoever was anonymised since has none."""

from dataclasses import dataclass

from workers.domain.frozen_months import FrozenPerson, frozen_people
from workers.models import Enrollment, MonthClosing
from workers.models.income_month import Answer


@dataclass(frozen=True, slots=True)
class NamedRow:
    """`enrollment` None: put together with another row since. `name` and `kana` empty: that, or anonymised."""

    figures: FrozenPerson
    enrollment: Enrollment | None
    name: str
    kana: str
    amount: int

    @property
    def difference(self) -> int | None:
        return None if self.figures.target is None else self.amount - self.figures.target

    @property
    def answer(self) -> str:
        return str(Answer(self.figures.answer).label)

    @property
    def state(self) -> str:
        """As `reports/_answer.html` wants it: why somebody was not asked."""
        if not self.figures.enrolled:
            return "blank"
        return "paused" if self.figures.rests else ""


def named(closing: MonthClosing) -> list[NamedRow]:
    """Every person of the closing, in the order of their kana, the nameless last. One query."""
    people = frozen_people(closing)
    found = Enrollment.objects.select_related("worker").in_bulk([one.enrollment_id for one in people])
    counts_net = closing.figures["basis"] == "net"
    rows = [_row(one, found.get(one.enrollment_id), counts_net=counts_net) for one in people]
    return sorted(rows, key=lambda row: (not row.name, row.kana, row.figures.enrollment_id))


def _row(figures: FrozenPerson, enrollment: Enrollment | None, *, counts_net: bool) -> NamedRow:
    worker = enrollment.worker if enrollment and enrollment.worker.anonymized_at is None else None
    name, kana = (worker.full_name, worker.full_kana) if worker else ("", "")
    return NamedRow(figures, enrollment, name, kana, figures.net if counts_net else figures.gross)
