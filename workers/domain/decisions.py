"""What the town decides about an application besides selecting: under review, waiting list, declining, taking back."""

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.domain.applications import move
from workers.models import Application
from workers.models.application import ApplicationState


def decide(*, application: Application, state: str, by: User, reason: str = "", note: str = "") -> Application:
    """Bring an application into another state that needs no participant. Raises what `move` raises."""
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
