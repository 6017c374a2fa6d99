from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workers.models.columns import month_is_first_day
from workers.models.enrollment import Enrollment
from workers.models.worker_preference import Channel


class ReminderStep(models.IntegerChoices):
    FIRST = 1, _("first reminder")
    SECOND = 2, _("second reminder")
    DIRECTOR = 3, _("told the director")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user) -> "ReminderQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class Reminder(models.Model):
    """One step of asking one person about one month: each is taken once, whatever runs twice."""

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="reminders", verbose_name=_("enrollment"), db_index=False
    )
    month = models.DateField(_("month"))
    step = models.PositiveSmallIntegerField(_("step"), choices=ReminderStep)
    channel = models.CharField(_("how"), max_length=6, choices=Channel)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "month", "step"], name="one_reminder_per_month_and_step"),
            month_is_first_day("reminder_month_is_a_first_day"),
            models.CheckConstraint(condition=Q(step__in=ReminderStep.values), name="reminder_step_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.step}"
