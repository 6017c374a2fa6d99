from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.admin.verbs import Verb
from programs.models import Cohort
from programs.shared.month import Month
from programs.templatetags.admin_rows import badge
from programs.templatetags.dates import month_year
from programs.templatetags.money import money, yen
from workers.admin.closing_verbs import close_verb, reopen_verb
from workers.admin.rows import MonthFilter
from workers.models import MonthClosing


@admin.register(MonthClosing, site=site)
class MonthClosingAdmin(ScopedAdmin):
    """Closings on record, and the two verbs. Nothing here is edited: a reopening keeps what was signed off."""

    menu_name = _("Month closings")
    towns = ("cohort__program__municipality",)
    list_display = ("period_name", "cohort", "program", "version", "state", "net", "closed_at", "closed_by")
    list_select_related = ("cohort__program__municipality", "closed_by", "reopened_by")
    list_filter = (MonthFilter, "cohort")
    fields = readonly_fields = (
        "period_name", "cohort", "program", "version", "state", "closed_at", "closed_by", "signed_off",
        "reopened_at", "reopened_by", "reopening_reason",
    )  # fmt: skip
    excel = (
        (_("month"), "month"),
        (_("cohort"), "cohort"),
        (_("version"), "version"),
        (_("closed at"), "closed_at"),
        (_("closed by"), "closed_by"),
        (_("after platform fee"), lambda row: row.figures.get("net")),
        (_("active"), lambda row: row.figures.get("active")),
        (_("reopened at"), "reopened_at"),
        (_("reason for reopening"), "reopening_reason"),
    )

    @admin.display(description=_("month"), ordering="month")
    def period_name(self, closing: MonthClosing) -> str:
        return month_year(closing.period)

    @admin.display(description=_("program"))
    def program(self, closing: MonthClosing) -> object:
        return closing.cohort.program

    @admin.display(description=_("state"))
    def state(self, closing: MonthClosing) -> str:
        return badge(_("reopened"), "warn") if closing.reopened_at else badge(_("closed"), "closed")

    @admin.display(description=_("total after platform fee"))
    def net(self, closing: MonthClosing) -> str:
        return money(closing.figures.get("net"))

    @admin.display(description=_("signed off"))
    def signed_off(self, closing: MonthClosing) -> str:
        figures = closing.figures
        return _(
            "%(active)s active of %(enrolled)s, %(net)s after platform fee, mean %(mean)s, %(reached)s at target"
        ) % {
            "active": figures["active"],
            "enrolled": figures["enrolled"],
            "net": yen(figures["net"]),
            "mean": yen(figures["mean"]),
            "reached": figures["reached"],
        }

    def get_urls(self) -> list:
        pages = {"close": close_verb, "reopen": reopen_verb}
        return [
            *(
                path(
                    f"{name}/<int:cohort>/<str:month>/",
                    self.admin_site.admin_view(self._month_page(build)),
                    name=f"workers_monthclosing_{name}",
                )
                for name, build in pages.items()
            ),
            *super().get_urls(),
        ]

    def _month_page(self, build):
        def view(request: HttpRequest, cohort: int, month: str) -> HttpResponse:
            found = self.admin_site.narrow(Cohort.objects.select_related("program__municipality"), request)
            try:
                row, period = found.get(pk=cohort), Month.parse(month)
            except (Cohort.DoesNotExist, ValueError, OverflowError):
                raise Http404 from None
            verb: Verb = build(request, row, period)
            return self.verb_page(request, None, verb)

        return view

    def title_of(self, obj: MonthClosing) -> str:
        name = {"cohort": obj.cohort, "month": month_year(obj.period), "version": obj.version}
        return _("%(cohort)s, %(month)s, closing no. %(version)s") % name

    def verbs_of(self, request: HttpRequest, obj: MonthClosing) -> list[dict]:
        if obj.reopened_at:
            return []
        url = reverse("admin:workers_monthclosing_reopen", args=[obj.cohort_id, str(obj.period)])
        return [{"url": url, "label": _("Reopen the month")}]

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return [{"url": reverse("admin:index"), "label": _("What is to close"), "icon": "calendar"}]
