from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from programs.models.program import YEN_LIMIT
from workers.models.columns import month_is_first_day
from workers.models.enrollment import Enrollment


class PlanWishQuerySet(models.QuerySet["PlanWish"]):
    def visible_to(self, user) -> "PlanWishQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))

    def undecided(self) -> "PlanWishQuerySet":
        return self.filter(decided_at=None)


class PlanWish(models.Model):
    """A participant asks for another target in one month; it counts when a director agrees."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="plan_wishes", verbose_name=_("enrollment"))
    month = models.DateField(_("month"))
    target = models.PositiveIntegerField(
        _("own target"), validators=[MinValueValidator(1), MaxValueValidator(YEN_LIMIT)]
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    is_agreed = models.BooleanField(_("agreed"), null=True, blank=True)

    objects = PlanWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a plan")
        verbose_name_plural = _("wishes for plans")
        ordering = ["enrollment", "month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "month"], condition=Q(decided_at=None), name="one_open_wish_per_month"
            ),
            month_is_first_day("wish_month_is_a_first_day"),
            models.CheckConstraint(condition=Q(target__gte=1), name="wish_is_positive"),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_agreed=None) | Q(decided_at__isnull=False, is_agreed__isnull=False),
                name="a_decision_says_yes_or_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.target:,}"
