"""A form with its once-only token: sent twice it works once, and a refusal stands beside its field."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest

from programs.domain.once import only_once
from programs.domain.refusals import Refused


def saved_once(request: HttpRequest, form: forms.Form, work: Callable[[dict], object]) -> bool:
    """Whether `work` was done with the form's values, now or by an earlier sending. Needs a `once` field."""
    if request.method != "POST" or not form.is_valid():
        return False
    values = {name: value for name, value in form.cleaned_data.items() if name != "once"}

    def made() -> object:
        return getattr(work(values), "pk", "")

    try:
        only_once(form.cleaned_data["once"], user=request.user, content=values, work=made, purpose=request.path)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return False
    return True
