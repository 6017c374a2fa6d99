"""One measured figure beside what it is measured against, printed and kept in results.md."""

from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.md"
VERDICT = {True: "reached", False: "**missed**", None: ""}


@dataclass(frozen=True)
class Figure:
    """`ratio` is `ours` to `against`; `holds` is None where no target was set."""

    what: str
    ours: str
    against: str
    ratio: float | None
    target: str = ""
    holds: bool | None = None
    database: str = "PostgreSQL"

    def as_dict(self) -> dict:
        return asdict(self)


def at_most(limit: float, what: str, ours: str, against: str, ratio: float, **more) -> Figure:
    return Figure(what, ours, against, ratio, f"<= {limit:g}", ratio <= limit, **more)


def at_least(limit: float, what: str, ours: str, against: str, ratio: float, **more) -> Figure:
    return Figure(what, ours, against, ratio, f">= {limit:g}", ratio >= limit, **more)


def line(figure: Figure) -> str:
    return (
        f"{figure.database:10}  {figure.what:62}  {figure.ours:>16}  {figure.against:>16}"
        f"  {_number(figure.ratio):>7}  {figure.target:>8}  {VERDICT[figure.holds].strip('*')}"
    )


def write_results(figures: list[Figure], *, machine: list[str], day: str, size: str, seconds: float) -> None:
    """results.md, as measured; nothing in it is written by hand."""
    rows = [
        f"| {figure.database} | {figure.what} | {figure.ours} | {figure.against} | {_number(figure.ratio)} |"
        f" {figure.target} | {VERDICT[figure.holds]} |"
        for figure in figures
    ]
    text = [
        "# Results",
        "",
        f"Written by `python -m benchmarks` on {day}: {size}, {seconds / 60:.1f} minutes.",
        "Ratios within one run mean something; the plain figures belong to that machine.",
        "",
        *(f"- {fact}" for fact in machine),
        "",
        "| database | what | ours | against | ratio | target | |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
    ]
    RESULTS.write_text("\n".join(text), encoding="utf-8")


def _number(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"
