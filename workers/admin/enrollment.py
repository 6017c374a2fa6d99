from django.contrib import admin
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.templatetags.admin_rows import two_lines
from programs.templatetags.charts import row_bar
from programs.templatetags.dates import month_name
from programs.templatetags.money import money
from workers.admin.enrollment_verbs import joined_verb, leave_verb, pause_verb, return_verb
from workers.admin.rows import StateFilter, answer_badge, find_people, last_month, on_basis, state_badge, with_state
from workers.domain.enrollments import enroll
from workers.domain.joining import refuse_far_start
from workers.models import Enrollment, Pause, Worker
from workers.models.income_month import Answer


def _income_of_last_month() -> str:
    return gettext("income of %(month)s") % {"month": month_name(last_month())}


class AnswerFilter(admin.SimpleListFilter):
    parameter_name = "answer"

    def __init__(self, *args, **kwargs) -> None:
        self.title = _("answer for %(month)s") % {"month": month_name(last_month())}
        super().__init__(*args, **kwargs)

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return list(Answer.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(last_answer=self.value()) if self.value() else queryset


@admin.register(Enrollment, site=site)
class EnrollmentAdmin(ScopedAdmin):
    menu_name = _("Participants (enrolled)")
    add_label = _("Add a participant")
    towns = ("cohort__program__municipality",)
    official_rights = administrator_rights = ("view", "add")
    fields = ("worker", "cohort", "joined_on")
    list_display = ("name", "cohort", "state", "last_income", "last_target", "last_answer")
    list_filter = ("cohort", AnswerFilter, StateFilter)
    list_select_related = ("worker", "cohort__program__municipality")
    search_fields = ("worker__search",)
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    ordering = ("-cohort__starts_on", "worker__family_name_kana", "worker__given_name_kana", "pk")
    list_note = _("Income is on the program's basis. The upright mark is the person's target in that month.")
    excel = (
        (_("full name"), lambda row: row.worker.full_name),
        (_("kana"), lambda row: row.worker.full_kana),
        (_("cohort"), lambda row: row.cohort),
        (_("joined on"), "joined_on"),
        (_("left on"), "left_on"),
        (_("income of last month"), lambda row: row.last_amount),
        (_("target of last month"), lambda row: row.last_plan),
        (_("answer for last month"), lambda row: Answer(row.last_answer).label if row.last_answer else ""),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enrollment]:
        last = FilteredRelation("income_months", condition=Q(income_months__month=last_month().first))
        rows = with_state(super().get_queryset(request)).annotate(last=last)
        return rows.annotate(
            last_amount=on_basis("last__", "cohort__program"),
            last_plan=F("last__target"),
            last_answer=F("last__answer"),
            last_entries=F("last__earning_count"),
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "worker__search"), False

    @admin.display(description=_("full name"), ordering="worker__family_name_kana")
    def name(self, enrollment: Enrollment) -> str:
        return two_lines(enrollment.worker.full_name, enrollment.worker.full_kana)

    @admin.display(description=_("state"))
    def state(self, enrollment: Enrollment) -> str:
        return state_badge(enrollment.state)

    @admin.display(description=lazy(_income_of_last_month, str)(), ordering="last_amount")
    def last_income(self, enrollment: Enrollment) -> str:
        has_sum = enrollment.last_entries or enrollment.last_amount  # a pay taken back is no entry
        return money(enrollment.last_amount if has_sum else None)

    @admin.display(description=_("target of that month"))
    def last_target(self, enrollment: Enrollment) -> str:
        if enrollment.last_plan is None:
            return ""
        return row_bar(enrollment.last_amount or 0, enrollment.last_plan)

    @admin.display(description=_("answer"))
    def last_answer(self, enrollment: Enrollment) -> object:
        return answer_badge(enrollment.last_answer, enrollment.last_plan)

    @admin.display(description=_("participant"))
    def person(self, enrollment: Enrollment) -> str:
        return two_lines(enrollment.worker.full_name, enrollment.worker.full_kana)

    @admin.display(description=_("breaks"))
    def breaks(self, enrollment: Enrollment) -> str:
        def spell(rest: Pause) -> str:
            return f"{rest.starts_on:%Y/%m/%d}〜{f'{rest.ends_on:%Y/%m/%d}' if rest.ends_on else ''}"

        return "、".join(f"{spell(rest)}（{rest.get_reason_display()}）" for rest in enrollment.pauses.all()) or "—"

    def get_fieldsets(self, request: HttpRequest, obj: Enrollment | None = None) -> list:
        if obj is None:
            return [(None, {"fields": ("worker", "cohort", "joined_on")})]
        shown = [("person", "cohort"), ("state", "joined_on"), "breaks"]
        if obj.left_on:
            shown += [("left_on", "leaving_reason"), "employer"]
        return [
            (_("Participation"), {"fields": shown}),
            (last_month_name(), {"fields": (("last_income", "last_answer"),)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> tuple:
        return () if obj is None else ("person", "state", "breaks", "last_income", "last_answer")

    def save_model(self, request: HttpRequest, obj: Enrollment, form, change: bool) -> None:
        refuse_far_start(obj.joined_on)
        obj.pk = enroll(worker=obj.worker, cohort=obj.cohort, joined_on=obj.joined_on).pk

    def subject_of(self, obj: Enrollment) -> Worker:
        return obj.worker

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "programs:invitation_list", _("Print invitations"))

    # -- verbs ----------------------------------------------------------------------------------------
    def get_urls(self) -> list:
        pages = {"joined": joined_verb, "leave": leave_verb, "pause": pause_verb, "return": return_verb}
        return [
            *(
                path(
                    f"<int:pk>/{name}/",
                    self.admin_site.admin_view(self.verb_view(verb)),
                    name=f"workers_enrollment_{name}",
                )
                for name, verb in pages.items()
            ),
            *super().get_urls(),
        ]

    def verbs_of(self, request: HttpRequest, obj: Enrollment) -> list[dict]:
        months = reverse("admin:workers_incomemonth_changelist")
        way = reverse("workers:journey", args=[obj.cohort.program.slug, obj.pk])
        verbs = [
            {"url": f"{months}?enrollment={obj.pk}", "label": _("Months"), "icon": "calendar"},
            {"url": way, "label": _("Way so far"), "icon": "people"},
        ]
        if obj.left_on is None:
            wanted = "return" if obj.state == "paused" else "pause"
            label = _("End the break") if wanted == "return" else _("Begin a break")
            verbs.append({"url": reverse(f"admin:workers_enrollment_{wanted}", args=[obj.pk]), "label": label})
            verbs.append(
                {"url": reverse("admin:workers_enrollment_leave", args=[obj.pk]), "label": _("End participation")}
            )
        verbs.append(
            {"url": reverse("admin:workers_enrollment_joined", args=[obj.pk]), "label": _("Correct the first day")}
        )
        return verbs


def last_month_name() -> str:
    return f"{last_month().year}/{last_month().number}"
