from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Invitation
from programs.templatetags.admin_rows import badge


@admin.register(Invitation, site=site)
class InvitationAdmin(ScopedAdmin):
    """A list to look at; slips are made, printed and withdrawn on the program's own page."""

    towns = ("cohort__program__municipality", "program__municipality", "municipality")
    fields = readonly_fields = (
        "invitee",
        "role",
        "leads_to",
        "state",
        "created_at",
        "created_by",
        "expires_at",
        "accepted_at",
    )
    list_display = ("invitee", "role", "leads_to", "state", "created_at", "expires_at")
    list_select_related = ("cohort__program", "program", "municipality", "created_by")
    list_filter = ("role", "cohort")
    search_fields = ("invitee",)

    @admin.display(description=_("leads to"))
    def leads_to(self, invitation: Invitation) -> object:
        return invitation.cohort or invitation.program or invitation.municipality

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return badge(_("accepted"), "ok")
        if invitation.withdrawn_at:
            return badge(_("withdrawn"))
        if invitation.expires_at <= timezone.now():
            return badge(_("expired"))
        return badge(_("waiting"), "warn")

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "programs:invitation_list", _("Print invitations"))
