from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.models.course import Course


class CourseSessionQuerySet(models.QuerySet["CourseSession"]):
    def visible_to(self, user) -> "CourseSessionQuerySet":
        return self.filter(course__in=Course.objects.visible_to(user))


class CourseSession(models.Model):
    """One meeting of a course: a day, hours, a place or a link, a trainer, so many seats."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name=_("course"))
    number = models.PositiveSmallIntegerField(_("session number"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(pgettext_lazy("where", "place"), max_length=200, blank=True)
    online_url = models.URLField(_("address of the online meeting"), max_length=500, blank=True)
    trainer = models.CharField(_("trainer"), max_length=100, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("capacity"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Left empty, no limit.")
    )
    sign_up_key = models.CharField(max_length=24, unique=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)

    objects = CourseSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of a course")
        verbose_name_plural = _("sessions of courses")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_session_per_number"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=~Q(place="", online_url=""),
                name="session_is_somewhere",
                violation_error_message=_("Write the place, or the address of the online meeting."),
            ),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="session_has_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"
