from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models.program import YEN_LIMIT, Program
from programs.shared.month import Month


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user) -> "CohortQuerySet":
        return self.filter(program__in=Program.objects.visible_to(user))


class Cohort(models.Model):
    """One intake of participants (第n期): who started together, with one staircase of targets."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="cohorts", verbose_name=_("program"))
    number = models.PositiveSmallIntegerField(_("cohort number"), validators=[MinValueValidator(1)])
    name = models.CharField(
        _("cohort name"), max_length=60, blank=True, help_text=_("Left empty, it is called by its number.")
    )
    capacity = models.PositiveSmallIntegerField(_("capacity"), validators=[MinValueValidator(1)])
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    target = models.PositiveIntegerField(
        _("monthly target"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(YEN_LIMIT)],
        help_text=_("Left empty, the program's target applies. Steps of the ramp come first."),
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="one_cohort_per_number",
                violation_error_message=_("This program already has a cohort with that number."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_it_starts",
                violation_error_message=_("The end must not come before the start."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="cohort_has_a_seat",
                violation_error_message=_("The capacity must be at least one person."),
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=1),
                name="cohort_target_is_positive",
                violation_error_message=_("The monthly target must be at least 1 yen."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Cohort %(number)s") % {"number": self.number})

    def month_number(self, month: Month) -> int:
        """1 for the month the cohort starts in."""
        return (month - Month.of(self.starts_on)) + 1
