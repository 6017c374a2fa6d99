from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.templatetags.admin_rows import badge
from workers.admin.person_filter import PersonFilter
from workers.admin.rows import find_people
from workers.domain.supporters import with_presence
from workers.models import Supporter, Worker


class InChargeFilter(admin.SimpleListFilter):
    title = _("in charge now")
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [("yes", _("in charge now")), ("absent", _("no longer here")), ("no", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "yes":
            return queryset.on()
        if self.value() == "absent":
            return queryset.on().filter(is_present=False)
        if self.value() == "no":
            return queryset.filter(left_on__lte=timezone.localdate())
        return queryset


@admin.register(Supporter, site=site)
class SupporterAdmin(ScopedAdmin):
    """Who was in charge of whom, to look at; appointing has its own page, which leaves no gap."""

    menu_name = _("People in charge of participants")
    towns = ("enrollment__cohort__program__municipality",)
    cohort_path = "enrollment__cohort"
    list_display = ("person", "cohort", "user", "role", "joined_on", "left_on", "state")
    list_filter = ("enrollment__cohort", "role", InChargeFilter, PersonFilter)
    list_select_related = ("enrollment__worker", "enrollment__cohort__program__municipality", "user")
    search_fields = ("enrollment__worker__search", "user__display_name")
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    fields = ("enrollment", "user", "role", "joined_on", "left_on")
    excel = (
        (_("full name"), lambda row: row.enrollment.worker.full_name),
        (_("cohort"), lambda row: row.enrollment.cohort),
        (_("account"), lambda row: row.user),
        (_("role"), "role"),
        (_("since"), "joined_on"),
        (_("until"), "left_on"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Supporter]:
        return with_presence(super().get_queryset(request))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        if not search_term.strip():
            return queryset, False
        people = find_people(queryset, search_term, "enrollment__worker__search")
        staff = Q(user__display_name__icontains=search_term.strip())
        return queryset.filter(Q(pk__in=people.values("pk")) | staff), False

    @admin.display(description=_("participant"), ordering="enrollment__worker__family_name_kana")
    def person(self, supporter: Supporter) -> str:
        return supporter.enrollment.worker.full_name

    @admin.display(description=_("state"))
    def state(self, supporter: Supporter) -> str:
        if supporter.left_on and supporter.left_on <= timezone.localdate():
            return badge(_("ended"), "")
        return badge(_("in charge now"), "ok") if supporter.is_present else badge(_("no longer here"), "warn")

    def title_of(self, obj: Supporter) -> str:
        return f"{obj.enrollment.worker.full_name}: {obj}"

    def subject_of(self, obj: Supporter) -> Worker:
        return obj.enrollment.worker

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:supporter_table", _("Who is in charge of whom"), icon="people")
