from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workers.models.enrollment import Enrollment


class PauseReason(models.TextChoices):
    BIRTH = "birth", _("birth and childcare")
    CARE = "care", _("care for a relative")
    HEALTH = "health", _("health")
    FARM_SEASON = "farm_season", _("farm season")
    OTHER = "other", _("other")
    NOT_SAID = "not_said", _("prefer not to say")


class PauseQuerySet(models.QuerySet["Pause"]):
    def visible_to(self, user) -> "PauseQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class Pause(models.Model):
    """A rest, kept apart from leaving: a month wholly inside it has no target."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="pauses", verbose_name=_("enrollment"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=PauseReason, default=PauseReason.NOT_SAID)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pause_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d} -"
