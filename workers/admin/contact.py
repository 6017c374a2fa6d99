from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from workers.admin.person_filter import PersonFilter
from workers.admin.rows import find_people
from workers.models import Contact, Worker


@admin.register(Contact, site=site)
class ContactAdmin(ScopedAdmin):
    """To look at and to count. What was said in a contact never leaves as a file."""

    menu_name = _("Support log")
    towns = ("enrollment__cohort__program__municipality",)
    cohort_path = "enrollment__cohort"
    list_display = ("happened_on", "person", "cohort", "medium", "was_reached", "minutes", "by")
    list_filter = ("happened_on", "enrollment__cohort", "medium", "was_reached", PersonFilter)
    list_select_related = ("enrollment__worker", "enrollment__cohort__program__municipality", "by")
    search_fields = ("enrollment__worker__search",)
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    list_note = _("The one line of a contact is shown on its own page only, and is in no file.")
    fields = ("enrollment", "happened_on", "medium", "was_reached", "minutes", "line", "by", "logged_at")
    readonly_fields = ("logged_at",)
    excel = (
        (_("on"), "happened_on"),
        (_("full name"), lambda row: row.enrollment.worker.full_name),
        (_("cohort"), lambda row: row.enrollment.cohort),
        (_("how"), "medium"),
        (_("reached"), lambda row: _("yes") if row.was_reached else _("no")),
        (_("minutes"), "minutes"),
        (_("by"), lambda row: row.by),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "enrollment__worker__search"), False

    @admin.display(description=_("participant"), ordering="enrollment__worker__family_name_kana")
    def person(self, contact: Contact) -> str:
        return contact.enrollment.worker.full_name

    def title_of(self, obj: Contact) -> str:
        return f"{obj.enrollment.worker.full_name} {obj}"

    def subject_of(self, obj: Contact) -> Worker:
        return obj.enrollment.worker

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:support", _("Support"), icon="phone")
