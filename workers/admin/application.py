from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.domain.access_records import Action, record_access
from programs.templatetags.admin_rows import badge, two_lines
from workers.domain.applicants import found_by
from workers.domain.application_numbers import spaced_reference
from workers.models import Application
from workers.models.application import ApplicationState

KINDS = {ApplicationState.SELECTED: "ok", ApplicationState.WAITING: "warn"}
QUIET = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN)


@admin.register(Application, site=site)
class ApplicationAdmin(ScopedAdmin):
    """To look at and to find. What happens to an application happens on its page; sensitive answers are shown there."""

    menu_name = _("Applications")
    towns = ("call__cohort__program__municipality",)
    cohort_path = "call__cohort"
    list_display = ("name", "call", "state_badge", "weekly_hours", "pc_skill", "applied_at")
    list_filter = ("call__cohort", "state", "channel", "pc_skill")
    list_select_related = ("call__cohort__program__municipality", "worker")
    search_fields = ("search",)
    search_help_text = _("Names, readings and reference numbers. 髙 and 高 find the same people.")
    ordering = ("-applied_at", "-pk")
    list_note = _("Year of birth, gender and reasons for short hours are not shown here and in no file.")
    fields = (
        "name", "number", "call", "state", "decision_reason", "weekly_hours", "pc_skill", "has_pc", "has_internet",
        "phone", "email", "address", "motivation", "helper_name", "helper_relation", "channel", "applied_at",
        "entered_by", "consent", "consented_at", "interview_at", "interview_place", "worker",
    )  # fmt: skip
    readonly_fields = ("name", "number")
    excel = (
        (_("reference number"), "reference"),
        (_("full name"), lambda row: row.full_name),
        (_("kana"), lambda row: row.full_kana),
        (_("call for applicants"), lambda row: row.call),
        (_("state"), lambda row: row.get_state_display()),
        (_("hours a week"), "weekly_hours"),
        (_("PC skills"), lambda row: row.get_pc_skill_display()),
        (_("how it came"), lambda row: row.get_channel_display()),
        (_("applied at"), "applied_at"),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return found_by(queryset, search_term) if search_term else queryset, False

    @admin.display(description=_("full name"), ordering="family_name_kana")
    def name(self, application: Application) -> str:
        return two_lines(application.full_name, application.full_kana)

    @admin.display(description=_("reference number"))
    def number(self, application: Application) -> str:
        return spaced_reference(application.reference)

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, application: Application) -> str:
        kind = "" if application.state in QUIET else KINDS.get(application.state, "info")
        return badge(application.get_state_display(), kind)

    def note_look(self, request: HttpRequest, obj: Application) -> None:
        """An applicant is nobody's participant yet, and yet every look is written down."""
        if request.method == "GET":
            record_access(
                Action.LOOKED,
                obj,
                user=request.user,
                municipality=obj.call.cohort.program.municipality,
                subject_worker=obj.worker_id,
            )

    def verbs_of(self, request: HttpRequest, obj: Application) -> list[dict]:
        url = reverse("workers:application_detail", args=[obj.call.cohort.program.slug, obj.pk])
        return [{"url": url, "label": _("Notes, interview, decision"), "icon": "person"}]

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:call_list", _("Recruiting"), icon="people")
