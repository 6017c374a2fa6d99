"""Applications: filing one, looking it up by number and secret, and the one place where its state changes.

Whoever locks takes the cohort before the call and the call before the application: then nobody waits in a ring.
"""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.domain.refusals import Refused
from programs.models import Call, ConsentText, User
from workers.domain.application_numbers import (
    draw_reference,
    draw_secret,
    fits,
    hash_of,
    plain_reference,
    spaced_secret,
)
from workers.domain.applied_twice import refuse_twice
from workers.domain.calls import refuse_unless_open
from workers.models import Application, ApplicationStep, Worker
from workers.models.application import (
    DECLINE_REASONS,
    WITHDRAWAL_REASONS,
    ApplicationState,
    Channel,
    Gender,
    ShortHoursReason,
)

S = ApplicationState
# Who was selected has an enrollment: what happens to them is told there. Who withdrew may apply again.
TRANSITIONS: dict[str, frozenset[str]] = {
    S.APPLIED: frozenset({S.SCREENING, S.INTERVIEW, S.SELECTED, S.WAITING, S.DECLINED, S.WITHDRAWN}),
    S.SCREENING: frozenset({S.INTERVIEW, S.SELECTED, S.WAITING, S.DECLINED, S.WITHDRAWN}),
    S.INTERVIEW: frozenset({S.SCREENING, S.SELECTED, S.WAITING, S.DECLINED, S.WITHDRAWN}),
    S.WAITING: frozenset({S.SCREENING, S.INTERVIEW, S.SELECTED, S.DECLINED, S.WITHDRAWN}),
    S.DECLINED: frozenset({S.SCREENING, S.WAITING}),
    S.SELECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
REASONS = {S.DECLINED: DECLINE_REASONS, S.WITHDRAWN: WITHDRAWAL_REASONS}
# What the town writes down itself may have come on paper while the call was open.
IN_TIME = (Channel.COUNTER, Channel.IMPORT, Channel.CARRIED)
DRAWS = 20  # of nine million numbers
CONSENT_CHANGED = gettext_lazy(
    "The text to agree to has changed in the meantime. Please read the new one and agree once more."
)


class ConsentOutdated(Refused):
    """The town wrote a newer consent text since the form was shown."""

    field = "agreed"

    def __init__(self) -> None:
        super().__init__(CONSENT_CHANGED)


class NoSuchApplication(Refused):
    """No such number, or another secret: one sentence for both, so that guessing teaches nothing."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no application with this number and secret. Check both, or ask the contact of the call.")
        )


@dataclass(frozen=True, kw_only=True)
class ApplicationDetails:
    """What an applicant says. Kana as full-width katakana, hours a week, year of birth in the western calendar."""

    family_name: str
    family_name_kana: str
    weekly_hours: int
    pc_skill: str
    given_name: str = ""
    given_name_kana: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    birth_year: int | None = None
    gender: str = Gender.NOT_SAID
    has_pc: bool = False
    has_internet: bool = False
    short_hours_reason: str = ShortHoursReason.NOT_SAID
    motivation: str = ""
    helper_name: str = ""
    helper_relation: str = ""


@dataclass(frozen=True)
class Filed:
    """An application with its secret in clear (`3K7D-MNPQ`): nobody knows it afterwards."""

    application: Application
    secret: str


@transaction.atomic
def apply(
    *,
    call: Call,
    details: ApplicationDetails,
    consent: ConsentText | None,
    channel: str = Channel.ONLINE,
    by: User | None = None,
    seed: str = "",
) -> Filed:
    """File an application. `consent` is the text the applicant agreed to just now; online there must be one.

    `seed`: what only this form holds; the same form again gives the same secret (`draw_secret`).
    `by`: the member of staff who writes it down; they record the access. Raises CallNotOpen, AppliedTwice,
    ConsentOutdated.
    """
    # Two sendings of one person wait here for each other. `of`: the cohort's row is the selection's to lock.
    locked = Call.objects.select_for_update(no_key=True, of=("self",)).select_related("cohort__program")
    call = locked.get(pk=call.pk)
    refuse_unless_open(call, in_time=channel in IN_TIME)
    if consent is not None and channel not in (Channel.IMPORT, Channel.CARRIED):
        _refuse_old_text(call, consent)
    refuse_twice(call, details)
    now, reference, secret = timezone.now(), free_reference(), draw_secret(seed)
    application = Application(
        call=call,
        reference=reference,
        secret_hash=hash_of(reference, secret),
        channel=channel,
        entered_by=by,
        consent=consent,
        consented_at=now if consent else None,
        applied_at=now,
        **asdict(details),
    )
    application.save(force_insert=True)
    ApplicationStep.objects.create(application=application, state=S.APPLIED, at=now, by=by)
    return Filed(application=application, secret=spaced_secret(secret))


@transaction.atomic
def move(
    *,
    application: Application,
    state: str,
    by: User | None,
    reason: str = "",
    note: str = "",
    worker: Worker | None = None,
) -> Application:
    """Bring an application into another state and write the step; harmless when it is there already.

    `by` None is the applicant. `reason` for declining (DECLINE_REASONS) and withdrawing (WITHDRAWAL_REASONS) only;
    `note` stays inside the town; `worker` for selecting only. Who enters the waiting list comes last on it.
    The caller records the access. Raises Refused when that state cannot follow, or when it went on into a later call.
    """
    application = lock_application(application)
    refuse_carried(application)
    if application.state == state:
        return application
    _refuse_impossible(application, state, reason)
    if (state == S.SELECTED) != (worker is not None):
        raise ValueError("a selected applicant is a participant, and nobody else")
    if application.state == S.DECLINED:
        refuse_twice(application.call, application, but=application.pk)
    application.state, application.decision_reason, application.worker = state, reason, worker
    application.waiting_rank = _last_place(application.call_id) + 1 if state == S.WAITING else None
    application.save(update_fields=["state", "decision_reason", "worker", "waiting_rank"])
    ApplicationStep.objects.create(
        application=application, state=state, at=timezone.now(), by=by, reason=reason, note=note
    )
    return application


def lock_application(application: Application) -> Application:
    """As it is now, locked after its call: who files, carries over or joins the waiting list there takes turns."""
    Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.call_id)
    return Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)


def refuse_carried(application: Application) -> None:
    """Raise Refused for an application that goes on in a later call: what happens to it happens there."""
    if Application.objects.filter(carried_from=application).exists():
        raise Refused(_("This person was carried over into a later call. Go on there."))


def find_application(*, reference: str, secret: str) -> Application:
    """By number and secret in any spelling, with as much work when there is none. Raises NoSuchApplication."""
    reference = plain_reference(reference)
    found = Application.objects.filter(reference=reference).only("pk", "reference", "secret_hash").first()
    if not fits(reference, secret, found.secret_hash if found else None):
        raise NoSuchApplication
    return found


@transaction.atomic
def renew_secret(*, application: Application) -> Filed:
    """A new secret for somebody who lost theirs; the old one stops working. The caller records the access."""
    application = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)
    secret = draw_secret()
    application.secret_hash = hash_of(application.reference, secret)
    application.save(update_fields=["secret_hash"])
    return Filed(application=application, secret=spaced_secret(secret))


def place_on_waiting_list(application: Application) -> int | None:
    """1 for who comes next; None for who is not waiting. Gaps do not count, nor who went on into a later call."""
    if application.state != S.WAITING:
        return None
    waiting = Application.objects.filter(call=application.call_id, state=S.WAITING, carried_to=None)
    return waiting.filter(waiting_rank__lt=application.waiting_rank or 0).count() + 1


def _refuse_old_text(call: Call, consent: ConsentText) -> None:
    if ConsentText.objects.newest(call.cohort.program.municipality_id) != consent:
        raise ConsentOutdated


def _refuse_impossible(application: Application, state: str, reason: str) -> None:
    if state not in TRANSITIONS[application.state]:
        raise Refused(
            _("This is not possible any more: the application is already at «%(now)s».")
            % {"now": application.get_state_display()}
        )
    if reason not in REASONS.get(state, ("",)):
        raise Refused(_("Choose a reason."), field="reason")


def free_reference() -> str:
    """A number nobody has, for a new application."""
    for _n in range(DRAWS):
        reference = draw_reference()
        if not Application.objects.filter(reference=reference).exists():
            return reference
    raise RuntimeError("no free reference number")


def _last_place(call_id: int) -> int:
    return Application.objects.filter(call=call_id).aggregate(last=Max("waiting_rank"))["last"] or 0
