from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.cohort import Cohort
from programs.models.program import Program


class CourseKind(models.TextChoices):
    SEMINAR = "seminar", _("information seminar")
    COURSE = "course", _("course")
    LESSON = "lesson", _("lesson for participants")


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user) -> "CourseQuerySet":
        return self.filter(program__in=Program.objects.visible_to(user))


class Course(models.Model):
    """A series of sessions: a seminar for citizens, a course, the lessons of a cohort."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="courses", verbose_name=_("program"))
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("cohort"),
        help_text=_("Left empty, it is open to citizens."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=10, choices=CourseKind)
    title = models.CharField(_("title"), max_length=100)
    about = models.TextField(_("what it is about"), max_length=2000, blank=True)
    takes_sign_up = models.BooleanField(_("people can sign up by link"), default=True)
    sessions_to_complete = models.PositiveSmallIntegerField(
        _("sessions needed for completion"), null=True, blank=True, help_text=_("Left empty, all of them.")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CourseKind.values), name="course_kind_is_known"),
            models.CheckConstraint(
                condition=Q(sessions_to_complete=None) | Q(sessions_to_complete__gte=1),
                name="completion_needs_a_session",
            ),
        ]

    def __str__(self) -> str:
        return self.title
