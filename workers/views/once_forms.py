"""A form of the desk that is sent once: shown, done, or shown again with the sentence beside its field."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programs.domain.once import TokenReused, new_token, only_once
from programs.domain.refusals import Refused


def done_once(
    request: HttpRequest, form: forms.Form, *, purpose: str, content: Mapping[str, Any], work: Callable[[], object]
) -> str | None:
    """Do `work` with a valid form; its answer as text, also when the form is sent again.

    None when nothing was done: the form was not sent, or it holds the sentences that say why. See `status_of`.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    user = request.user if request.user.is_authenticated else None
    try:
        return only_once(form.cleaned_data["once"], user=user, content=content, work=work, purpose=purpose).answer
    except Refused as refusal:
        said = refusal.for_staff if user and refusal.for_staff else refusal.sentence
        form.add_error(refusal.field if refusal.field in form.fields else None, said)
    except TokenReused:
        form.add_error(None, _("This form has already been recorded with other content. Send it again to add another."))
    form.data = form.data.copy()
    form.data["once"] = new_token()
    return None


def status_of(form: forms.Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def number_in(text: str) -> int:
    """The number of a row as a form sends it; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
