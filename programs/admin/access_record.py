from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programs.admin.access_words import detail_of, kind_of
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.domain.access_records import Action
from programs.models import AccessRecord


@admin.register(AccessRecord, site=site)
class AccessRecordAdmin(ScopedAdmin):
    """Who looked at, exported or was refused what: to look at, by nobody to change."""

    menu_name = _("Access records")
    towns = ("municipality",)
    fields = ("at", "user", "did", "kind", "object_id", "person", "more", "address")
    list_display = ("at", "user", "did", "kind", "object_id", "person", "more")
    list_select_related = ("user",)
    date_hierarchy = "at"
    readonly_fields = ("did", "kind", "person", "more")

    @admin.display(description=_("action"), ordering="action")
    def did(self, record: AccessRecord) -> object:
        return Action(record.action).label if record.action in Action.values else record.action

    @admin.display(description=_("about"), ordering="noun")
    def kind(self, record: AccessRecord) -> str:
        return kind_of(record.noun)

    @admin.display(description=_("participant no."), ordering="subject_worker")
    def person(self, record: AccessRecord) -> str:
        if record.subject_worker is None:
            return ""
        page = reverse("admin:workers_worker_change", args=[record.subject_worker])
        return format_html('<a href="{}">{}</a>', page, record.subject_worker)

    @admin.display(description=_("details"))
    def more(self, record: AccessRecord) -> str:
        return detail_of(record.detail, record.noun)
