"""Evidence of a person's own entry: added on the phone, looked at, taken away; served to nobody else from here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Program
from programs.shared.evidence_files import content_type
from workers.access import worker_page
from workers.domain.evidences import add_evidence, remove_evidence
from workers.forms.evidence import EvidenceForm
from workers.models import Earning, Enrollment, Evidence, IncomeMonth
from workers.models.evidence import EVIDENCE_LIMIT, EvidenceKind
from workers.views.earnings import month_url, shut_sentence
from workers.views.own_tasks import do_own, own_refusal
from workers.views.pages import page_context, refusal_page
from workers.views.staff_tasks import sent

# Nothing in a file given to us may run, load or be taken for something else, whatever it is.
_SANDBOX = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def evidence_list(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """The evidence of one entry, and the form to add more."""
    earning = get_object_or_404(Earning, enrollment=enrollment, pk=pk)
    if (shut := shut_sentence(enrollment)) and request.method == "POST":
        return own_refusal(request, enrollment, shut, back_url=request.path)
    closed = month_is_closed(earning)
    form = EvidenceForm(sent(request), request.FILES if request.method == "POST" else None)
    status = 200
    if form.is_bound:

        def work() -> None:
            add_evidence(earning=earning, by=request.user, **form.given())

        status = do_own(request, enrollment, form, work, purpose=f"evidence {earning.pk}")
        if status == 302:
            messages.success(request, _("The file is added."))
            return redirect("workers:evidence_list", earning.pk)
    evidences = list(earning.evidences.all())
    context = page_context(enrollment) | {
        "earning": earning,
        "evidences": evidences,
        "form": form,
        "closed": closed,
        "may_change": not shut and not closed,
        "limit": EVIDENCE_LIMIT,
        "task": _("Evidence"),
        "back_url": month_url(Earning.month_of(earning.earned_on)),
    }
    return render(request, "workers/evidence_list.html", context, status=status)


@require_safe
@worker_page
def evidence_file(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """One's own evidence or receipt, also of an earlier participation."""
    return file_response(get_object_or_404(Evidence.objects.of(request.user), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def evidence_remove(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Ask, and on POST remove."""
    own = Evidence.objects.filter(earning__enrollment=enrollment).select_related("earning")
    evidence = get_object_or_404(own, pk=pk)
    task, back_url = _("Remove the file"), reverse("workers:evidence_list", args=[evidence.earning_id])
    if shut := shut_sentence(enrollment):
        return own_refusal(request, enrollment, shut, back_url=back_url)
    if request.method == "POST":
        try:
            remove_evidence(evidence=evidence, by=request.user)
        except Refused as refusal:
            return refusal_page(
                request, enrollment, sentence=refusal.sentence, task=task, back_url=back_url, status=409
            )
        messages.success(request, _("Removed: %(title)s") % {"title": evidence.file_name})
        return redirect(back_url)
    context = {"evidence": evidence, "task": task, "back_url": back_url}
    return render(request, "workers/evidence_remove.html", page_context(enrollment) | context)


@require_safe
@director_page
def person_evidence(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Evidence of an entry for whoever verifies it; every look is written to the access record first."""
    mine = Evidence.objects.visible_to(request.user).select_related("earning__enrollment")
    evidence = get_object_or_404(mine, earning__enrollment__cohort__program=program, pk=pk)
    record_access(
        Action.LOOKED,
        evidence,
        user=request.user,
        municipality=program.municipality,
        subject_worker=evidence.earning.enrollment.worker_id,
        detail=f"earning {evidence.earning_id}",
    )
    return file_response(evidence)


def month_is_closed(earning: Earning) -> bool:
    months = IncomeMonth.objects.filter(enrollment=earning.enrollment_id)
    return months.in_month(Earning.month_of(earning.earned_on)).exclude(closed_at=None).exists()


def file_response(evidence: Evidence) -> HttpResponse:
    """A picture drawn by us is shown, a PDF saved; neither may do anything in the browser."""
    with evidence.file.open("rb") as file:
        data = file.read()
    response = HttpResponse(data, content_type=content_type(data))
    name = evidence.file_name if evidence.kind == EvidenceKind.PDF else f"{evidence.pk}"
    if evidence.kind == EvidenceKind.PDF and not name.lower().endswith(".pdf"):
        name += ".pdf"
    response.headers["Content-Disposition"] = content_disposition_header(evidence.kind == EvidenceKind.PDF, name)
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
