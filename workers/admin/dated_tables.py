from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from workers.models import IncomeThreshold, MinimumWage


class DatedRowForm(ScopedForm):
    class Meta:
        error_messages = {
            NON_FIELD_ERRORS: {"unique_together": _("There is such a row already. Please change that one.")}
        }


class DatedTableAdmin(ScopedAdmin):
    """Figures set by others, the same for every town: the system administrator's to keep. Each row says from where."""

    form = DatedRowForm
    official_rights = ()
    administrator_rights = ("view", "add", "change")
    list_note = _(
        "A figure is written down with its source and the day it was read. Other days and years never borrow it."
    )


@admin.register(IncomeThreshold, site=site)
class IncomeThresholdAdmin(DatedTableAdmin):
    fields = ("code", "tax_year", "amount", "basis", "source_url", "checked_on", "note")
    list_display = ("code", "tax_year", "amount", "basis", "source_url", "checked_on")
    list_filter = ("code",)
    search_fields = ("tax_year",)
    yen_fields = ("amount",)
    excel = (
        (_("line"), "code"),
        (_("calendar year"), "tax_year"),
        (_("amount in yen"), "amount"),
        (_("counted by"), "basis"),
        (_("where it stands"), "source_url"),
        (_("checked on"), "checked_on"),
        (_("note"), "note"),
    )


@admin.register(MinimumWage, site=site)
class MinimumWageAdmin(DatedTableAdmin):
    fields = ("prefecture", "effective_from", "yen", "source_url", "checked_on")
    list_display = ("prefecture", "effective_from", "yen", "source_url", "checked_on")
    search_fields = ("prefecture",)
    yen_fields = ("yen",)
    date_hierarchy = "effective_from"
    excel = (
        (_("prefecture"), "prefecture"),
        (_("in force from"), "effective_from"),
        (_("yen an hour"), "yen"),
        (_("where it stands"), "source_url"),
        (_("checked on"), "checked_on"),
    )
