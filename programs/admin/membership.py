from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.admin.verbs import Verb
from programs.domain.access_records import Action, record_access
from programs.domain.memberships import appoint, end_membership
from programs.fields import JapaneseDateField
from programs.models import Membership


class EndForm(forms.Form):
    left_on = JapaneseDateField(label=_("until"), help_text=_("From this day on the person has no access any more."))


class InForceFilter(admin.SimpleListFilter):
    title = _("in force")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [("now", _("now")), ("ended", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "now":
            return queryset.active()
        if self.value() == "ended":
            return queryset.filter(left_on__lte=timezone.localdate())
        return queryset


@admin.register(Membership, site=site)
class MembershipAdmin(ScopedAdmin):
    """Appointed and ended through the rules, so that nobody's past disappears."""

    menu_name = _("People in charge")
    towns = ("municipality", "program__municipality")
    official_rights = administrator_rights = ("view", "add")
    fields = ("user", "role", "municipality", "program", "joined_on")
    list_display = ("user", "role", "place", "joined_on", "left_on")
    list_select_related = ("user", "municipality", "program")
    list_filter = (InForceFilter, "role", "program")
    search_fields = ("user__display_name", "user__email")
    search_lead = _("Searches names and e-mail addresses.")
    excel = (
        (_("account"), "user"),
        (_("role"), "role"),
        (_("place"), lambda row: row.municipality or row.program),
        (_("since"), "joined_on"),
        (_("until"), "left_on"),
    )

    @admin.display(description=_("place"))
    def place(self, membership: Membership) -> object:
        return membership.municipality or membership.program

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        if request.method == "POST":
            raise_if_reauthentication_required(request, app="")
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Membership, form, change: bool) -> None:
        made = appoint(
            user=obj.user, role=obj.role, municipality=obj.municipality, program=obj.program, joined_on=obj.joined_on
        )
        obj.pk = made.pk
        self._note(request, made)

    def get_urls(self) -> list:
        end = self.admin_site.admin_view(self.verb_view(self.end_verb))
        return [path("<int:pk>/end/", end, name="programs_membership_end"), *super().get_urls()]

    def verbs_of(self, request: HttpRequest, obj: Membership) -> list[dict]:
        if obj.left_on is not None:
            return []
        return [{"url": reverse("admin:programs_membership_end", args=[obj.pk]), "label": _("End this role")}]

    def end_verb(self, request: HttpRequest, membership: Membership) -> Verb:
        def work(cleaned: dict) -> Membership:
            ended = end_membership(membership=membership, left_on=cleaned["left_on"], by=request.user)
            self._note(request, ended)
            return ended

        return Verb(
            title=_("End this role"),
            press=_("End the role"),
            then=_(
                "From that day on the person sees nothing here any more. Who was in charge until then stays on record."
            ),
            form=EndForm,
            initial={"left_on": timezone.localdate()},
            work=work,
            said=_("The role has been ended."),
            step_up=True,
            back=reverse("admin:programs_membership_changelist"),
            facts=[(_("account"), membership.user), (_("role"), membership.get_role_display())],
        )

    def _note(self, request: HttpRequest, membership: Membership) -> None:
        town = membership.municipality or membership.program.municipality
        record_access(Action.ROLE_CHANGED, membership, user=request.user, municipality=town)
