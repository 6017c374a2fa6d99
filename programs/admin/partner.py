from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.domain.partners import change_partner, name_partner
from programs.models import Partner

WRITTEN = ("role", "name", "does", "pays_for", "joined_on")


@admin.register(Partner, site=site)
class PartnerAdmin(ScopedAdmin):
    """Named and ended through the rules; an ended partner stays on record."""

    add_label = _("Name a partner")
    towns = ("program__municipality",)
    official_rights = administrator_rights = ("view", "add", "change")
    list_display = ("name", "role", "program", "pays_for", "joined_on", "left_on")
    list_select_related = ("program",)
    list_filter = ("role", "program")
    search_fields = ("name",)
    ordering = ("program__municipality__code", "program", "role", "joined_on", "pk")
    excel = (
        (_("program"), "program"),
        (_("role"), "role"),
        (_("name"), "name"),
        (_("what they do"), "does"),
        (_("what they pay for"), "pays_for"),
        (_("since"), "joined_on"),
        (_("until"), "left_on"),
    )

    def get_fields(self, request: HttpRequest, obj: Partner | None = None) -> tuple:
        return ("program", *WRITTEN) if obj is None else ("program", *WRITTEN, "left_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Partner | None = None) -> tuple:
        return () if obj is None else ("program", "left_on")

    def save_model(self, request: HttpRequest, obj: Partner, form, change: bool) -> None:
        values = {name: getattr(obj, name) for name in WRITTEN}
        if change:
            change_partner(partner=obj, **values)
        else:
            obj.pk = name_partner(program=obj.program, **values).pk

    def verbs_of(self, request: HttpRequest, obj: Partner) -> list[dict]:
        if obj.left_on is not None:
            return []
        url = reverse("programs:partner_end", args=[obj.program.slug, obj.pk])
        return [{"url": url, "label": _("End the partnership")}]
