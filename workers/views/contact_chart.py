"""The months of one participant with the contacts of each below them."""

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import pgettext

from programs.models import Program
from programs.shared.charts.contact_months import ContactMonths
from programs.shared.charts.small_months import SmallMonth
from programs.shared.month import Month
from workers.domain.month_states import facts_of, month_state
from workers.models import Contact, Enrollment, IncomeMonth

MONTHS_SHOWN = 12


def contact_chart(program: Program, enrollment: Enrollment) -> ContactMonths:
    """The twelve months up to this one. Two queries."""
    now = Month.of(timezone.localdate())
    first = now - (MONTHS_SHOWN - 1)
    rows = IncomeMonth.objects.filter(enrollment=enrollment).between(first, now)
    facts = {row.period: facts_of(row, counts_net=program.counts_net) for row in rows}
    counted = (
        Contact.objects.filter(enrollment=enrollment, happened_on__gte=first.first, happened_on__lte=now.last)
        .order_by()
        .annotate(month=TruncMonth("happened_on"))
        .values("month", "was_reached")
        .annotate(count=Count("pk"))
    )
    numbers: dict[bool, dict[Month, int]] = {True: {}, False: {}}
    for row in counted:
        numbers[row["was_reached"]][Month.of(row["month"])] = row["count"]
    return ContactMonths(
        months=tuple(_small_month(enrollment, month, facts.get(month), now) for month in Month.between(first, now)),
        reached_name=pgettext("contact", "Reached"),
        tried_name=pgettext("contact", "Not reached"),
        reached=numbers[True],
        tried=numbers[False],
    )


def _small_month(enrollment: Enrollment, month: Month, facts, now: Month) -> SmallMonth:
    state = month_state(facts, taking_part=enrollment.takes_part_in(month), running=month == now)
    return SmallMonth(month, facts.amount if facts else 0, facts.target if facts else None, state)
