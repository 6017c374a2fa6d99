"""Surveys: making, changing, copying and removing them, and finding the one an address asks for."""

import datetime as dt
import secrets
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, Course, Program, Survey, SurveyQuestion
from programs.models.survey import SurveyMoment
from workers.models import Enrollment
from workers.models.attendance import AttendanceState

# Without 0 o, 1 i l, 2 z, 5 s, 6 g, 8 b: ten of these signs can be typed from paper and are not guessed (4 x 10^13).
KEY_SIGNS = "3479acdefhjkmnpqrtuvwxy"
KEY_LENGTH = 10
LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class SurveyPlan:
    """What a survey says of itself; days are the first and the last on which it can be answered."""

    title: str
    opens_on: dt.date
    closes_on: dt.date
    moment: str = SurveyMoment.AFTER
    intro: str = ""


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """What a participant's home needs of a survey. Whether they have answered it nobody knows."""

    key: str
    title: str
    closes_on: dt.date


def make_survey(*, program: Program, asks: Course | Cohort, plan: SurveyPlan) -> Survey:
    """A survey without questions. Raises Refused for another program's course or cohort, and for impossible days."""
    _refuse_impossible(plan)
    if asks.program_id != program.pk:
        raise Refused(_("Choose a course or a cohort of this program."), field="asks")
    place = {"course": asks} if isinstance(asks, Course) else {"cohort": asks}
    return Survey.objects.create(program=program, answer_key=new_key(), **place, **asdict(plan))


@transaction.atomic
def change_survey(*, survey: Survey, plan: SurveyPlan) -> Survey:
    """Title, introduction and days can always be changed; before or after only while nobody has answered."""
    _refuse_impossible(plan)
    survey = locked_survey(survey)
    if survey.begun_at and plan.moment != survey.moment:
        raise Refused(_("Somebody has answered: before or after stays as it is."), field="moment")
    for name, value in asdict(plan).items():
        setattr(survey, name, value)
    survey.save(update_fields=list(asdict(plan)))
    return survey


@transaction.atomic
def copy_survey(*, survey: Survey, plan: SurveyPlan) -> Survey:
    """The same questions to the same people at another time, with an address of its own: not answered yet."""
    copy = make_survey(program=survey.program, asks=survey.course or survey.cohort, plan=plan)
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=copy,
            position=position,
            kind=one.kind,
            text=one.text,
            options=list(one.options),
            is_required=one.is_required,
        )
        for position, one in enumerate(survey.questions.order_by("position"), 1)
    )
    return copy


@transaction.atomic
def remove_survey(*, survey: Survey) -> None:
    """Raises Refused once somebody has answered."""
    survey = locked_survey(survey)
    if survey.begun_at:
        raise Refused(_("Somebody has answered: this survey stays."))
    survey.delete()


def locked_survey(survey: Survey) -> Survey:
    """The survey as it is now, until the transaction ends. Whoever answers and whoever edits waits here."""
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)


def find_survey(key: str) -> Survey | None:
    """The survey of an address, typed in any case; None when there is none."""
    places = ("program__municipality", "course", "cohort")
    return Survey.objects.select_related(*places).filter(answer_key=key.strip().lower()).first()


def why_shut(survey: Survey, *, today: dt.date, questions: int) -> str:
    """Why it cannot be answered now, in one sentence; empty while it can."""
    if today < survey.opens_on:
        return _("This survey opens on %(day)s. Please come back then.") % {"day": _day(survey.opens_on)}
    if today > survey.closes_on:
        return _("This survey ended on %(day)s. Thank you for your interest.") % {"day": _day(survey.closes_on)}
    if not questions:
        return _("This survey is still being prepared. Please try again later.")
    return ""


def open_surveys_for(enrollment: Enrollment, today: dt.date) -> list[OpenSurvey]:
    """Surveys open today to a participant's cohort, to courses they attended, and to those they signed up for where the
    survey comes before. One query.
    """
    came = Course.objects.filter(
        sessions__attendances__attendee__worker=enrollment.worker_id,
        sessions__attendances__state=AttendanceState.PRESENT,
    )
    comes = Course.objects.filter(
        sessions__attendances__attendee__worker=enrollment.worker_id,
        sessions__attendances__state__in=(AttendanceState.SIGNED_UP, AttendanceState.PRESENT),
    )
    now = Survey.objects.filter(opens_on__lte=today, closes_on__gte=today, questions__isnull=False)
    mine = now.filter(cohort=enrollment.cohort_id) | now.filter(course__in=came)
    mine |= now.filter(course__in=comes, moment=SurveyMoment.BEFORE)
    rows = mine.distinct().order_by("closes_on", "pk").values_list("answer_key", "title", "closes_on")
    return [OpenSurvey(*row) for row in rows]


def new_key() -> str:
    return "".join(secrets.choice(KEY_SIGNS) for _sign in range(KEY_LENGTH))


def _refuse_impossible(plan: SurveyPlan) -> None:
    if plan.closes_on < plan.opens_on:
        raise Refused(_("The last day must not come before the first."), field="closes_on")
    if plan.closes_on - plan.opens_on > LONGEST or abs(plan.opens_on - timezone.localdate()) > 2 * LONGEST:
        raise Refused(_("Please check the year: a survey is open for a year at most."), field="closes_on")


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
