from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.templatetags.admin_rows import badge
from programs.templatetags.charts import row_bar
from programs.templatetags.dates import month_year
from programs.templatetags.money import money
from workers.admin.person_filter import PersonFilter
from workers.admin.rows import ClosedFilter, MonthFilter, answer_badge, find_people
from workers.models import IncomeMonth, Worker
from workers.models.income_month import Answer


@admin.register(IncomeMonth, site=site)
class IncomeMonthAdmin(ScopedAdmin):
    """What the entries add up to. Nothing here is typed: the entries and the answers make it."""

    menu_name = _("Income months")
    towns = ("enrollment__cohort__program__municipality",)
    show_facets = ShowFacets.NEVER  # as long as the town's history: counting it for each filter would be felt
    yen_fields = ("target", "gross", "platform_fee", "net", "received", "verified_net")
    cohort_path = "enrollment__cohort"
    list_display = ("period_name", "person", "cohort", "amount", "bar", "answer_word", "closed")
    list_select_related = ("enrollment__worker", "enrollment__cohort__program__municipality", "closed_by")
    list_filter = (MonthFilter, "enrollment__cohort", "answer", ClosedFilter, PersonFilter)
    ordering = ("-month", "enrollment__worker__family_name_kana", "enrollment__worker__given_name_kana", "pk")
    list_note = _("Income is on the program's basis. The upright mark is the person's target in that month.")
    fieldsets = (
        (None, {"fields": (("person", "cohort"), ("period_name", "target"), ("answer_word", "answered_at"), "closed")}),
        (
            _("Amounts"),
            {"fields": (("gross", "platform_fee"), ("net", "received"), ("verified_net", "earning_count"), "minutes")},
        ),
    )
    excel = (
        (_("month"), "month"),
        (_("full name"), lambda row: row.enrollment.worker.full_name),
        (_("kana"), lambda row: row.enrollment.worker.full_kana),
        (_("cohort"), lambda row: row.enrollment.cohort),
        (_("target"), "target"),
        (_("pay (tax included)"), "gross"),
        (_("platform fee"), "platform_fee"),
        (_("after platform fee"), "net"),
        (_("amount received"), "received"),
        (_("minutes worked"), "minutes"),
        (_("answer"), lambda row: Answer(row.answer).label),
        (_("closed at"), "closed_at"),
    )
    readonly_fields = ("person", "cohort", "period_name", "answer_word", "closed")

    search_fields = ("enrollment__worker__search",)
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "enrollment__worker__search"), False

    @admin.display(description=_("month"), ordering="month")
    def period_name(self, row: IncomeMonth) -> str:
        return month_year(row.period)

    @admin.display(description=_("participant"), ordering="enrollment__worker__family_name_kana")
    def person(self, row: IncomeMonth) -> str:
        return str(row.enrollment.worker)

    @admin.display(description=_("cohort"))
    def cohort(self, row: IncomeMonth) -> object:
        return row.enrollment.cohort

    @admin.display(description=_("income"))
    def amount(self, row: IncomeMonth) -> str:
        counted = row.net if row.enrollment.cohort.program.counts_net else row.gross
        return money(counted if row.earning_count or counted else None)  # a pay taken back is no entry

    @admin.display(description=_("target of that month"))
    def bar(self, row: IncomeMonth) -> str:
        if row.target is None:
            return ""
        return row_bar(row.net if row.enrollment.cohort.program.counts_net else row.gross, row.target)

    @admin.display(description=_("answer"))
    def answer_word(self, row: IncomeMonth) -> object:
        return answer_badge(row.answer, row.target)

    @admin.display(description=_("closing"))
    def closed(self, row: IncomeMonth) -> str:
        return badge(_("closed"), "closed") if row.closed_at else ""

    def title_of(self, obj: IncomeMonth) -> str:
        return f"{obj.enrollment.worker} {month_year(obj.period)}"

    def subject_of(self, obj: IncomeMonth) -> Worker:
        return obj.enrollment.worker

    def verbs_of(self, request: HttpRequest, obj: IncomeMonth) -> list[dict]:
        entries = reverse("admin:workers_earning_changelist")
        return [{"url": f"{entries}?enrollment={obj.enrollment_id}&month={obj.period}", "label": _("See the entries")}]
