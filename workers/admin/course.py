from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import Course
from workers.domain.courses import CoursePlan, change_course, make_course
from workers.models.attendance import AttendanceState

FIELDS = ("kind", "title", "cohort", "about", "takes_sign_up", "sessions_to_complete")
PRESENT = Q(sessions__attendances__state=AttendanceState.PRESENT)


@admin.register(Course, site=site)
class CourseAdmin(ScopedAdmin):
    """What a course is. Its sessions are added on its own page, where their days are shown before they are written."""

    menu_name = _("Courses")
    add_label = _("Make a course")
    towns = ("program__municipality",)
    official_rights = administrator_rights = ("view", "add", "change")
    fields = ("program", *FIELDS)
    list_display = ("title", "kind", "for_whom", "how_many", "total", "unique")
    list_filter = ("kind", "program", "cohort")
    list_select_related = ("cohort__program__municipality", "program")
    search_fields = ("title",)
    search_lead = _("Searches titles.")
    ordering = ("-made_at", "-pk")
    list_note = _("延べ counts every presence, 実 every person once. Do not add 実 up over courses.")
    excel = (
        (_("title"), "title"),
        (_("kind"), "kind"),
        (_("cohort"), lambda row: row.cohort or ""),
        (_("Sessions"), lambda row: row.session_count),
        (_("Attendances (延べ)"), lambda row: row.present_count),
        (_("Different people (実)"), lambda row: row.people_count),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                session_count=Count("sessions", distinct=True),
                present_count=Count("sessions__attendances", filter=PRESENT, distinct=True),
                people_count=Count("sessions__attendances__attendee", filter=PRESENT, distinct=True),
            )
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Course | None = None) -> tuple:
        return ("program",) if obj else ()

    @admin.display(description=_("For whom"))
    def for_whom(self, course: Course) -> object:
        return course.cohort or _("open to everybody")

    @admin.display(description=_("Sessions"), ordering="session_count")
    def how_many(self, course: Course) -> int:
        return course.session_count

    @admin.display(description=pgettext_lazy("total", "Attendances"), ordering="present_count")
    def total(self, course: Course) -> int:
        return course.present_count

    @admin.display(description=_("Different people"), ordering="people_count")
    def unique(self, course: Course) -> int:
        return course.people_count

    def save_model(self, request: HttpRequest, obj: Course, form, change: bool) -> None:
        plan = CoursePlan(**{name: getattr(obj, name) for name in FIELDS})
        if change:
            change_course(course=obj, plan=plan)
        else:
            obj.pk = make_course(program=obj.program, plan=plan).pk

    def verbs_of(self, request: HttpRequest, obj: Course) -> list[dict]:
        url = reverse("workers:course_detail", args=[obj.program.slug, obj.pk])
        return [{"url": url, "label": _("Sessions and attendance"), "icon": "calendar"}]

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        return self.program_links(request, "workers:course_list", _("Courses"), icon="calendar")
