from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from reports.models import Sweep


@admin.register(Sweep, site=site)
class SweepAdmin(ScopedAdmin):
    """For the system administrator alone: when each job last ran and what it found."""

    menu_name = _("Periodic jobs")
    official_rights = ()
    fields = ("name", "ran_at", "rows", "alarm")
    list_display = ("name", "ran_at", "rows", "alarm")
