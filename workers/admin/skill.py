from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Skill


@admin.register(Skill, site=site)
class SkillAdmin(ScopedAdmin):
    """A list to look at: skills are named, ordered and ended on the program's own page."""

    towns = ("program__municipality",)
    fields = readonly_fields = ("program", "name", "hint", "position", "ended_on")
    list_display = ("name", "hint", "program", "position", "ended_on")
    list_select_related = ("program",)
    list_filter = ("program",)
    search_fields = ("name",)
    ordering = ("program__municipality__code", "program", "position", "pk")
    excel = (
        (_("program"), "program"),
        (_("name"), "name"),
        (_("what the levels mean"), "hint"),
        (_("no longer asked from"), "ended_on"),
    )

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:skill_list", _("Name and order skills"), icon="edit")

    def verbs_of(self, request: HttpRequest, obj: Skill) -> list[dict]:
        url = reverse("workers:skill_results", args=[obj.program.slug])
        return [{"url": url, "label": _("What participants say"), "icon": "people"}]
