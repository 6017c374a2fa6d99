from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Cohort, User
from programs.shared.month import Month
from workers.models.columns import month_is_first_day


class MonthClosingQuerySet(models.QuerySet["MonthClosing"]):
    def visible_to(self, user) -> "MonthClosingQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def in_force(self) -> "MonthClosingQuerySet":
        return self.filter(reopened_at=None)


class MonthClosing(models.Model):
    """A cohort's month signed off: who, when, with which figures and how they were made. Reopening keeps the row."""

    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="month_closings", verbose_name=_("cohort"), db_index=False
    )
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"))
    closed_at = models.DateTimeField(_("closed at"))
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("closed by"))
    figures = models.JSONField(_("frozen figures"))
    people = models.JSONField(
        _("frozen months of the people"), default=list, help_text=_("What the figures were added up from.")
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("reopened by"))
    reopening_reason = models.CharField(_("reason for reopening"), max_length=300, blank=True)

    objects = MonthClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("month closing")
        verbose_name_plural = _("month closings")
        ordering = ["-month", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "month", "version"], name="one_closing_per_version"),
            models.UniqueConstraint(
                fields=["cohort", "month"], condition=Q(reopened_at=None), name="one_closing_in_force"
            ),
            month_is_first_day("closing_month_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None, reopening_reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopening_reason="")),
                name="reopening_has_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} v{self.version}"

    @property
    def period(self) -> Month:
        return Month.of(self.month)
