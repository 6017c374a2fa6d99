from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.templatetags.admin_rows import badge
from workers.admin.person_filter import PersonFilter
from workers.admin.rows import find_people
from workers.models import FollowUp, Worker

DONE = pgettext_lazy("follow-ups", "Done")


class DoneFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        open_ones = pgettext_lazy("follow-ups", "All open")
        return [("open", open_ones), ("overdue", pgettext_lazy("follow-ups", "Overdue")), ("done", DONE)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "open":
            return queryset.open()
        if self.value() == "overdue":
            return queryset.overdue()
        return queryset.exclude(done_at=None) if self.value() == "done" else queryset


@admin.register(FollowUp, site=site)
class FollowUpAdmin(ScopedAdmin):
    """What was promised, to look at and to count; what it was leaves in no file."""

    towns = ("enrollment__cohort__program__municipality",)
    cohort_path = "enrollment__cohort"
    list_display = ("due_on", "person", "cohort", "what", "assigned_to", "state")
    list_display_links = ("what",)
    list_filter = (DoneFilter, "due_on", "enrollment__cohort", PersonFilter)
    list_select_related = ("enrollment__worker", "enrollment__cohort__program__municipality", "assigned_to")
    search_fields = ("enrollment__worker__search",)
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    fields = ("enrollment", "what", "due_on", "assigned_to", "made_by", "made_at", "done_at", "done_by")
    readonly_fields = ("made_at",)
    excel = (
        (_("due on"), "due_on"),
        (_("full name"), lambda row: row.enrollment.worker.full_name),
        (_("cohort"), lambda row: row.enrollment.cohort),
        (_("assigned to"), lambda row: row.assigned_to),
        (_("made at"), lambda row: timezone.localdate(row.made_at)),
        (_("done at"), lambda row: timezone.localdate(row.done_at) if row.done_at else None),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "enrollment__worker__search"), False

    @admin.display(description=_("participant"), ordering="enrollment__worker__family_name_kana")
    def person(self, follow_up: FollowUp) -> str:
        return follow_up.enrollment.worker.full_name

    @admin.display(description=_("state"))
    def state(self, follow_up: FollowUp) -> str:
        if follow_up.done_at:
            return badge(DONE, "ok")
        return badge(_("overdue"), "err") if follow_up.due_on < timezone.localdate() else ""

    def subject_of(self, obj: FollowUp) -> Worker:
        return obj.enrollment.worker

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:follow_up_list", _("follow-ups"), icon="check")
