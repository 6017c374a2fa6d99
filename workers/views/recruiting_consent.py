from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.access import official_page
from programs.domain.consents import write_consent
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.models import ConsentText, Program
from programs.views.shell import shell
from workers.forms.recruiting import ConsentForm


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def consent_edit(request: HttpRequest, program: Program) -> HttpResponse:
    """The text applicants agree to. A change is a new version; who agreed to an old one agreed to that."""
    texts = ConsentText.objects.visible_to(request.user).filter(municipality=program.municipality)
    versions = list(texts.annotate(agreed=Count("applications")).select_related("made_by").order_by("-version"))
    newest = versions[0] if versions else None
    form = ConsentForm(request.POST or None, initial={"body": newest.body if newest else ""})
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, program, form)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("The new text is in force. Applicants agree to it from now on."))
            return redirect("workers:consent_edit", program.slug)
    context = {**shell(request, program), "form": form, "newest": newest, "versions": versions}
    return render(request, "workers/recruiting_consent.html", context)


def _write(request: HttpRequest, program: Program, form: ConsentForm) -> None:
    body = form.cleaned_data["body"]
    only_once(
        form.cleaned_data["once"],
        user=request.user,
        content={"body": body},
        work=lambda: write_consent(municipality=program.municipality, body=body, by=request.user).pk,
        purpose=request.path,
    )
