from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import User


@admin.register(User, site=site)
class UserAdmin(ScopedAdmin):
    """Accounts are made by invitation. Rights follow from memberships; no field here gives any."""

    towns = ("memberships__municipality", "memberships__program__municipality", "worker__municipality")
    administrator_rights = ("view", "change")
    fields = ("display_name", "email", "is_active", "date_joined", "last_login")
    readonly_fields = ("email", "date_joined", "last_login")
    list_display = ("display_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("display_name", "email")
    ordering = ("display_name", "pk")
    list_note = _("Accounts are made by accepting an invitation; what they may do follows from their roles.")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody locks the door behind themselves."""
        return super().has_change_permission(request, obj) and obj != request.user
