from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.admin.verbs import Verb
from programs.domain.access_records import Action, record_access
from programs.templatetags.admin_rows import badge, two_lines
from programs.templatetags.dates import day_year
from workers.admin.rows import find_people
from workers.domain.marking import MARKS, mark
from workers.models import Attendance, Worker
from workers.models.attendance import AttendanceState

KINDS = {AttendanceState.PRESENT: "ok", AttendanceState.EXCUSED: "info"}


@admin.register(Attendance, site=site)
class AttendanceAdmin(ScopedAdmin):
    """Who was where. A mark is changed by a verb, through the rules of the tap list."""

    menu_name = _("Attendances of courses")
    towns = ("session__course__program__municipality",)
    show_facets = ShowFacets.NEVER  # as long as the town's history: counting it for each filter would be felt
    list_display = ("person", "day", "of_course", "mark_word", "walk_in")
    list_filter = ("state", "is_walk_in", "session__course__kind", "session__course")
    list_select_related = ("session__course__program__municipality", "attendee__worker", "marked_by")
    ordering = ("-session__starts_at", "attendee__family_name_kana", "attendee__given_name_kana", "pk")
    search_fields = ("attendee__search",)
    search_help_text = _("Names and readings. 髙 and 高 find the same people.")
    fields = (("person", "of_course"), ("day", "mark_word"), ("walk_in", "signed_up_at"), ("marked_at", "marked_by"))
    readonly_fields = ("person", "of_course", "day", "mark_word", "walk_in")
    excel = (
        (_("course"), lambda row: row.session.course.title),
        (_("session number"), lambda row: row.session.number),
        (_("starts at"), lambda row: row.session.starts_at),
        (_("full name"), lambda row: row.attendee.full_name),
        (_("kana"), lambda row: row.attendee.full_kana),
        (_("attendance"), "state"),
        (_("came without signing up"), lambda row: "○" if row.is_walk_in else ""),
        (_("signed up at"), "signed_up_at"),
        (_("marked at"), "marked_at"),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple:
        return find_people(queryset, search_term, "attendee__search"), False

    @admin.display(description=_("attendee"), ordering="attendee__family_name_kana")
    def person(self, row: Attendance) -> str:
        return two_lines(row.attendee.full_name, row.attendee.full_kana)

    @admin.display(description=_("starts at"), ordering="session__starts_at")
    def day(self, row: Attendance) -> str:
        return day_year(timezone.localtime(row.session.starts_at))

    @admin.display(description=_("course"))
    def of_course(self, row: Attendance) -> str:
        return row.session.course.title

    @admin.display(description=_("attendance"))
    def mark_word(self, row: Attendance) -> str:
        return badge(row.get_state_display(), KINDS.get(row.state, ""))

    @admin.display(description=_("came without signing up"))
    def walk_in(self, row: Attendance) -> str:
        return "○" if row.is_walk_in else ""

    def title_of(self, obj: Attendance) -> str:
        return f"{obj.attendee} {self.day(obj)}"

    def subject_of(self, obj: Attendance) -> Worker | None:
        return obj.attendee.worker

    def note_look(self, request: HttpRequest, obj: Attendance) -> None:
        """Citizens, too: their name and that they came are somebody's data."""
        if request.method == "GET":
            town = obj.session.course.program.municipality
            about = obj.attendee.worker_id
            record_access(Action.LOOKED, obj, user=request.user, municipality=town, subject_worker=about)

    # -- verbs ----------------------------------------------------------------------------------------
    def get_urls(self) -> list:
        return [
            *(
                path(
                    f"<int:pk>/{state.value}/",
                    self.admin_site.admin_view(self.verb_view(_verb_for(state))),
                    name=f"workers_attendance_{state.value}",
                )
                for state in MARKS
            ),
            *super().get_urls(),
        ]

    def verbs_of(self, request: HttpRequest, obj: Attendance) -> list[dict]:
        if obj.session.cancelled_at:
            return []
        return [
            {"url": reverse(f"admin:workers_attendance_{state.value}", args=[obj.pk]), "label": TITLES[state]}
            for state in MARKS
            if state != obj.state
        ]


TITLES = {
    AttendanceState.PRESENT: _("Mark as present"),
    AttendanceState.ABSENT: _("Mark as absent"),
    AttendanceState.EXCUSED: _("Mark as excused"),
}


def _verb_for(state: AttendanceState):
    def build(request: HttpRequest, row: Attendance) -> Verb:
        return Verb(
            title=TITLES[state],
            press=TITLES[state],
            then=_("The figures of the course follow at once. Who marked it before stays in the record of changes."),
            work=lambda cleaned: mark(attendance=row, state=state, by=request.user),
            said=_("The mark has been changed."),
            back=reverse("admin:workers_attendance_change", args=[row.pk]),
            facts=[
                (_("attendee"), row.attendee),
                (_("course"), row.session.course),
                (_("starts at"), day_year(timezone.localtime(row.session.starts_at))),
                (_("attendance"), row.get_state_display()),
            ],
        )

    return build
