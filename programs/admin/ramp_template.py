from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.inline import ScopedInline
from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import RampTemplate, RampTemplateStep


class RampTemplateForm(ScopedForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field: forms.Field | None = self.fields.get("program")
        if field and not self.request.user.is_superuser:
            field.required = True  # without a program it would be offered to every town


class RampTemplateStepInline(ScopedInline):
    model = RampTemplateStep
    towns = ("template__program__municipality",)
    offered_to_all = Q(template__program=None)
    official_rights = administrator_rights = ("view", "add", "change", "delete")
    template = "admin/programs/_steps.html"
    fields = ("from_month", "target")
    yen_fields = ("target",)
    extra = 3


@admin.register(RampTemplate, site=site)
class RampTemplateAdmin(ScopedAdmin):
    menu_name = _("Monthly targets (ramps)")
    towns = ("program__municipality",)
    offered_to_all = Q(program=None)
    official_rights = administrator_rights = ("view", "add", "change", "delete")
    form = RampTemplateForm
    fields = ("name", "program")
    list_display = ("name", "program", "staircase")
    list_select_related = ("program",)
    search_fields = ("name",)
    inlines = (RampTemplateStepInline,)

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).prefetch_related("steps")

    @admin.display(description=_("staircase"))
    def staircase(self, template: RampTemplate) -> str:
        return " → ".join(f"{step.target:,}" for step in template.steps.all())

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_change_permission(request, obj) and self._is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_own(request, obj)

    def _is_own(self, request: HttpRequest, obj: RampTemplate | None) -> bool:
        return obj is None or obj.program_id is not None or request.user.is_superuser
