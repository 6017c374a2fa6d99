"""How to be reminded, on the phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workers.forms.cohort_life import TaskForm, choose
from workers.models import WorkerPreference
from workers.models.worker_preference import Channel

PLEASE_CHOOSE = {"invalid_choice": _("Please choose an hour.")}


def hour_field(label: Any) -> forms.TypedChoiceField:
    hours = [(hour, _("%(hour)s o'clock") % {"hour": hour}) for hour in range(24)]
    return forms.TypedChoiceField(label=label, coerce=int, choices=hours, error_messages=PLEASE_CHOOSE)


class RemindersForm(TaskForm):
    """LINE stands among the choices only for whom it works."""

    remind_by = choose(_("remind me"), [])
    quiet_from = hour_field(_("quiet from"))
    quiet_until = hour_field(_("quiet until"))

    def __init__(self, *args: Any, written: WorkerPreference, with_line: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(one.value, one.label) for one in Channel if with_line or one != Channel.LINE]
        self.fields["remind_by"].choices = ways
        known = dict(ways)
        self.initial.setdefault("remind_by", written.remind_by if written.remind_by in known else Channel.MAIL)
        self.initial |= {"quiet_from": written.quiet_from, "quiet_until": written.quiet_until}
