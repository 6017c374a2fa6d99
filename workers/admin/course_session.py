from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import CourseSession
from programs.templatetags.admin_rows import badge, two_lines
from programs.templatetags.dates import day_year
from workers.models.attendance import SEATED, AttendanceState

FACTS = ("place", "online_url", "trainer", "capacity")


class HeldFilter(admin.SimpleListFilter):
    title = _("day of the session")
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [
            ("coming", pgettext_lazy("session", "still to come")),
            ("past", pgettext_lazy("session", "held")),
            ("cancelled", pgettext_lazy("session", "cancelled")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now, held = timezone.now(), queryset.filter(cancelled_at=None)
        chosen = {
            "coming": held.filter(ends_at__gt=now),
            "past": held.filter(ends_at__lte=now),
            "cancelled": queryset.exclude(cancelled_at=None),
        }
        return chosen.get(self.value() or "", queryset)


@admin.register(CourseSession, site=site)
class CourseSessionAdmin(ScopedAdmin):
    """Looked at here; added, moved and cancelled on the course's own pages, which tell those who signed up."""

    menu_name = _("Sessions of courses")
    towns = ("course__program__municipality",)
    list_display = ("day", "of_course", "place", "trainer", "seats", "present", "state")
    list_display_links = ("day",)
    list_filter = (HeldFilter, "course__kind", "course__program", "course")
    list_select_related = ("course__program",)
    search_fields = ("course__title", "place", "trainer")
    search_lead = _("Searches titles, places and trainers.")
    ordering = ("-starts_at", "-pk")
    fields = (
        ("of_course", "number"),
        ("starts_at", "ends_at"),
        ("place", "online_url"),
        ("trainer", "capacity"),
        "state",
    )
    readonly_fields = ("of_course", "number", "starts_at", "ends_at", *FACTS, "state")
    excel = (
        (_("course"), lambda row: row.course.title),
        (_("session number"), "number"),
        (_("starts at"), "starts_at"),
        (_("ends at"), "ends_at"),
        (pgettext_lazy("where", "place"), "place"),
        (_("trainer"), "trainer"),
        (_("capacity"), "capacity"),
        (pgettext_lazy("column", "On the list"), lambda row: row.seated_count),
        (pgettext_lazy("column", "Present"), lambda row: row.present_count),
        (_("cancelled at"), "cancelled_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CourseSession]:
        seated = Count("attendances", filter=Q(attendances__state__in=SEATED))
        present = Count("attendances", filter=Q(attendances__state=AttendanceState.PRESENT))
        return super().get_queryset(request).annotate(seated_count=seated, present_count=present)

    @admin.display(description=_("starts at"), ordering="starts_at")
    def day(self, session: CourseSession) -> str:
        starts = timezone.localtime(session.starts_at)
        return two_lines(day_year(starts), f"{starts:%H:%M}")

    @admin.display(description=_("course"))
    def of_course(self, session: CourseSession) -> str:
        return session.course.title

    @admin.display(description=pgettext_lazy("column", "On the list"), ordering="seated_count")
    def seats(self, session: CourseSession) -> str:
        return f"{session.seated_count} / {session.capacity}" if session.capacity else str(session.seated_count)

    @admin.display(description=pgettext_lazy("column", "Present"), ordering="present_count")
    def present(self, session: CourseSession) -> int:
        return session.present_count

    @admin.display(description=_("state"))
    def state(self, session: CourseSession) -> str:
        if session.cancelled_at:
            return badge(pgettext_lazy("session", "cancelled"), "err")
        if session.ends_at <= timezone.now():
            return badge(pgettext_lazy("session", "held"))
        return badge(pgettext_lazy("session", "still to come"), "info")

    def verbs_of(self, request: HttpRequest, obj: CourseSession) -> list[dict]:
        pages = [("attendance_list", _("Attendance"), "people")]
        if not obj.cancelled_at:
            pages += [
                ("session_sheet", _("Attendance sheet"), "print"),
                ("session_edit", _("Change the session"), "edit"),
            ]
        return [
            {"url": reverse(f"workers:{name}", args=[obj.course.program.slug, obj.pk]), "label": label, "icon": icon}
            for name, label, icon in pages
        ]
