"""Those who owe an answer for a month, with what was done about it so far."""

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from programs.shared.month import Month
from workers.domain.reminders import owing
from workers.models import Enrollment, Pause, Reminder


def waiting_people(people: QuerySet[Enrollment], month: Month) -> QuerySet[Enrollment]:
    """Of `people`, by cohort and kana, each with `entries` of the month, `rests` today and its `reminders`.

    The same people as reminders are counted from. Two queries for a page.
    """
    today = timezone.localdate()
    row = FilteredRelation("income_months", condition=Q(income_months__month=month.first))
    still = Q(ends_on=None) | Q(ends_on__gte=today)
    resting = Pause.objects.filter(still, enrollment=OuterRef("pk"), starts_on__lte=today)
    reminders = Reminder.objects.filter(month=month.first).order_by("step")
    return (
        people.filter(pk__in=owing(month).values("pk"))
        .annotate(row=row, entries=F("row__earning_count"), rests=Exists(resting))
        .select_related("worker", "cohort")
        .prefetch_related(Prefetch("reminders", queryset=reminders))
        .order_by("-cohort__number", "worker__family_name_kana", "worker__given_name_kana", "pk")
    )
