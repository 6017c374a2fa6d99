from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.fields import KanaField
from programs.templatetags.admin_rows import two_lines
from workers.admin.rows import find_people
from workers.models import Worker


class WorkerForm(ScopedForm):
    family_name_kana = KanaField(label=_("family name (kana)"), max_length=80, required=False)
    given_name_kana = KanaField(label=_("given name (kana)"), max_length=80, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        towns = self.fields.get("municipality")
        if towns and towns.queryset.count() == 1:
            towns.initial, towns.empty_label = towns.queryset.first(), None


@admin.register(Worker, site=site)
class WorkerAdmin(ScopedAdmin):
    """The register of names. People are never deleted: they leave their cohort."""

    menu_name = _("Register of participants")
    add_label = _("Register a participant")
    towns = ("municipality",)
    official_rights = administrator_rights = ("view", "add", "change")
    form = WorkerForm
    fieldsets = (
        (
            _("Name"),
            {"fields": (("family_name", "given_name"), ("family_name_kana", "given_name_kana"), "municipality")},
        ),
    )
    list_display = ("name", "cohorts", "has_account", "registered_at")
    search_fields = ("search",)
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    excel = (
        (_("full name"), lambda row: row.full_name),
        (_("kana"), lambda row: row.full_kana),
        (_("cohort"), lambda row: "、".join(str(one.cohort) for one in row.enrollments.all())),
        (_("registered at"), "registered_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Worker]:
        return super().get_queryset(request).prefetch_related("enrollments__cohort")

    def get_readonly_fields(self, request: HttpRequest, obj: Worker | None = None) -> tuple:
        return ("municipality",) if obj else ()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "search"), False

    @admin.display(description=_("full name"), ordering="family_name_kana")
    def name(self, worker: Worker) -> str:
        return two_lines(worker.full_name, worker.full_kana)

    @admin.display(description=_("cohort"))
    def cohorts(self, worker: Worker) -> str:
        return "、".join(str(one.cohort) for one in worker.enrollments.all()) or "—"

    @admin.display(description=_("account"), boolean=False)
    def has_account(self, worker: Worker) -> object:
        return _("signs in") if worker.user_id else _("not yet")

    def subject_of(self, obj: Worker) -> Worker:
        return obj

    def verbs_of(self, request: HttpRequest, obj: Worker) -> list[dict]:
        add = reverse("admin:workers_enrollment_add")
        return [{"url": f"{add}?worker={obj.pk}", "label": _("Take into a cohort"), "icon": "plus"}]
