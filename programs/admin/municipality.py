from django.contrib import admin

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Municipality


@admin.register(Municipality, site=site)
class MunicipalityAdmin(ScopedAdmin):
    towns = ("pk",)
    administrator_rights = ("view", "add", "change")
    fields = ("code", "prefecture", "name", "name_kana")
    list_display = ("name", "prefecture", "code")
    search_fields = ("name", "name_kana", "prefecture", "code")
    excel = (
        (Municipality._meta.get_field("code").verbose_name, "code"),
        (Municipality._meta.get_field("prefecture").verbose_name, "prefecture"),
        (Municipality._meta.get_field("name").verbose_name, "name"),
    )
