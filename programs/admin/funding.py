from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.domain.fundings import change_funding, remove_funding, write_funding
from programs.models import Funding
from programs.templatetags.money import money
from programs.templatetags.phases import fiscal_year_both

WRITTEN = ("fiscal_year", "kind", "name", "amount")


@admin.register(Funding, site=site)
class FundingAdmin(ScopedAdmin):
    add_label = _("Write down money")
    towns = ("program__municipality",)
    official_rights = administrator_rights = ("view", "add", "change", "delete")
    fields = ("program", *WRITTEN)
    yen_fields = ("amount",)
    list_display = ("year", "program", "kind", "name", "in_yen")
    list_display_links = ("year",)
    list_select_related = ("program",)
    list_filter = ("kind", "program")
    search_fields = ("name",)
    ordering = ("program__municipality__code", "program", "-fiscal_year", "kind", "pk")
    excel = (
        (_("program"), "program"),
        (_("fiscal year"), "fiscal_year"),
        (_("kind of money"), "kind"),
        (_("name of the grant or source"), "name"),
        (_("amount"), "amount"),
    )

    @admin.display(description=_("fiscal year"), ordering="fiscal_year")
    def year(self, funding: Funding) -> str:
        return fiscal_year_both(funding.fiscal_year)

    @admin.display(description=_("amount"), ordering="amount")
    def in_yen(self, funding: Funding) -> str:
        return money(funding.amount)

    def get_readonly_fields(self, request: HttpRequest, obj: Funding | None = None) -> tuple:
        return () if obj is None else ("program",)

    def save_model(self, request: HttpRequest, obj: Funding, form, change: bool) -> None:
        values = {name: getattr(obj, name) for name in WRITTEN}
        if change:
            change_funding(funding=obj, **values)
        else:
            obj.pk = write_funding(program=obj.program, **values).pk

    def delete_model(self, request: HttpRequest, obj: Funding) -> None:
        remove_funding(funding=obj)
