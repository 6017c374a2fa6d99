"""What is next for a participant: what waits for them by itself, in the order of the days."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import User
from programs.templatetags.dates import ago, day, month_name
from programs.templatetags.money import yen
from workers.domain.matter_lists import unread_for
from workers.domain.month_lines import MonthLine, Question, questions_of
from workers.models import Enrollment
from workers.views.earnings import month_url
from workers.views.pages import begun, is_over


@dataclass(frozen=True)
class NextThing:
    """A line under «what is next»: `day` is the last day for it, if there is one still to come."""

    url: str
    day: dt.date | None
    title: str
    sub: str


def next_things(enrollment: Enrollment, lines: list[MonthLine], *, user: User, today: dt.date) -> list[NextThing]:
    """What somebody waits for already, then what has a day, the earliest first. Six queries, whatever there is."""
    questions = questions_of(lines, grace_days=enrollment.cohort.program.grace_days, today=today)
    things = [*_messages(user), *(_question_thing(question) for question in questions)]
    if not any(line.count for line in lines) and begun(enrollment) and not is_over(enrollment):
        things.insert(
            0, NextThing(reverse("workers:earning_add"), None, _("Record your first income"), _("One entry is enough."))
        )
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


def _question_thing(question: Question) -> NextThing:
    line = question.line
    count = ngettext("%(count)s entry", "%(count)s entries", line.count) % {"count": line.count}
    what = f"{count}・{yen(line.amount)}" if line.count else _("no entry yet")
    sub = _("until %(day)s, %(what)s") % {"day": day(question.due_on), "what": what} if question.due_on else what
    title = _("Answer how %(month)s went") % {"month": month_name(line.month)}
    return NextThing(month_url(line.month), question.due_on, title, sub)
