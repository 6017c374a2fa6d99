from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.inline import ScopedInline
from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Cohort, Program, RampStep, RampTemplate
from programs.shared.charts.staircase import Staircase
from programs.shared.month import Month
from programs.templatetags.admin_rows import badge
from programs.templatetags.money import money
from workers.admin.cohort_state import start_card, start_verb
from workers.domain.closing import lock_cohort
from workers.domain.cohorts import refuse_moved_start, start_is_fixed
from workers.domain.targets import copy_ramp, mark_cohort

MARKING = {"starts_on", "target"}
USUAL_MONTHS = 18


class CohortForm(ScopedForm):
    template = forms.ModelChoiceField(
        label=_("copy the steps of a template"),
        queryset=RampTemplate.objects.all(),
        required=False,
        help_text=_("When you save, the steps below are replaced by the template's."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        programs = self.fields.get("program")
        if programs and programs.queryset.count() == 1:
            programs.initial, programs.empty_label = programs.queryset.first(), None


class RampStepInline(ScopedInline):
    model = RampStep
    towns = ("cohort__program__municipality",)
    official_rights = administrator_rights = ("view", "add", "change", "delete")
    template = "admin/programs/_steps.html"
    fields = ("from_month", "target")
    yen_fields = ("target",)

    def get_extra(self, request: HttpRequest, obj: Cohort | None = None, **kwargs) -> int:
        return 1 if obj else 3


@admin.register(Cohort, site=site)
class CohortAdmin(ScopedAdmin):
    """Stands on this floor because its start and its ramp decide the targets of people's months."""

    add_label = _("Create a cohort")
    towns = ("program__municipality",)
    official_rights = administrator_rights = ("view", "add", "change", "delete")
    form = CohortForm
    yen_fields = ("target",)
    inlines = (RampStepInline,)
    change_form_template = "admin/programs/cohort/change_form.html"
    list_display = ("label", "program", "state", "starts_on", "ends_on", "people", "monthly_target")
    list_select_related = ("program",)
    list_filter = ("program",)
    search_fields = ("name", "program__name")
    ordering = ("-starts_on", "-number", "pk")
    excel = (
        (_("cohort"), lambda row: row),
        (_("program"), "program"),
        (_("starts on"), "starts_on"),
        (_("ends on"), "ends_on"),
        (_("capacity"), "capacity"),
        (_("enrolled"), lambda row: row.enrolled),
        (_("monthly target"), "target"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cohort]:
        enrolled = Count("enrollments", filter=Q(enrollments__left_on=None))
        return super().get_queryset(request).annotate(enrolled=enrolled)

    def get_fieldsets(self, request: HttpRequest, obj: Cohort | None = None) -> list:
        about = (("program", "number"), ("name", "capacity"), ("starts_on", "ends_on"))
        if not self.has_change_permission(request, obj):
            return [(_("About the cohort"), {"fields": about}), (_("Targets"), {"fields": ("target",)})]
        return [(_("About the cohort"), {"fields": about}), (_("Targets"), {"fields": (("target", "template"),)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Cohort | None = None) -> tuple:
        if obj is None:
            return ()
        return ("program", "starts_on") if start_is_fixed(obj) else ("program",)

    def has_delete_permission(self, request: HttpRequest, obj: Cohort | None = None) -> bool:
        """Only a cohort that never began and that nobody was asked into."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return obj.started_at is None and not obj.enrollments.exists() and not obj.invitations.exists()

    @admin.display(description=_("cohort"), ordering="number")
    def label(self, cohort: Cohort) -> str:
        return str(cohort)

    @admin.display(description=_("state"), ordering="started_at")
    def state(self, cohort: Cohort) -> str:
        return badge(_("running"), "ok") if cohort.started_at else badge(_("in preparation"))

    @admin.display(description=_("enrolled / capacity"), ordering="enrolled")
    def people(self, cohort: Cohort) -> str:
        return f"{cohort.enrolled} / {cohort.capacity}"

    @admin.display(description=_("monthly target"), ordering="target")
    def monthly_target(self, cohort: Cohort) -> str:
        return money(cohort.target)

    # -- saving ---------------------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Cohort, form: CohortForm, change: bool) -> None:
        if change and "starts_on" in form.changed_data:
            refuse_moved_start(cohort=lock_cohort(obj), starts_on=obj.starts_on)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: CohortForm, formsets, change: bool) -> None:
        template = form.cleaned_data.get("template")
        if template:
            copy_ramp(template=template, cohort=form.instance)
            formsets = [formset for formset in formsets if not isinstance(formset.instance, Cohort)]
        super().save_related(request, form, formsets, change)
        touched = any(formset.has_changed() for formset in formsets)
        if change and (touched or template or MARKING & set(form.changed_data)):
            mark_cohort(form.instance)

    # -- the page of one cohort -----------------------------------------------------------------------
    def get_urls(self) -> list:
        start = self.admin_site.admin_view(self.verb_view(start_verb))
        return [path("<int:pk>/start/", start, name="programs_cohort_start"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None):
        cohort = self.get_object(request, object_id)
        context = {}
        if cohort is not None:
            context = {"badge": self.state(cohort), "staircase": _staircase(cohort), "card": start_card(cohort)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def verbs_of(self, request: HttpRequest, obj: Cohort) -> list[dict]:
        people = reverse("admin:workers_enrollment_changelist")
        program: Program = obj.program
        slips = [
            link for link in self.program_links(request, "programs:invitation_list", _("Print invitations"))
            if f"/{program.slug}/" in link["url"]
        ]  # fmt: skip
        return [*slips, {"url": f"{people}?cohort__id__exact={obj.pk}", "label": _("Participants"), "icon": "people"}]


def _staircase(cohort: Cohort) -> Staircase | None:
    steps = tuple(cohort.ramp_steps.order_by("from_month").values_list("from_month", "target"))
    months = (Month.of(cohort.ends_on) - Month.of(cohort.starts_on)) + 1 if cohort.ends_on else USUAL_MONTHS
    return Staircase(steps=steps, months=months) if steps else None
