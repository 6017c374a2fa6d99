"""What is next for a participant: what waits for them by itself, in the order of the days."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import CourseSession, User
from programs.templatetags.dates import ago, day, month_name
from programs.templatetags.money import yen
from workers.domain.matter_lists import unread_for
from workers.domain.month_lines import MonthLine, Question, questions_of
from workers.domain.sign_ups import offered_sessions
from workers.domain.skills import due_skill_check
from workers.domain.surveys import OpenSurvey, open_surveys_for
from workers.models import Earning, Enrollment, PlanWish
from workers.views.earnings import month_url
from workers.views.pages import begun, is_over

NEWS = dt.timedelta(days=7)  # how long an answer to a wish stays in sight
SOON = dt.timedelta(days=14)


@dataclass(frozen=True)
class NextThing:
    """A line under «what is next»: `day` is the last day for it, if there is one still to come."""

    url: str
    day: dt.date | None
    title: str
    sub: str


def next_things(enrollment: Enrollment, lines: list[MonthLine], *, user: User, today: dt.date) -> list[NextThing]:
    """What somebody waits for or has said already, then what has a day, the earliest first. Ten queries at most."""
    questions = questions_of(lines, grace_days=enrollment.cohort.program.grace_days, today=today)
    things = [
        *_messages(user),
        *_returned(enrollment),
        *_decided_wishes(enrollment, today),
        *(_question_thing(question) for question in questions),
    ]
    if begun(enrollment) and not is_over(enrollment):
        if not any(line.count for line in lines):
            first = reverse("workers:earning_add")
            things.insert(0, NextThing(first, None, _("Record your first income"), _("One entry is enough.")))
        things += [*_sessions(enrollment, today), *_skill_check(enrollment, today)]
    things += [_survey_thing(survey) for survey in open_surveys_for(enrollment, today)]
    return sorted(things, key=lambda thing: thing.day or dt.date.min)


def _messages(user: User) -> list[NextThing]:
    unread = list(unread_for(user))
    if not unread:
        return []
    if len(unread) == 1:
        title = _("There is a message about «%(subject)s»") % {"subject": unread[0].subject}
        url = f"{reverse('workers:message_thread', args=[unread[0].pk])}#newest"
    else:
        title = ngettext(
            "There are messages about %(count)s matter", "There are messages about %(count)s matters", len(unread)
        ) % {"count": len(unread)}
        url = reverse("workers:message_list")
    return [NextThing(url, None, title, ago(unread[0].last_message_at))]


def _returned(enrollment: Enrollment) -> list[NextThing]:
    """Entries a director gave back: one by itself with the reason, several by the month of the oldest."""
    returned = Earning.objects.filter(enrollment=enrollment).exclude(returned_at=None).order_by("returned_at")
    entries = list(returned[:21])
    if not entries:
        return []
    if len(entries) == 1:
        url = reverse("workers:earning_change", args=[entries[0].pk])
        title = _("«%(title)s» was given back to you") % {"title": entries[0].title}
        return [NextThing(url, None, title, entries[0].return_reason)]
    title = _("%(count)s entries were given back to you") % {"count": len(entries)}
    url = month_url(Earning.month_of(entries[0].earned_on))
    return [NextThing(url, None, title, _("Please change them, or add what is missing."))]


def _question_thing(question: Question) -> NextThing:
    line = question.line
    count = ngettext("%(count)s entry", "%(count)s entries", line.count) % {"count": line.count}
    what = f"{count}・{yen(line.amount)}" if line.count else _("no entry yet")
    sub = _("until %(day)s, %(what)s") % {"day": day(question.due_on), "what": what} if question.due_on else what
    title = _("Answer how %(month)s went") % {"month": month_name(line.month)}
    return NextThing(month_url(line.month), question.due_on, title, sub)


def _decided_wishes(enrollment: Enrollment, today: dt.date) -> list[NextThing]:
    """Answers of the last week to what was wished for in the plan."""
    since = timezone.make_aware(dt.datetime.combine(today - NEWS, dt.time.min))
    wishes = PlanWish.objects.filter(enrollment=enrollment, decided_at__gte=since).order_by("-decided_at")
    return [_wish_thing(wish) for wish in wishes]


def _wish_thing(wish: PlanWish) -> NextThing:
    month = {"month": month_name(wish.month)}
    title = _("The plan for %(month)s is agreed") if wish.is_agreed else _("The plan for %(month)s stays as it was")
    sub = f"{yen(wish.target)}・{ago(wish.decided_at)}"
    return NextThing(reverse("workers:plan"), None, title % month, sub)


def _sessions(enrollment: Enrollment, today: dt.date) -> list[NextThing]:
    """Where one is expected in the next two weeks, and the next session one may still sign up for."""
    offered = offered_sessions(enrollment, now=timezone.now())
    soon = [one for one in offered if timezone.localdate(one.session.starts_at) <= today + SOON]
    expected = [one for one in soon if one.is_mine or not one.session.course.takes_sign_up]
    inviting = [one for one in soon if one.may_sign_up][:1]
    return [
        *(_session_thing(one.session, one.session.place or _("online")) for one in expected),
        *(_session_thing(one.session, _("you can sign up")) for one in inviting),
    ]


def _session_thing(session: CourseSession, word: str) -> NextThing:
    starts = timezone.localtime(session.starts_at)
    return NextThing(reverse("workers:my_course_list"), starts.date(), session.course.title, f"{starts:%H:%M}・{word}")


def _skill_check(enrollment: Enrollment, today: dt.date) -> list[NextThing]:
    if due_skill_check(enrollment, today) is None:
        return []
    title, sub = _("Judge your skills yourself"), _("A few minutes; it is for you and your director.")
    return [NextThing(reverse("workers:skill_check"), None, title, sub)]


def _survey_thing(survey: OpenSurvey) -> NextThing:
    return NextThing(
        reverse("workers:survey_answer", args=[survey.key]),
        survey.closes_on,
        _("Answer «%(title)s»") % {"title": survey.title},
        _("Survey without names, until %(day)s") % {"day": day(survey.closes_on)},
    )
