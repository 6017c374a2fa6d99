"""A cohort's figures in one month, worked out from its income months: plain arithmetic, no database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

# 万円 bands of the published income histograms: the upper end belongs to the band for the first, else to the next.
BAND_EDGES = (10_000, 20_000, 30_000, 50_000, 100_000, 150_000, 200_000)
COUNTED_BY = "income-month/1"  # how frozen figures were made; changes with the rules below


@dataclass(frozen=True)
class PersonMonth:
    """What counts of one person: `target` None means a rest; `enrolled` is false for pay confirmed outside the stay."""

    enrolled: bool
    target: int | None
    gross: int
    net: int
    received: int
    verified_net: int
    minutes: int
    earning_count: int
    answered: bool

    @property
    def is_active(self) -> bool:
        """At least one pay, and counter-entries have not taken all of it back: such a month tells of an earlier one."""
        return self.earning_count > 0 and self.gross > 0 and self.net >= 0


@dataclass(frozen=True)
class CohortFigures:
    """People are counted once; sums are whole yen; mean and median are of the active, rounded down to the yen.

    Enrolled = resting (`paused`) + answered + not answered: somebody who rests owes no answer.
    """

    enrolled: int
    paused: int
    active: int
    answered: int
    gross: int
    net: int
    received: int
    verified_net: int
    minutes: int
    earning_count: int
    mean: int
    median: int
    best: int
    reached: int
    bands: tuple[int, ...]

    def as_json(self) -> dict:
        return asdict(self) | {"bands": list(self.bands)}


def band_of(amount: int) -> int:
    """The band (0-7) of an active person's month: up to 10,000, under 20,000, ... , 200,000 and more."""
    if amount <= BAND_EDGES[0]:
        return 0
    return 1 + sum(amount >= edge for edge in BAND_EDGES[1:])


def cohort_figures(people: Sequence[PersonMonth], *, counts_net: bool) -> CohortFigures:
    """Add a cohort's month up; `counts_net` names the basis of mean and bands."""

    def amount(person: PersonMonth) -> int:
        return person.net if counts_net else person.gross

    active = [person for person in people if person.is_active]
    amounts = sorted(amount(person) for person in active)
    bands = [0] * (len(BAND_EDGES) + 1)
    for value in amounts:
        bands[band_of(value)] += 1
    return CohortFigures(
        enrolled=sum(person.enrolled for person in people),
        paused=sum(person.enrolled and person.target is None for person in people),
        active=len(active),
        answered=sum(person.enrolled and person.answered and person.target is not None for person in people),
        gross=sum(person.gross for person in people),
        net=sum(person.net for person in people),
        received=sum(person.received for person in people),
        verified_net=sum(person.verified_net for person in people),
        minutes=sum(person.minutes for person in people),
        earning_count=sum(person.earning_count for person in people),
        mean=sum(amounts) // len(amounts) if amounts else 0,
        median=int(median(amounts)) if amounts else 0,
        best=amounts[-1] if amounts else 0,
        reached=sum(person.target is not None and amount(person) >= person.target for person in active),
        bands=tuple(bands),
    )
