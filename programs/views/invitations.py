from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import official_page
from programs.domain import invitations
from programs.domain.access_records import Action, record_access
from programs.domain.once import new_token, only_once
from programs.domain.refusals import Refused
from programs.forms.invitation import StaffInvitationForm
from programs.models import Invitation, Program
from programs.models.membership import Role
from programs.views.shell import shell
from programs.views.slips import slips_page

ROWS = 50


@require_safe
@official_page
def invitation_list(request: HttpRequest, program: Program) -> HttpResponse:
    page = Paginator(_visible(request, program), ROWS).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(invitation, _state(invitation, now)) for invitation in page]
    return render(request, "programs/invitation_list.html", {**shell(request, program), "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
@reauthentication_required(allow_get=True)
def invitation_add(request: HttpRequest, program: Program) -> HttpResponse:
    """Invite somebody to work here. It gives away a right, so whoever does it proves once more who they are."""
    form = StaffInvitationForm(request.POST or None)
    if not (request.method == "POST" and form.is_valid()):
        return render(request, "programs/invitation_add.html", {**shell(request, program), "form": form})
    data = form.cleaned_data
    place = program.municipality if data["role"] == Role.OFFICIAL else program
    return printed_once(
        request,
        program,
        token=data["once"],
        content={"invitee": data["invitee"], "role": data["role"], "place": place},
        make=lambda: [
            invitations.make_invitation(invitee=data["invitee"], role=data["role"], place=place, by=request.user)
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
@reauthentication_required(allow_get=True)
def invitation_reissue(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    invitation = get_object_or_404(_visible(request, program), pk=pk)
    if request.method != "POST":
        return _confirm(request, program, invitation, "reissue")
    try:
        return printed_once(
            request,
            program,
            token=request.POST.get("once", ""),
            content={"invitation": invitation},
            make=lambda: [invitations.reissue(invitation, by=request.user)],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("programs:invitation_list", program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def invitation_withdraw(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    invitation = get_object_or_404(_visible(request, program), pk=pk)
    if request.method != "POST":
        return _confirm(request, program, invitation, "withdraw")
    try:
        invitations.withdraw(invitation, by=request.user)
        messages.success(request, _("The invitation for %(name)s is withdrawn.") % {"name": invitation.invitee})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programs:invitation_list", program.slug)


def printed_once(request: HttpRequest, program: Program, *, token: str, content: dict, make) -> HttpResponse:
    """The slips `make` gives, on paper. Sent a second time nothing is made, and nobody knows the tokens any more."""
    slips = []

    def work() -> None:
        slips.extend(make())
        town = program.municipality
        record_access(Action.PRINTED, Invitation, user=request.user, municipality=town, detail=f"{len(slips)} rows")

    try:
        done = only_once(
            token,
            user=request.user,
            content=content,
            work=work,
            purpose=request.resolver_match.view_name,
        )
    except ValueError:
        return redirect("programs:invitation_list", program.slug)
    if done.repeated:
        messages.warning(
            request, _("These slips were already made and shown once. Print a new slip if one is missing.")
        )
        return redirect("programs:invitation_list", program.slug)
    return slips_page(request, program, slips)


def _visible(request: HttpRequest, program: Program):
    return invitations.invitations_of(program) & Invitation.objects.visible_to(request.user)


def _state(invitation: Invitation, now) -> str:
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "open" if invitation.expires_at > now else "expired"


def _confirm(request: HttpRequest, program: Program, invitation: Invitation, verb: str) -> HttpResponse:
    context = {**shell(request, program), "invitation": invitation, "verb": verb, "once": new_token()}
    return render(request, "programs/invitation_confirm.html", context)
