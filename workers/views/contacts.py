"""One participant's log of support: what was, what is to be done, and the quick form above it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.access import director_page
from programs.domain.access_records import Action
from programs.domain.once import new_token, only_once
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.access import enrollment_of
from workers.domain.contacts import change_contact, last_medium, log_contact, may_mend, remove_contact
from workers.domain.follow_ups import plan_follow_up
from workers.domain.supporters import supporters_on
from workers.forms.contact import ContactForm, QuickContactForm, written_in
from workers.models import Contact, Enrollment, FollowUp
from workers.models.supporter import SupporterRole
from workers.views.contact_chart import contact_chart
from workers.views.once_forms import done_once
from workers.views.pages import page_or_parts
from workers.views.persons import note_person

ROWS = 50
PARTS = ("workers/_contact_panel.html",)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def contact_list(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The log, newest first, below the form that writes into it. Every look is written to the access record."""
    enrollment = enrollment_of(request, program, pk)
    usual = {"medium": last_medium(request.user)}
    form = QuickContactForm(request.POST if request.method == "POST" else None, enrollment=enrollment, initial=usual)
    said, status = "", 200
    if form.is_bound:
        status = _record(request, program, form)
        said = _("Written down.") if status == 200 else ""
        if said and not request.htmx:
            messages.success(request, said)
            return redirect(contacts_url(program, enrollment))
        if said:
            form = QuickContactForm(enrollment=enrollment, initial=usual | {"medium": form.cleaned_data["medium"]})
    else:
        note_person(request, program, enrollment, Action.LOOKED, "support log")
    context = _page_of(request, program, enrollment) | {"form": form, "said": said}
    return page_or_parts(request, "workers/contact_list.html", PARTS, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def contact_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Mending one's own entry, for a day after writing it."""
    contact = _contact_of(request, program, pk)
    if not may_mend(contact, request.user):
        return _stands(request, program, contact)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        enrollment=contact.enrollment,
        initial=written_in(contact),
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    change_contact(contact=contact, touch=form.touch(), by=request.user)
                    note_person(request, program, contact.enrollment, Action.CHANGED, f"contact {contact.pk} corrected")
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
                status = 409
            else:
                messages.success(request, _("The entry is corrected."))
                return redirect(contacts_url(program, contact.enrollment))
    context = _place_of(request, program, contact) | {"form": form}
    return render(request, "workers/contact_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def contact_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Ask, and on POST remove one's own entry of today or yesterday. `back` may lead to the page of support."""
    if request.method == "POST" and request.POST.get("once"):
        return _remove(request, program, pk)
    contact = _contact_of(request, program, pk)
    if not may_mend(contact, request.user):
        return _stands(request, program, contact)
    context = _place_of(request, program, contact) | {"once": new_token()}
    return render(request, "workers/contact_remove.html", context)


def contacts_url(program: Program, enrollment: Enrollment) -> str:
    return reverse("workers:contact_list", args=[program.slug, enrollment.pk])


def _record(request: HttpRequest, program: Program, form: QuickContactForm) -> int:
    """The status of the answer: 200 when the contact is written down."""
    if not form.is_valid():
        if form.has_error("once"):
            form.renew_once()
        return 422

    def work() -> int:
        contact = log_contact(enrollment=form.enrollment, touch=form.touch(), by=request.user)
        if what := form.cleaned_data["next_what"]:
            plan_follow_up(
                enrollment=form.enrollment,
                what=what,
                due_on=form.cleaned_data["next_on"],
                by=request.user,
                assigned_to=request.user if not request.user.is_superuser else None,
                contact=contact,
            )
        note_person(request, program, form.enrollment, Action.CHANGED, f"contact {contact.pk} logged")
        return contact.pk

    content = form.touch().as_columns() | {"enrollment": form.enrollment.pk}
    content |= {name: form.cleaned_data[name] for name in ("next_what", "next_on")}
    if done_once(request, form, content=content, work=work, purpose="contact_list"):
        return 200
    form.renew_once()
    return 409


def _remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    def work() -> str:
        contact = _contact_of(request, program, pk)
        remove_contact(contact=contact, by=request.user)
        note_person(request, program, contact.enrollment, Action.CHANGED, f"contact {pk} removed")
        messages.success(request, _("The entry is removed."))
        return contacts_url(program, contact.enrollment)

    try:
        sent = only_once(
            request.POST["once"][:64], user=request.user, content={"contact": pk}, work=work, purpose="contact_remove"
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(contacts_url(program, _contact_of(request, program, pk).enrollment))
    back = request.POST.get("back", "")
    return redirect(reverse("workers:support", args=[program.slug]) if back == "support" else sent.answer)


def _contact_of(request: HttpRequest, program: Program, pk: int) -> Contact:
    rows = Contact.objects.visible_to(request.user).select_related("enrollment__worker", "enrollment__cohort", "by")
    return get_object_or_404(rows, enrollment__cohort__program=program, pk=pk)


def _stands(request: HttpRequest, program: Program, contact: Contact) -> HttpResponse:
    """It can be corrected no more: back to the log, with the sentence that says what to do instead."""
    own = contact.by_id == request.user.pk
    messages.warning(
        request,
        _("An entry can be corrected for 24 hours. Add a new one instead.")
        if own
        else _("Only the person who wrote an entry can correct it. Add a new one instead."),
    )
    return redirect(contacts_url(program, contact.enrollment))


def _place_of(request: HttpRequest, program: Program, contact: Contact) -> dict[str, Any]:
    enrollment = contact.enrollment
    return shell(request, program, enrollment.cohort) | {"contact": contact, "enrollment": enrollment}


def _page_of(request: HttpRequest, program: Program, enrollment: Enrollment) -> dict[str, Any]:
    rows = Contact.objects.visible_to(request.user).filter(enrollment=enrollment).select_related("by")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    open_ones = FollowUp.objects.visible_to(request.user).filter(enrollment=enrollment).open()
    in_charge = supporters_on([enrollment]).get(enrollment.pk, {})
    return {
        **shell(request, program, enrollment.cohort),
        "enrollment": enrollment,
        "today": timezone.localdate(),
        "page": page,
        "rows": [(one, may_mend(one, request.user)) for one in page],
        "follow_ups": list(open_ones.select_related("assigned_to")),
        "main": in_charge.get(SupporterRole.MAIN),
        "deputy": in_charge.get(SupporterRole.DEPUTY),
        "chart": contact_chart(program, enrollment),
    }
