from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.templatetags.admin_rows import badge
from programs.templatetags.dates import month_year
from programs.templatetags.money import money
from reports.models import CohortMonth
from workers.admin.rows import MonthFilter


@admin.register(CohortMonth, site=site)
class CohortMonthAdmin(ScopedAdmin):
    """A cohort's months added up; made by the roll-up, never typed."""

    menu_name = _("Cohort months")
    towns = ("cohort__program__municipality",)
    list_display = ("period_name", "cohort", "enrolled", "active", "answered", "total", "average", "reached", "closed")
    list_select_related = ("cohort__program__municipality",)
    list_filter = (MonthFilter, "cohort")
    ordering = ("-month", "cohort")
    fields = (
        "period_name", "cohort", "enrolled", "paused", "active", "answered", "gross", "net", "received", "mean",
        "median", "best", "reached", "minutes", "earning_count", "frozen", "rolled_up_at",
    )  # fmt: skip
    readonly_fields = ("period_name",)
    yen_fields = ("gross", "net", "received", "mean", "median", "best")
    excel = (
        (_("month"), "month"),
        (_("cohort"), "cohort"),
        (_("enrolled"), "enrolled"),
        (_("on a break"), "paused"),
        (_("active"), "active"),
        (_("answered"), "answered"),
        (_("pay (tax included)"), "gross"),
        (_("after platform fee"), "net"),
        (_("mean of the active"), "mean"),
        (_("median of the active"), "median"),
        (_("best"), "best"),
        (_("at target"), "reached"),
        (_("minutes worked"), "minutes"),
    )

    def title_of(self, obj: CohortMonth) -> str:
        return f"{obj.cohort} {month_year(obj.period)}"

    @admin.display(description=_("month"), ordering="month")
    def period_name(self, row: CohortMonth) -> str:
        return month_year(row.period)

    @admin.display(description=_("total after platform fee"), ordering="net")
    def total(self, row: CohortMonth) -> str:
        return money(row.net)

    @admin.display(description=_("mean of the active"), ordering="mean")
    def average(self, row: CohortMonth) -> str:
        return money(row.mean)

    @admin.display(description=_("closing"))
    def closed(self, row: CohortMonth) -> str:
        return badge(_("closed"), "closed") if row.frozen else ""
