from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.domain.access_records import Action
from programs.models import AccessRecord


@admin.register(AccessRecord, site=site)
class AccessRecordAdmin(ScopedAdmin):
    """Who looked at, exported or was refused what: to look at, by nobody to change."""

    menu_name = _("Access records")
    towns = ("municipality",)
    fields = ("at", "user", "did", "noun", "object_id", "subject_worker", "detail", "address")
    list_display = ("at", "user", "did", "noun", "object_id", "subject_worker", "detail")
    list_select_related = ("user",)
    date_hierarchy = "at"
    readonly_fields = ("did",)

    @admin.display(description=_("action"), ordering="action")
    def did(self, record: AccessRecord) -> object:
        return Action(record.action).label if record.action in Action.values else record.action
