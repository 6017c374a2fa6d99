from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from workers.admin.person_filter import PersonFilter
from workers.admin.rows import find_people
from workers.models import Outcome, Worker


@admin.register(Outcome, site=site)
class OutcomeAdmin(ScopedAdmin):
    """Looked at and exported here; written and removed on the person's own page, where the rules are asked."""

    menu_name = _("Successes")
    towns = ("enrollment__cohort__program__municipality",)
    cohort_path = "enrollment__cohort"
    list_display = ("person", "cohort", "kind", "happened_on", "employer")
    list_filter = ("kind", "enrollment__cohort", PersonFilter)
    list_select_related = ("enrollment__worker", "enrollment__cohort__program__municipality")
    search_fields = ("enrollment__worker__search", "employer")
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    list_note = _("One person may stand here several times. The program's pages count people.")
    fields = ("person", "cohort", "kind", "happened_on", "employer", "note", "by")
    readonly_fields = ("person", "cohort")
    excel = (
        (_("full name"), lambda row: row.enrollment.worker.full_name),
        (_("kana"), lambda row: row.enrollment.worker.full_kana),
        (_("cohort"), lambda row: row.enrollment.cohort),
        (_("outcome"), "kind"),
        (_("on"), "happened_on"),
        (_("employer or business"), "employer"),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "enrollment__worker__search"), False

    @admin.display(description=_("participant"), ordering="enrollment__worker__family_name_kana")
    def person(self, row: Outcome) -> str:
        return str(row.enrollment.worker)

    @admin.display(description=_("cohort"))
    def cohort(self, row: Outcome) -> object:
        return row.enrollment.cohort

    def title_of(self, obj: Outcome) -> str:
        return f"{obj.enrollment.worker} {obj}"

    def subject_of(self, obj: Outcome) -> Worker:
        return obj.enrollment.worker

    def verbs_of(self, request: HttpRequest, obj: Outcome) -> list[dict]:
        program = obj.enrollment.cohort.program
        way = reverse("workers:journey", args=[program.slug, obj.enrollment_id])
        remove = reverse("workers:outcome_remove", args=[program.slug, obj.pk])
        return [
            {"url": way, "label": _("Way so far"), "icon": "people"},
            {"url": remove, "label": _("Remove"), "icon": "trash"},
        ]
