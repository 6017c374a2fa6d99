from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.templatetags.admin_rows import badge
from workers.admin.person_filter import PersonFilter
from workers.admin.rows import find_people
from workers.domain.later_states import MONTHS_AFTER
from workers.models import LaterState, Worker


class AnsweredFilter(admin.SimpleListFilter):
    title = _("answered")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [("yes", _("answered")), ("no", _("to be asked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(answered_at__isnull=self.value() == "no") if self.value() else queryset


class MonthsFilter(admin.SimpleListFilter):
    title = _("months after leaving")
    parameter_name = "months"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [(str(months), str(months)) for months in MONTHS_AFTER]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = dict(self.lookup_choices)
        return queryset.filter(months_after=self.value()) if self.value() in known else queryset


@admin.register(LaterState, site=site)
class LaterStateAdmin(ScopedAdmin):
    """Looked at here; asked and noted on the program's own page. The free line leaves the house in no export."""

    menu_name = _("Life after the program")
    towns = ("enrollment__cohort__program__municipality",)
    cohort_path = "enrollment__cohort"
    list_display = ("person", "cohort", "months_after", "due_on", "life_word", "answered_at")
    list_filter = (AnsweredFilter, MonthsFilter, "life", "enrollment__cohort", PersonFilter)
    list_select_related = ("enrollment__worker", "enrollment__cohort__program__municipality")
    search_fields = ("enrollment__worker__search",)
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    fields = (
        ("person", "cohort"),
        ("months_after", "due_on"),
        ("asked_at", "answered_at", "noted_by"),
        ("life", "uses_what_was_learned", "lives_here"),
        "note",
    )
    readonly_fields = ("person", "cohort")
    excel = (
        (_("full name"), lambda row: row.enrollment.worker.full_name),
        (_("kana"), lambda row: row.enrollment.worker.full_kana),
        (_("cohort"), lambda row: row.enrollment.cohort),
        (_("months after leaving"), "months_after"),
        (_("to be asked on"), "due_on"),
        (_("answered at"), "answered_at"),
        (_("way of living"), "life"),
        (_("uses what was learned"), lambda row: _yes_no(row.uses_what_was_learned)),
        (_("lives in the town"), lambda row: _yes_no(row.lives_here)),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "enrollment__worker__search"), False

    @admin.display(description=_("participant"), ordering="enrollment__worker__family_name_kana")
    def person(self, row: LaterState) -> str:
        return str(row.enrollment.worker)

    @admin.display(description=_("way of living"), ordering="life")
    def life_word(self, row: LaterState) -> object:
        return row.get_life_display() if row.life else badge(_("to be asked"), "")

    def title_of(self, obj: LaterState) -> str:
        return f"{obj.enrollment.worker} +{obj.months_after}"

    def subject_of(self, obj: LaterState) -> Worker:
        return obj.enrollment.worker

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:later_state_list", _("Ask people"), icon="mail")

    def verbs_of(self, request: HttpRequest, obj: LaterState) -> list[dict]:
        note = reverse("workers:later_state_note", args=[obj.enrollment.cohort.program.slug, obj.pk])
        return [{"url": note, "label": _("Heard by phone"), "icon": "phone"}]


def _yes_no(said: bool | None) -> object:
    return "" if said is None else _("yes") if said else _("no")
