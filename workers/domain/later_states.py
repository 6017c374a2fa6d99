"""How people are 6 and 12 months after leaving: whom to ask, a link that needs no account, and what they say.

The token of a link exists only on the paper or in the mail: the database keeps a keyed hash of it.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Program, User
from programs.shared.month import Month
from workers.models import Enrollment, LaterState
from workers.models.later_state import Life

MONTHS_AFTER = (6, 12)
LINK_VALID_FOR = dt.timedelta(days=90)
CORRECTABLE_FOR = dt.timedelta(days=14)
ASKED_EARLY = dt.timedelta(days=14)  # how long before its day a question may go out
OVERDUE_AFTER = dt.timedelta(days=30)
NEVER_CAME = Q(left_on=F("joined_on"))  # nothing of ours lies behind them: nobody asks what came of it


class LinkNotUsable(Refused):
    """Wrong, replaced, used or too old: one sentence for all, so that guessing teaches nothing."""

    def __init__(self) -> None:
        super().__init__(
            _("This link cannot be used any more. If you would like to answer, please ask your city hall.")
        )


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says about their life; None is «prefer not to say»."""

    life: Life
    uses_what_was_learned: bool | None = None
    lives_here: bool | None = None
    note: str = ""


def plan_due_states(today: dt.date, *, program: Program | None = None) -> int:
    """Make the questions of everybody who has left by `today`, and mend days of a corrected leaving. Returns how many.

    Harmless when repeated; of one program only, if asked. Whoever takes part again in the same program is not asked
    about a life after it.
    """
    people = Enrollment.objects.filter(worker__merged_into=None, worker__anonymized_at=None).exclude(NEVER_CAME)
    people = people.filter(cohort__program=program) if program else people
    gone = people.filter(left_on__lte=today).exclude(_takes_part_again(today))
    made = 0
    for months in MONTHS_AFTER:
        rows = LaterState.objects.filter(enrollment=OuterRef("pk"), months_after=months)
        missing = gone.exclude(Exists(rows)).order_by("pk").values_list("pk", "left_on")
        made += len(
            LaterState.objects.bulk_create(
                [
                    LaterState(enrollment_id=pk, months_after=months, due_on=months_later(left_on, months))
                    for pk, left_on in missing
                ],
                ignore_conflicts=True,
                batch_size=500,
            )
        )
    return made + _mend_days(people)


def states_to_ask(program: Program, today: dt.date) -> QuerySet[LaterState]:
    """The questions of a program that are not answered, of people who do not take part again; the earliest first."""
    states = LaterState.objects.filter(
        enrollment__cohort__program=program,
        enrollment__worker__merged_into=None,
        enrollment__worker__anonymized_at=None,
        answered_at=None,
    )
    others = Enrollment.objects.filter(_takes_part_again(today) | NEVER_CAME)
    return states.exclude(enrollment__in=others).order_by("due_on", "pk")


@transaction.atomic
def make_link(*, state: LaterState, today: dt.date) -> tuple[LaterState, str]:
    """A new link and its token in clear, this once; an older one stops working. Raises Refused: answered, too early."""
    state = _locked(state)
    if state.answered_at is not None:
        raise Refused(_("This question has been answered already."))
    if today < state.due_on - ASKED_EARLY:
        raise Refused(_("It is too early to ask: the link can be made from two weeks before the day on."))
    token = secrets.token_urlsafe(24)
    state.token_hash, state.asked_at = _hash(token), timezone.now()
    state.save(update_fields=["token_hash", "asked_at"])
    return state, token


def find_by_token(token: str) -> LaterState:
    """The question a link leads to, open or to be corrected. Raises LinkNotUsable."""
    now = timezone.now()
    state = (
        LaterState.objects.filter(token_hash=_hash(token))
        .filter(
            Q(answered_at=None, asked_at__gt=now - LINK_VALID_FOR)
            | Q(answered_at__gt=now - CORRECTABLE_FOR, noted_by=None)
        )
        .select_related("enrollment__cohort__program__municipality")
        .first()
    )
    if state is None:
        raise LinkNotUsable
    return state


@transaction.atomic
def answer_by_link(*, token: str, said: Said) -> LaterState:
    """What the person says themselves; said again within two weeks it is corrected. Raises LinkNotUsable."""
    state = _locked(find_by_token(token))
    if state.token_hash != _hash(token) or state.noted_by_id is not None:
        raise LinkNotUsable  # replaced or noted by phone while we waited
    return _write(state, said, noted_by=None)


@transaction.atomic
def note_state(*, state: LaterState, said: Said, by: User) -> LaterState:
    """What somebody in charge heard by phone; an open link stops working. Raises Refused over a person's own answer."""
    state = _locked(state)
    if state.answered_at is not None and state.noted_by_id is None:
        raise Refused(_("The person has answered by the link. Their own answer stays."))
    state.token_hash = ""
    return _write(state, said, noted_by=by)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month, or its last: 31 August and six months are 28 February."""
    month = Month.of(day) + months
    return month.first.replace(day=min(day.day, month.last.day))


def _write(state: LaterState, said: Said, *, noted_by: User | None) -> LaterState:
    state.life, state.note = said.life, said.note
    state.uses_what_was_learned, state.lives_here = said.uses_what_was_learned, said.lives_here
    state.noted_by, state.answered_at = noted_by, state.answered_at or timezone.now()
    state.save()
    return state


def _mend_days(people: QuerySet[Enrollment]) -> int:
    """A leaving that was corrected moves the questions nobody has put yet."""
    open_ = LaterState.objects.filter(answered_at=None, asked_at=None, enrollment__in=people)
    open_ = open_.select_related("enrollment")
    wrong = []
    for state in open_.iterator(chunk_size=1000):
        left_on = state.enrollment.left_on
        if left_on and state.due_on != months_later(left_on, state.months_after):
            state.due_on = months_later(left_on, state.months_after)
            wrong.append(state)
    LaterState.objects.bulk_update(wrong, ["due_on"], batch_size=500)
    return len(wrong)


def _takes_part_again(today: dt.date) -> Exists:
    """For a queryset of enrollments: the same person takes part in a cohort of the same program now."""
    again = Enrollment.objects.filter(
        Q(left_on=None) | Q(left_on__gt=today),
        worker=OuterRef("worker"),
        cohort__program=OuterRef("cohort__program"),
        joined_on__lte=today,
    )
    return Exists(again)


def _locked(state: LaterState) -> LaterState:
    return LaterState.objects.select_for_update(no_key=True, of=("self",)).get(pk=state.pk)


def _hash(token: str) -> str:
    """Keyed; a new SECRET_KEY makes open links worthless."""
    return salted_hmac("workers.later_states.token", token, algorithm="sha256").hexdigest()
