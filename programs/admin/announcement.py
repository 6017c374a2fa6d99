from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.admin.verbs import Verb
from programs.domain.announcements import Words, announce, change_announcement, withdraw_announcement
from programs.models import Announcement
from programs.templatetags.admin_rows import badge


class ShownFilter(admin.SimpleListFilter):
    title = _("shown now")
    parameter_name = "shown"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [("now", _("shown now"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.on() if self.value() == "now" else queryset


@admin.register(Announcement, site=site)
class AnnouncementAdmin(ScopedAdmin):
    """Written and withdrawn through the rules; who wrote it stays."""

    menu_name = _("Announcements")
    add_label = _("Write an announcement")
    towns = ("program__municipality",)
    official_rights = administrator_rights = ("view", "add", "change")
    fields = ("program", "audience", "cohort", "title", "body", "shows_from", "shows_until")
    list_display = ("title", "audience", "program", "of_cohort", "shows_from", "shows_until", "state")
    list_filter = (ShownFilter, "audience", "program")
    list_select_related = ("program", "cohort__program__municipality")
    search_fields = ("title",)
    search_lead = _("Searches the titles.")
    excel = (
        (_("title"), "title"),
        (_("text"), "body"),
        (_("for whom"), lambda row: row.get_audience_display()),
        (_("program"), "program"),
        (_("cohort"), "cohort"),
        (_("shown from"), "shows_from"),
        (_("shown until"), "shows_until"),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Announcement | None = None) -> tuple:
        return () if obj is None else ("program",)

    def has_change_permission(self, request: HttpRequest, obj: Announcement | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.withdrawn_at is None)

    @admin.display(description=_("cohort"))
    def of_cohort(self, announcement: Announcement) -> object:
        return announcement.cohort or _("All cohorts")

    @admin.display(description=_("state"))
    def state(self, announcement: Announcement) -> str:
        today = timezone.localdate()
        if announcement.withdrawn_at:
            return badge(_("withdrawn"))
        if announcement.shows_from > today:
            return badge(pgettext_lazy("announcement", "planned"), "info")
        if announcement.shows_until < today:
            return badge(pgettext_lazy("announcement", "over"))
        return badge(_("shown now"), "ok")

    def save_model(self, request: HttpRequest, obj: Announcement, form, change: bool) -> None:
        words = Words(
            audience=obj.audience,
            title=obj.title,
            body=obj.body,
            cohort=obj.cohort,
            shows_from=obj.shows_from,
            shows_until=obj.shows_until,
        )
        if change:
            change_announcement(announcement=obj, words=words)
        else:
            obj.pk = announce(program=obj.program, words=words, by=request.user).pk

    # -- withdrawing ----------------------------------------------------------------------------------
    def get_urls(self) -> list:
        withdraw = self.admin_site.admin_view(self.verb_view(self.withdraw_verb))
        return [path("<int:pk>/withdraw/", withdraw, name="programs_announcement_withdraw"), *super().get_urls()]

    def verbs_of(self, request: HttpRequest, obj: Announcement) -> list[dict]:
        if obj.withdrawn_at is not None:
            return []
        return [{"url": reverse("admin:programs_announcement_withdraw", args=[obj.pk]), "label": _("Withdraw")}]

    def withdraw_verb(self, request: HttpRequest, announcement: Announcement) -> Verb:
        return Verb(
            title=_("Withdraw an announcement"),
            press=_("Withdraw"),
            then=_("It disappears from everybody's page at once. It stays in the list here as withdrawn."),
            work=lambda _cleaned: withdraw_announcement(announcement=announcement),
            said=_("The announcement is withdrawn."),
            back=reverse("admin:programs_announcement_changelist"),
            facts=[(_("title"), announcement.title), (_("for whom"), announcement.get_audience_display())],
            danger=True,
        )
