from django.contrib import admin

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Operator


@admin.register(Operator, site=site)
class OperatorAdmin(ScopedAdmin):
    """A company may run several towns' programs, so only the administrator changes its name."""

    towns = ("programs__municipality", "programs__municipality")
    administrator_rights = ("view", "add", "change")
    fields = ("name", "name_kana", "code")
    list_display = ("name", "code")
    search_fields = ("name", "name_kana")
