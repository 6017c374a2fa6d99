from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models.cohort import Cohort
from programs.models.program import Program
from programs.models.user import User


class Audience(models.TextChoices):
    WORKERS = "workers", _("participants")
    DIRECTORS = "directors", _("directors")
    OFFICIALS = "officials", _("city officials")
    ALL = "all", _("everybody in the program")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, user) -> "AnnouncementQuerySet":
        """For the list of those who write them; what a person is shown, domain/announcements.py says."""
        return self.filter(program__in=Program.objects.visible_to(user))

    def on(self, day=None) -> "AnnouncementQuerySet":
        """Shown on `day` (today); both days of the period count."""
        day = day or timezone.localdate()
        return self.filter(shows_from__lte=day, shows_until__gte=day, withdrawn_at=None)


class Announcement(models.Model):
    """A few lines for one role, in one period: to a program, or to one cohort of it."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="announcements", verbose_name=_("program"))
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="announcements", verbose_name=_("cohort"),
        help_text=_("Left empty, all cohorts."),
    )  # fmt: skip
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience)
    title = models.CharField(_("title"), max_length=100)
    body = models.TextField(_("text"), max_length=2000, blank=True)
    shows_from = models.DateField(_("shown from"), default=timezone.localdate)
    shows_until = models.DateField(_("shown until"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-shows_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="audience_is_known"),
            models.CheckConstraint(
                condition=Q(shows_until__gte=F("shows_from")),
                name="announcement_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
