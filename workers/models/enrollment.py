from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import Cohort, User
from programs.shared.month import Month
from workers.models.worker import Worker


class LeavingReason(models.TextChoices):
    HIRED = "hired", _("hired")
    STARTED_BUSINESS = "started_business", _("started a business")
    COMPLETED = "completed", _("completed the cohort")
    MOVED = "moved", _("moved away")
    CARE = "care", _("family circumstances")
    INCOME = "income", _("income not as hoped")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("not known")


SUCCESSES = (LeavingReason.HIRED, LeavingReason.STARTED_BUSINESS)


def stays_in(month: Month) -> Q:
    """For enrollments: on at least one day of `month`. Who left on the day of joining never came."""
    still = Q(left_on=None) | (Q(left_on__gt=month.first) & Q(left_on__gt=F("joined_on")))
    return still & Q(joined_on__lte=month.last)


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def visible_to(self, user) -> "EnrollmentQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def of(self, user: User) -> "EnrollmentQuerySet":
        """A person's own enrollments, the one in force first; then one still to come, then those that are over."""
        today = timezone.localdate()
        rank = models.Case(models.When(left_on__lte=today, then=2), models.When(joined_on__gt=today, then=1), default=0)
        return self.filter(worker__user=user).order_by(rank, "-joined_on", "-pk")

    def during(self, month: Month) -> "EnrollmentQuerySet":
        """Enrolled on at least one day of `month`."""
        return self.filter(stays_in(month))


class Enrollment(models.Model):
    """One person in one cohort, from the day they joined to the day they left."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="enrollments", verbose_name=_("participant"))
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrollments", verbose_name=_("cohort"))
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)
    left_on = models.DateField(
        _("left on"), null=True, blank=True, help_text=_("The first day on which the person no longer takes part.")
    )
    leaving_reason = models.CharField(_("reason for leaving"), max_length=20, choices=LeavingReason, blank=True)
    employer = models.CharField(_("employer or business"), max_length=100, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["cohort", "worker__family_name_kana", "worker__given_name_kana", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "cohort"],
                name="one_enrollment_per_cohort",
                violation_error_message=_("This person is already in that cohort."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="enrollment_ends_after_it_starts",
                violation_error_message=_("The day of leaving must not come before the day of joining."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, leaving_reason="") | (Q(left_on__isnull=False) & ~Q(leaving_reason="")),
                name="leaving_has_a_day_and_a_reason",
                violation_error_message=_("Leaving needs both a day and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} ({self.cohort})"

    def takes_part_in(self, month: Month) -> bool:
        """On at least one day of `month`."""
        return self.joined_on <= month.last and (
            self.left_on is None or self.left_on > max(month.first, self.joined_on)
        )
