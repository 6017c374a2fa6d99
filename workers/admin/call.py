from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Call
from programs.templatetags.admin_rows import badge
from workers.domain.call_texts import change_call, make_call
from workers.domain.calls import CallState, state_of, with_taken
from workers.forms.recruiting import CALL_FIELDS

KINDS = {CallState.OPEN: "ok", CallState.FULL: "warn", CallState.UPCOMING: "info", CallState.CLOSED: "closed"}


@admin.register(Call, site=site)
class CallAdmin(ScopedAdmin):
    """Stands on this floor because its seats are participants. Publishing and ending are verbs of its page."""

    menu_name = _("Calls for applicants")
    add_label = _("Make a call for applicants")
    towns = ("cohort__program__municipality",)
    official_rights = administrator_rights = ("view", "add", "change")
    fields = ("cohort", *CALL_FIELDS)
    list_display = ("title", "cohort", "state", "opens_on", "closes_on", "applied", "seats")
    list_filter = ("cohort__program", "opens_on")
    list_select_related = ("cohort__program__municipality",)
    ordering = ("-opens_on", "-pk")
    search_fields = ("title", "place")
    search_lead = _("Searches titles and places.")
    excel = (
        (_("title"), "title"),
        (_("cohort"), lambda row: row.cohort),
        (_("state"), lambda row: _state(row).label),
        (_("applications from"), "opens_on"),
        (_("applications until"), "closes_on"),
        (_("applications"), lambda row: row.applied_count),
        (_("seats given"), lambda row: row.taken),
        (_("capacity"), lambda row: row.cohort.capacity),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        return with_taken(super().get_queryset(request)).annotate(applied_count=Count("applications"))

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> tuple:
        return () if obj is None else ("cohort",)

    @admin.display(description=_("state"))
    def state(self, call: Call) -> str:
        state = _state(call)
        return badge(state.label, KINDS.get(state, ""))

    @admin.display(description=_("applications"), ordering="applied_count")
    def applied(self, call: Call) -> int:
        return call.applied_count

    @admin.display(description=_("seats given / capacity"), ordering="taken")
    def seats(self, call: Call) -> str:
        return f"{call.taken} / {call.cohort.capacity}"

    def save_model(self, request: HttpRequest, obj: Call, form, change: bool) -> None:
        columns = {name: getattr(obj, name) for name in CALL_FIELDS}
        if change:
            typed = {name: value for name, value in columns.items() if name in form.changed_data}
            change_call(call=obj, by=request.user, **typed)
        else:
            obj.pk = make_call(cohort=obj.cohort, by=request.user, **columns).pk

    def verbs_of(self, request: HttpRequest, obj: Call) -> list[dict]:
        url = reverse("workers:call_detail", args=[obj.cohort.program.slug, obj.pk])
        return [{"url": url, "label": _("Applicants, publishing, QR code"), "icon": "people"}]

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:call_list", _("Recruiting"), icon="people")


def _state(call: Call) -> CallState:
    return state_of(call, timezone.localdate(), call.taken)
