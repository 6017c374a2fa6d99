"""What the figures say, in one sentence: the titles of the charts."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from programs.models import Cohort
from programs.shared.charts.bands import Band
from programs.shared.charts.trend import TrendMonth
from programs.templatetags.dates import month_name
from programs.templatetags.money import sign, yen_axis
from reports.domain.comparison import AgedCohort, ahead
from reports.domain.dashboard import Board, Figure, whole_months
from reports.domain.withholding import is_few
from reports.models import CohortMonth

GROWN = 1.1  # from here on a year's growth is told as «1.9 times»


def trend_finding(months: Sequence[TrendMonth], figure: Figure = "mean") -> str:
    """Where the figure stands and how it moved within a year, else since the month before."""
    known = whole_months(months)
    if not known:
        return _("No month with income yet")
    last = known[-1]
    words = {"month": month_name(last.month), "amount": yen_axis(rounded(last.value))}
    said = (_("%(month)s: a total of %(amount)s") if figure == "sum" else _("%(month)s: a mean of %(amount)s")) % words
    moved = _moved(known)
    return _("%(finding)s, %(change)s") % {"finding": said, "change": moved} if moved else said


def _moved(known: Sequence[TrendMonth]) -> str:
    last = known[-1]
    by_month = {one.month: one.value for one in known}
    year_ago, month_ago = by_month.get(last.month - 12), by_month.get(last.month - 1)
    if year_ago and last.value >= year_ago * GROWN:
        return _("%(times)s times that of a year ago") % {"times": f"{last.value / year_ago:.1f}"}
    if month_ago is None:
        return ""
    return _("%(change)s on the month before") % {"change": signed_axis(last.value - month_ago)}


def band_names() -> tuple[str, ...]:
    """The eight bands of income, as the town's statistics name them."""
    return (
        pgettext("band", "up to 10k"),
        pgettext("band", "10 to 20k"),
        pgettext("band", "20 to 30k"),
        pgettext("band", "30 to 50k"),
        pgettext("band", "50 to 100k"),
        pgettext("band", "100 to 150k"),
        pgettext("band", "150 to 200k"),
        pgettext("band", "from 200k"),
    )


def bands_of(row: CohortMonth) -> tuple[Band, ...]:
    """The top band stands out and says so when somebody is in it."""
    names = band_names()
    last = len(names) - 1
    note = pgettext("band", "reached 200k")
    return tuple(
        Band(name, count, best=n == last, note=note if n == last and count else "")
        for n, (name, count) in enumerate(zip(names, row.bands, strict=True))
    )


def band_finding(board: Board) -> str:
    row, month = board.now, month_name(board.month)
    if not row.active:
        return _("%(month)s: nobody has income yet") % {"month": month}
    most = max(row.bands)
    names = [name for name, count in zip(band_names(), row.bands, strict=True) if count == most]
    return ngettext(
        "%(month)s: %(count)s person in the band %(band)s",
        "%(month)s: most, %(count)s people, in the band %(band)s",
        most,
    ) % {"month": month, "count": most, "band": names[-1]}


def comparison_finding(aged: Sequence[AgedCohort], chosen: Cohort) -> str:
    found = ahead(aged, chosen)
    if found is None:
        return _("%(cohort)s, month by month since its start") % {"cohort": chosen}
    other, yen = found
    words = {"cohort": chosen, "other": other.cohort, "amount": yen_axis(rounded(abs(yen)))}
    if yen == 0:
        return _("%(cohort)s is level with %(other)s at the same age") % words
    if yen > 0:
        return _("%(cohort)s is %(amount)s above %(other)s at the same age") % words
    return _("%(cohort)s is %(amount)s below %(other)s at the same age") % words


def withheld_sentence(cohort: str, *, enrolled: int, active: int) -> str:
    """Why figures must stay inside, with the number that decides it; "" when they may go out."""
    if is_few(enrolled):
        sentence = ngettext(
            "%(cohort)s has only %(count)s person: its figures must not leave the town hall (withheld).",
            "%(cohort)s has only %(count)s people: its figures must not leave the town hall (withheld).",
            enrolled,
        )
        return sentence % {"cohort": cohort, "count": enrolled}
    if not is_few(active):
        return ""
    sentence = ngettext(
        "Only %(count)s person of %(cohort)s has income: the figures must not leave the town hall (withheld).",
        "Only %(count)s people of %(cohort)s have income: the figures must not leave the town hall (withheld).",
        active,
    )
    return sentence % {"cohort": cohort, "count": active}


def withheld_cohorts(aged: Sequence[AgedCohort]) -> str:
    """One sentence for every small cohort among those compared."""
    said = (withheld_sentence(str(one.cohort), enrolled=one.people, active=one.active) for one in aged)
    return " ".join(sentence for sentence in said if sentence)


def signed_axis(yen: int) -> str:
    return f"{sign(yen)}{yen_axis(rounded(abs(yen)))}"


def rounded(yen: int) -> int:
    """To the nearest thousand yen, for sentences."""
    return round(yen / 1000) * 1000
