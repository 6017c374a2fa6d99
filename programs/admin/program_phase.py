from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.admin.verbs import Verb
from programs.domain.phase_conditions import Finding
from programs.domain.phases import correct_day
from programs.fields import JapaneseDateField
from programs.models import ProgramPhase
from programs.templatetags.admin_rows import badge
from programs.templatetags.phases import asked, found


class DayForm(forms.Form):
    began_on = JapaneseDateField(label=_("began on"), help_text=_("For example 2026/11/3 or R8.11.3."))


@admin.register(ProgramPhase, site=site)
class ProgramPhaseAdmin(ScopedAdmin):
    """The log of the phases, to look at; a program is moved on its own page, and only a wrong day is corrected here."""

    towns = ("program__municipality",)
    fields = readonly_fields = (
        "program",
        "phase",
        "began_on",
        "ended_on",
        "moved_at",
        "moved_by",
        "true_then",
        "reason",
    )
    list_display = ("program", "phase", "began_on", "ended_on", "state", "moved_by")
    list_select_related = ("program", "moved_by")
    list_filter = ("phase", "program")
    ordering = ("program__municipality__code", "program", "-began_on", "-pk")
    excel = (
        (_("program"), "program"),
        (_("phase"), "phase"),
        (_("began on"), "began_on"),
        (_("ended on"), "ended_on"),
        (_("moved by"), "moved_by"),
        (_("reason for moving on all the same"), "reason"),
    )

    @admin.display(description=_("state"))
    def state(self, row: ProgramPhase) -> str:
        return badge(_("now"), "now") if row.ended_on is None else ""

    @admin.display(description=_("what was true"))
    def true_then(self, row: ProgramPhase) -> str:
        findings = [Finding(one["code"], one["met"], one["found"]) for one in row.findings]
        lines = ((_("(met)") if one.met else _("(not met)"), asked(one), found(one)) for one in findings)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {}<br>{}</li>", lines)) if findings else "—"

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "programs:phase_list", _("Open the page of phases"), "arrow")

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.verb_view(self.day_verb))
        return [path("<int:pk>/day/", view, name="programs_programphase_day"), *super().get_urls()]

    def verbs_of(self, request: HttpRequest, obj: ProgramPhase) -> list[dict]:
        return [
            {"url": reverse("programs:phase_list", args=[obj.program.slug]), "label": _("Open the page of phases")},
            {"url": reverse("admin:programs_programphase_day", args=[obj.pk]), "label": _("Correct the day it began")},
        ]

    def day_verb(self, request: HttpRequest, row: ProgramPhase) -> Verb:
        return Verb(
            title=_("Correct the day it began"),
            press=_("Correct the day"),
            then=_(
                "The phase begins on that day, and the one before it ends on it. "
                "The old day stays in the record of changes."
            ),
            form=DayForm,
            initial={"began_on": row.began_on},
            work=lambda cleaned: correct_day(row=row, **cleaned),
            said=_("The day the phase began has been corrected."),
            back=reverse("admin:programs_programphase_change", args=[row.pk]),
            facts=[(_("program"), row.program), (_("phase"), row.get_phase_display())],
        )
