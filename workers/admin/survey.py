from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Survey
from programs.templatetags.admin_rows import badge
from workers.domain.survey_rates import response_rate, with_rates


@admin.register(Survey, site=site)
class SurveyAdmin(ScopedAdmin):
    """A list to look at: surveys are made, changed and read on the program's own pages."""

    towns = ("program__municipality",)
    fields = readonly_fields = (
        "program",
        "title",
        "asks",
        "moment",
        "intro",
        "opens_on",
        "closes_on",
        "state",
        "rate",
        "question_list",
    )
    list_display = ("title", "asks", "moment", "state", "opens_on", "closes_on", "rate")
    list_select_related = ("program", "course", "cohort")
    list_filter = ("program", "moment", "cohort")
    search_fields = ("title",)
    ordering = ("-opens_on", "-pk")
    list_note = _("Figures of fewer than five people are withheld on the survey's page, for everybody alike.")
    excel = (
        (_("title"), "title"),
        (_("Who is asked"), lambda row: row.course or row.cohort),
        (_("before or after"), "moment"),
        (_("answers from"), "opens_on"),
        (_("answers until"), "closes_on"),
        (_("Asked"), lambda row: row.asked),
        (_("Sheets"), lambda row: row.responses_count),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Survey]:
        return with_rates(super().get_queryset(request), today=timezone.localdate())

    @admin.display(description=_("Who is asked"))
    def asks(self, survey: Survey) -> object:
        return survey.course or survey.cohort

    @admin.display(description=_("state"))
    def state(self, survey: Survey) -> str:
        today = timezone.localdate()
        if today < survey.opens_on:
            return badge(pgettext_lazy("survey", "not open yet"))
        return (
            badge(pgettext_lazy("survey", "open"), "ok")
            if today <= survey.closes_on
            else badge(pgettext_lazy("survey", "closed"))
        )

    @admin.display(description=_("Response rate"))
    def rate(self, survey: Survey) -> str:
        share = response_rate(survey.responses_count, survey.asked)
        said = _("%(answered)s of %(asked)s") % {"answered": survey.responses_count, "asked": survey.asked}
        if survey.responses_count > survey.asked > 0:
            return f"{said}（{_('more answers than people asked')}）"
        return said if share is None else f"{said}（{share}%）"

    @admin.display(description=_("Questions"))
    def question_list(self, survey: Survey) -> str:
        rows = ((one.text, one.get_kind_display()) for one in survey.questions.order_by("position"))
        return format_html_join("", "<div>{}（{}）</div>", rows) or "—"

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:survey_list", _("Make and read surveys"), icon="document")

    def verbs_of(self, request: HttpRequest, obj: Survey) -> list[dict]:
        slug = obj.program.slug
        return [
            {"url": reverse("workers:survey_result", args=[slug, obj.pk]), "label": _("Results"), "icon": "document"},
            {"url": reverse("workers:survey_questions", args=[slug, obj.pk]), "label": _("Questions"), "icon": "edit"},
            {"url": reverse("workers:survey_paper", args=[slug, obj.pk]), "label": _("Address and QR code")},
        ]
