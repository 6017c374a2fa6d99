from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.domain.refusals import Refused
from programs.shared.search_key import search_key
from programs.templatetags.admin_rows import badge
from programs.templatetags.money import money
from workers.admin.person_filter import PersonFilter
from workers.admin.rows import MonthFilter
from workers.domain.earnings import Entry, change_earning, record_earning, remove_earning, still_estimated
from workers.domain.fees import proposed_fee
from workers.models import Earning, IncomeMonth, Worker
from workers.models.earning import GROSS_LIMIT

ENTRY = (
    "earned_on",
    "source",
    "job_form",
    "title",
    "client",
    "gross",
    "platform_fee",
    "transfer_fee",
    "withholding",
    "minutes",
)


class EarningForm(ScopedForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields.get("enrollment")
        if person:
            cohort_name = self.admin_site.cohort_name(self.request)
            person.queryset = person.queryset.select_related("worker", "cohort__program__municipality")
            person.label_from_instance = lambda one: f"{one.worker}（{cohort_name(one.cohort)}）"
            person.label = _("participant")
        for name, least in (("gross", 1), ("platform_fee", 0), ("transfer_fee", 0), ("withholding", 0)):
            if name in self.fields:
                self.fields[name].min_value, self.fields[name].max_value = least, GROSS_LIMIT
        if "job_form" in self.fields:
            self.fields["job_form"].required = False
        fee = self.fields.get("platform_fee")
        if fee:
            fee.required = False
            fee.help_text = _("Left empty, the usual fee of the source is entered.")
            if self.instance.pk is None:
                fee.initial = self.initial["platform_fee"] = None

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["job_form"] = cleaned.get("job_form") or self.instance.job_form
        asked = {name: cleaned.get(name) for name in ("source", "gross", "earned_on", "job_form")}
        if "platform_fee" not in self.errors and cleaned.get("platform_fee") is None and all(asked.values()):
            cleaned["platform_fee"] = proposed_fee(**asked)
        amounts = [cleaned.get(name) for name in ("gross", "platform_fee", "transfer_fee", "withholding")]
        if None not in amounts and amounts[0] < sum(amounts[1:]):
            self.add_error("platform_fee", _("Fees and withheld tax together must not exceed the pay."))
        return cleaned

    def as_entry(self) -> Entry:
        return Entry(**{name: self.cleaned_data[name] for name in ENTRY if self.cleaned_data[name] is not None})


@admin.register(Earning, site=site)
class EarningAdmin(ScopedAdmin):
    """Every yen goes through the gate, here as well: nothing is saved past it."""

    menu_name = _("Income entries")
    add_label = _("Enter income")
    towns = ("enrollment__cohort__program__municipality",)
    show_facets = ShowFacets.NEVER  # as long as the town's history: counting it for each filter would be felt
    cohort_path = "enrollment__cohort"
    official_rights = administrator_rights = ("view", "add", "change", "delete")
    form = EarningForm
    yen_fields = ("gross", "platform_fee", "transfer_fee", "withholding")
    list_display = ("earned_on", "person", "cohort", "source", "title", "pay", "after_fee", "checked")
    list_display_links = ("title",)
    list_select_related = ("enrollment__worker", "enrollment__cohort__program__municipality")
    list_filter = (MonthFilter, "enrollment__cohort", "source", PersonFilter)
    search_fields = ("title", "client", "enrollment__worker__search")
    search_help_text = _("Names, readings, jobs and clients.")
    excel = (
        (_("pay confirmed on"), "earned_on"),
        (_("full name"), lambda row: row.enrollment.worker.full_name),
        (_("cohort"), lambda row: row.enrollment.cohort),
        (_("source"), "source"),
        (_("name of the job"), "title"),
        (_("client"), "client"),
        (_("pay (tax included)"), "gross"),
        (_("platform fee"), "platform_fee"),
        (_("after platform fee"), "net"),
        (_("transfer fee"), "transfer_fee"),
        (_("withheld tax"), "withholding"),
        (_("amount received"), "received"),
        (_("minutes worked"), "minutes"),
        (_("verified at"), "verified_at"),
        (_("why it was returned"), "return_reason"),
        (_("reason for the correction"), "correction_reason"),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Earning | None = None) -> list:
        shown = [
            (None, {"fields": ("enrollment", ("earned_on", "source", "job_form"), ("title", "client"))}),
            (_("Amounts"), {"fields": (("gross", "platform_fee"), ("transfer_fee", "withholding"), "minutes")}),
        ]
        if obj:
            shown.append((_("What became of it"), {"fields": ("checked", "correction", "evidence_count")}))
        return shown

    def get_readonly_fields(self, request: HttpRequest, obj: Earning | None = None) -> tuple:
        return ("enrollment", "checked", "correction", "evidence_count") if obj else ()

    def _open(self, obj: Earning | None) -> bool:
        if obj is None:
            return True
        closed = IncomeMonth.objects.filter(enrollment=obj.enrollment_id, month=obj.month, closed_at__isnull=False)
        return not closed.exists()

    def has_change_permission(self, request: HttpRequest, obj: Earning | None = None) -> bool:
        """An entry and what takes it back belong together: neither changes alone (workers/domain/corrections.py)."""
        may = super().has_change_permission(request, obj) and self._open(obj)
        return may and (obj is None or (obj.gross > 0 and not obj.corrections.exists()))

    def has_delete_permission(self, request: HttpRequest, obj: Earning | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._open(obj)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        if not search_term.strip():
            return queryset, False
        found, _distinct = super().get_search_results(request, queryset, search_term)
        key = search_key(search_term)
        if key:
            found = found | queryset.filter(enrollment__worker__search__contains=key)
        return found, False

    def save_model(self, request: HttpRequest, obj: Earning, form: EarningForm, change: bool) -> None:
        if change:
            entry = form.as_entry()
            change_earning(earning=obj, entry=_with_the_rest(entry, obj), by=request.user)
        else:
            obj.pk = record_earning(enrollment=obj.enrollment, entry=form.as_entry(), by=request.user).pk

    def delete_model(self, request: HttpRequest, obj: Earning) -> None:
        remove_earning(earning=obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            self.message_user(request, refused.for_staff or refused.sentence, "error")
            return self.response_post_save_change(request, self.get_object(request, object_id))

    @admin.display(description=_("participant"), ordering="enrollment__worker__family_name_kana")
    def person(self, earning: Earning) -> str:
        return str(earning.enrollment.worker)

    @admin.display(description=_("pay (tax included)"), ordering="gross")
    def pay(self, earning: Earning) -> str:
        pay = money(earning.gross)
        return format_html("{} {}", pay, badge(_("estimated"), "")) if earning.is_estimated else pay

    @admin.display(description=_("after platform fee"), ordering="net")
    def after_fee(self, earning: Earning) -> str:
        return money(earning.net)

    @admin.display(description=_("checked"))
    def checked(self, earning: Earning) -> str:
        if earning.returned_at:
            return badge(_("given back"), "warn")
        return badge(_("checked"), "ok") if earning.verified_at else ""

    @admin.display(description=_("correction"))
    def correction(self, earning: Earning) -> str:
        """What it puts right and why; or where it was put right itself."""
        if earning.corrects:
            day = date_format(earning.corrects.earned_on, "DATE_FORMAT")
            return _("of the entry of %(day)s: %(reason)s") % {"day": day, "reason": earning.correction_reason}
        counter = earning.corrections.filter(gross__lt=0).first()
        if counter is None:
            return ""
        return _("corrected on %(day)s") % {"day": date_format(counter.earned_on, "DATE_FORMAT")}

    @admin.display(description=_("evidences"))
    def evidence_count(self, earning: Earning) -> int:
        return earning.evidences.count()

    def subject_of(self, obj: Model) -> Worker:
        return obj.enrollment.worker


def _with_the_rest(entry: Entry, earning: Earning) -> Entry:
    """What the form does not ask for stays as it was; the form has written into `earning` what it asks for."""
    before = Earning.objects.get(pk=earning.pk)
    estimated = still_estimated(before, gross=entry.gross, platform_fee=entry.platform_fee)
    days = {"worked_on": before.worked_on, "paid_on": before.paid_on}
    return Entry(**entry.as_columns() | days | {"is_estimated": estimated})
