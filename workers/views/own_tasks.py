"""A participant sends a small form of their own: done once, refused beside the field with all that was typed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from programs.domain.once import TokenReused, only_once
from programs.domain.refusals import Refused
from workers.forms.cohort_life import TaskForm
from workers.models import Enrollment
from workers.views.pages import refusal_page


def do_own(
    request: HttpRequest, enrollment: Enrollment, form: TaskForm, work: Callable[[], object], *, purpose: str
) -> int:
    """Do the work of a form that was sent: 302 when it is done, else what to answer the form with."""
    if not form.is_valid():
        if form.has_error("once"):
            form.renew_once()
        return 422
    content = form.cleaned_data | {"enrollment": enrollment.pk}
    del content["once"]
    try:
        only_once(form.cleaned_data["once"], user=request.user, content=content, work=work, purpose=purpose)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    except TokenReused:
        form.add_error(None, _("This form was sent before with other content. Please check it and send it once more."))
    else:
        return 302
    form.renew_once()
    return 409


def own_refusal(request: HttpRequest, enrollment: Enrollment, sentence: str, *, back_url: str) -> HttpResponse:
    """Before the stay and after it nothing can be written by oneself."""
    task = _("This is not possible now")
    return refusal_page(request, enrollment, sentence=sentence, task=task, back_url=back_url, status=409)
