from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.program import YEN_LIMIT
from workers.models.columns import month_is_first_day
from workers.models.enrollment import Enrollment


class MonthPlanQuerySet(models.QuerySet["MonthPlan"]):
    def visible_to(self, user) -> "MonthPlanQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class MonthPlan(models.Model):
    """A person's own target for one month; it comes before the cohort's ramp."""

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="month_plans", verbose_name=_("enrollment"), db_index=False
    )
    month = models.DateField(_("month"))
    target = models.PositiveIntegerField(
        _("own target"), validators=[MinValueValidator(1), MaxValueValidator(YEN_LIMIT)]
    )

    objects = MonthPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("own plan")
        verbose_name_plural = _("own plans")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "month"],
                name="one_plan_per_month",
                violation_error_message=_("There is already a plan for that month."),
            ),
            month_is_first_day("plan_month_is_a_first_day"),
            models.CheckConstraint(condition=Q(target__gte=1), name="plan_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.target:,}"
