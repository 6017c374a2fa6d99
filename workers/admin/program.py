from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Program
from programs.templatetags.money import money
from workers.domain.cohorts import basis_is_fixed, refuse_changed_basis
from workers.domain.targets import mark_program

MARKING = {"default_target", "target_basis"}


class ProgramForm(ScopedForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        towns = self.fields.get("municipality")
        if towns and towns.queryset.count() == 1:
            towns.initial, towns.empty_label = towns.queryset.first(), None


@admin.register(Program, site=site)
class ProgramAdmin(ScopedAdmin):
    """Stands on this floor because a changed target makes people's open months stale."""

    add_label = _("Create a program")
    towns = ("municipality",)
    official_rights = administrator_rights = ("view", "add", "change")
    form = ProgramForm
    yen_fields = ("default_target", "monthly_order_goal")
    fieldsets = (
        (
            _("About the program"),
            {"fields": (("name", "slug"), ("municipality", "operator"), ("started_on", "ended_on"))},
        ),
        (
            _("Targets"),
            {"fields": (("default_target", "target_basis"), ("monthly_order_goal", "grace_days"), "own_share_goal")},
        ),
    )
    list_display = (
        "name",
        "municipality",
        "operator",
        "target",
        "target_basis",
        "order_goal",
        "started_on",
        "ended_on",
    )
    list_select_related = ("municipality", "operator")
    search_fields = ("name", "slug")
    excel = (
        (_("name"), "name"),
        (_("municipality"), "municipality"),
        (_("operator"), "operator"),
        (_("monthly target"), "default_target"),
        (_("amount that counts toward the target"), "target_basis"),
        (_("monthly order goal"), "monthly_order_goal"),
        (_("share of own revenue before establishment"), "own_share_goal"),
        (_("started on"), "started_on"),
        (_("ended on"), "ended_on"),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> tuple:
        """A program keeps its town, and what it counts once a month was signed off on it."""
        if obj is None:
            return ()
        return ("municipality", "target_basis") if basis_is_fixed(obj) else ("municipality",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        return super().get_queryset(request).order_by("municipality__code", "-started_on", "pk")

    @admin.display(description=_("monthly target"), ordering="default_target")
    def target(self, program: Program) -> str:
        return money(program.default_target)

    @admin.display(description=_("monthly order goal"), ordering="monthly_order_goal")
    def order_goal(self, program: Program) -> str:
        return money(program.monthly_order_goal)

    def save_model(self, request: HttpRequest, obj: Program, form: ProgramForm, change: bool) -> None:
        if change and "target_basis" in form.changed_data:
            refuse_changed_basis(program=obj)
        super().save_model(request, obj, form, change)
        if change and MARKING & set(form.changed_data):
            mark_program(obj)
