"""What the town decides about an application besides selecting: under review, waiting list, declining, taking back."""

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.domain.applications import move
from workers.models import Application
from workers.models.application import ApplicationState


@transaction.atomic
def decide(*, application: Application, state: str, by: User, reason: str = "", note: str = "") -> Application:
    """Bring an application of this call into another state. Raises what `move` raises, Refused when it went on."""
    refuse_carried(application)
    return move(application=application, state=state, by=by, reason=reason, note=note)


@transaction.atomic
def take_back_decline(*, application: Application, by: User, note: str = "") -> Application:
    """Undo a decline made by mistake: back to the end of the waiting list for who was on it, else under review."""
    if application.state != ApplicationState.DECLINED:
        raise Refused(_("This application has not been declined."))
    return decide(application=application, state=state_after_taking_back(application), by=by, note=note)


def state_after_taking_back(application: Application) -> ApplicationState:
    before = application.steps.exclude(state=ApplicationState.DECLINED).order_by("-at", "-pk").first()
    was_waiting = before is not None and before.state == ApplicationState.WAITING
    return ApplicationState.WAITING if was_waiting else ApplicationState.SCREENING


def refuse_carried(application: Application) -> None:
    """Raise Refused for an application that goes on in a later call: what happens to it happens there."""
    if Application.objects.filter(carried_from=application).exists():
        raise Refused(_("This person was carried over into a later call. Go on there."))
