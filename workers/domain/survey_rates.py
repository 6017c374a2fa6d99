"""How many a survey asks and how many answered. People are counted once (実), however often they came."""

import datetime as dt

from django.db.models import Case, Count, DateField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import Exact

from programs.models import Survey
from programs.models.survey import SurveyMoment
from workers.models import Attendance, Enrollment, SurveyResponse


def with_rates(surveys: QuerySet[Survey], *, today: dt.date) -> QuerySet[Survey]:
    """Each with `asked` and `responses_count`, in the same query.

    Asked are those present at a session of the course up to the survey's last day (at any session where it comes
    before the course), or those enrolled in the cohort on that day (today while it runs).
    """
    in_time = Q(session__starts_at__date__lte=OuterRef("closes_on")) | Q(
        Exact(OuterRef("moment"), Value(SurveyMoment.BEFORE))
    )
    present = Attendance.objects.present().filter(in_time, session__course=OuterRef("course"))
    last_day = Least(OuterRef("closes_on"), Value(today, output_field=DateField()))
    enrolled = Enrollment.objects.filter(
        Q(left_on=None) | Q(left_on__gt=last_day), cohort=OuterRef("cohort"), joined_on__lte=last_day
    )
    sheets = SurveyResponse.objects.filter(survey=OuterRef("pk"))
    return surveys.annotate(
        asked=Case(
            When(course__isnull=False, then=_count(present, "session__course", "attendee")),
            default=_count(enrolled, "cohort", "worker"),
            output_field=IntegerField(),
        ),
        responses_count=_count(sheets, "survey", "pk"),
    )


def response_rate(responses: int, asked: int) -> int | None:
    """Whole percent of those asked; None of nobody and where there are more sheets than people: say that in words."""
    return None if responses > asked else percent(responses, asked)


def percent(part: int, whole: int) -> int | None:
    """Whole percent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def _count(rows: QuerySet, group: str, what: str) -> Coalesce:
    grouped = rows.order_by().annotate(group=F(group)).values("group").annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(grouped.values("n")[:1], output_field=IntegerField()), 0)
