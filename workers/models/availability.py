from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workers.models.enrollment import Enrollment


class DayPart(models.TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")
    NIGHT = "night", _("night")


class AvailabilityQuerySet(models.QuerySet["Availability"]):
    def visible_to(self, user) -> "AvailabilityQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class Availability(models.Model):
    """A part of a weekday in which a participant can usually work, and for how long."""

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="availabilities", verbose_name=_("enrollment")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"))  # 0 Monday to 6 Sunday, as date.weekday()
    part = models.CharField(_("part of the day"), max_length=9, choices=DayPart)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=120)

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("available hours")
        verbose_name_plural = _("available hours")
        ordering = ["enrollment", "weekday", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "weekday", "part"], name="one_row_per_part_of_a_weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_is_known"),
            models.CheckConstraint(condition=Q(part__in=DayPart.values), name="day_part_is_known"),
            models.CheckConstraint(condition=Q(minutes__gte=30, minutes__lte=360), name="part_of_a_day_is_short"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.part}"


class TimeOffQuerySet(models.QuerySet["TimeOff"]):
    def visible_to(self, user) -> "TimeOffQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class TimeOff(models.Model):
    """Days on which a participant takes no work. It changes no target: that is a break (Pause)."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="times_off", verbose_name=_("enrollment"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = TimeOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("days off")
        verbose_name_plural = _("days off")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="time_off_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d}"
