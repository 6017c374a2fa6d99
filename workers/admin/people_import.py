from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.templatetags.admin_rows import badge
from workers.models import PeopleImport


@admin.register(PeopleImport, site=site)
class PeopleImportAdmin(ScopedAdmin):
    """Which files of people were given, by whom, and what became of them. The rows themselves are not shown here."""

    towns = ("program__municipality",)
    list_display = ("file_name", "kind", "cohort", "row_count", "state", "uploaded_at", "uploaded_by")
    list_select_related = ("program", "cohort__program__municipality", "uploaded_by")
    list_filter = ("kind", "cohort")
    fields = readonly_fields = (
        "program", "cohort", "kind", "file_name", "row_count", "state", "uploaded_at", "uploaded_by", "written_at",
        "discarded_at",
    )  # fmt: skip
    excel = (
        (_("file name"), "file_name"),
        (_("kind"), "kind"),
        (_("cohort"), "cohort"),
        (_("number of rows"), "row_count"),
        (_("uploaded at"), "uploaded_at"),
        (_("uploaded by"), "uploaded_by"),
        (_("written at"), "written_at"),
    )

    @admin.display(description=_("state"))
    def state(self, draft: PeopleImport) -> str:
        if draft.written_at:
            return badge(_("written"), "ok")
        return badge(_("thrown away")) if draft.discarded_at else badge(_("not written yet"), "warn")

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:import_list", _("Imports of people"))
