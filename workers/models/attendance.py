from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.models import CourseSession, Program, User
from workers.models.attendee import Attendee


class AttendanceState(models.TextChoices):
    SIGNED_UP = "signed_up", _("signed up")
    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    CANCELLED = "cancelled", _("cancelled by the person")


# Who holds a seat: nobody who cancelled or is excused.
SEATED = (AttendanceState.SIGNED_UP, AttendanceState.PRESENT, AttendanceState.ABSENT)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user) -> "AttendanceQuerySet":
        return self.filter(session__course__program__in=Program.objects.directed_by(user))

    def present(self) -> "AttendanceQuerySet":
        return self.filter(state=AttendanceState.PRESENT)

    def seated(self) -> "AttendanceQuerySet":
        return self.filter(state__in=SEATED)


class Attendance(models.Model):
    """One person at one session. Attendances are counted as 延べ, their attendees as 実."""

    session = models.ForeignKey(
        CourseSession, models.PROTECT, related_name="attendances", verbose_name=_("session of a course")
    )
    attendee = models.ForeignKey(Attendee, models.PROTECT, related_name="attendances", verbose_name=_("attendee"))
    state = models.CharField(_("state"), max_length=10, choices=AttendanceState, default=AttendanceState.SIGNED_UP)
    is_walk_in = models.BooleanField(_("came without signing up"), default=False)
    signed_up_at = models.DateTimeField(_("signed up at"), null=True)
    cancel_hash = models.CharField(max_length=64, blank=True, editable=False)
    marked_at = models.DateTimeField(_("marked at"), null=True)
    marked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("marked by"))

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "attendee__family_name_kana", "attendee__given_name_kana", "pk"]
        indexes = [models.Index(fields=["session", "state"], name="attendances_of_a_session")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "attendee"],
                name="one_attendance_per_person",
                violation_error_message=_("This person is already on the list."),
            ),
            models.CheckConstraint(condition=Q(state__in=AttendanceState.values), name="attendance_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.attendee} ({self.session})"
