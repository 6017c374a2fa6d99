from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.enrollment import Enrollment


class FunnelStepKind(models.TextChoices):
    SEMINAR = "seminar", _("seminar")
    COURSE = "course", _("course completed")
    FIRST_ORDER = "first_order", _("first order")
    FIRST_INCOME = "first_income", _("first income")
    HALF_TARGET = "half_target", _("half of the target")
    TARGET = "target", _("target reached")


class FunnelStepQuerySet(models.QuerySet["FunnelStep"]):
    def visible_to(self, user) -> "FunnelStepQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class FunnelStep(models.Model):
    """A step of the way that somebody wrote down, because no attendance, order or entry shows it."""

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="funnel_steps", verbose_name=_("enrollment")
    )
    step = models.CharField(_("step"), max_length=12, choices=FunnelStepKind)
    reached_on = models.DateField(_("reached on"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    objects = FunnelStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step on the way")
        verbose_name_plural = _("steps on the way")
        ordering = ["enrollment", "reached_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "step"],
                name="one_day_per_step",
                violation_error_message=_("This step is already written down."),
            ),
            models.CheckConstraint(
                condition=Q(step__in=["seminar", "course", "first_order"]),
                name="income_steps_come_from_entries",
                violation_error_message=_("Steps of income come from the entries themselves."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_step_display()
