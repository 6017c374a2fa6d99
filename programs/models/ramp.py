from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.cohort import Cohort
from programs.models.program import YEN_LIMIT, Program


class RampTemplateQuerySet(models.QuerySet["RampTemplate"]):
    def visible_to(self, user) -> "RampTemplateQuerySet":
        return self.filter(Q(program=None) | Q(program__in=Program.objects.visible_to(user)))


class RampTemplate(models.Model):
    """A staircase of targets to copy from; without a program it is offered to every town."""

    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="ramp_templates", verbose_name=_("program")
    )
    name = models.CharField(_("name"), max_length=60)

    objects = RampTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("ramp template")
        verbose_name_plural = _("ramp templates")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class RampTemplateStepQuerySet(models.QuerySet["RampTemplateStep"]):
    def visible_to(self, user) -> "RampTemplateStepQuerySet":
        return self.filter(template__in=RampTemplate.objects.visible_to(user))


class Step(models.Model):
    from_month = models.PositiveSmallIntegerField(
        _("from month number"), validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    target = models.PositiveIntegerField(
        _("monthly target"), validators=[MinValueValidator(1), MaxValueValidator(YEN_LIMIT)]
    )

    class Meta:
        abstract = True
        ordering = ["from_month"]


class RampTemplateStep(Step):
    template = models.ForeignKey(RampTemplate, models.CASCADE, related_name="steps", verbose_name=_("ramp template"))

    objects = RampTemplateStepQuerySet.as_manager()

    class Meta(Step.Meta):
        verbose_name = _("step of a ramp template")
        verbose_name_plural = _("steps of a ramp template")
        constraints = [
            models.UniqueConstraint(fields=["template", "from_month"], name="one_template_step_per_month"),
            models.CheckConstraint(condition=Q(from_month__gte=1, target__gte=1), name="template_step_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.from_month}: {self.target:,}"


class RampStepQuerySet(models.QuerySet["RampStep"]):
    def visible_to(self, user) -> "RampStepQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class RampStep(Step):
    """From month n since the cohort's start, this is the target."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="ramp_steps", verbose_name=_("cohort"))

    objects = RampStepQuerySet.as_manager()

    class Meta(Step.Meta):
        verbose_name = _("step of the ramp")
        verbose_name_plural = _("steps of the ramp")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "from_month"],
                name="one_ramp_step_per_month",
                violation_error_message=_("There is already a step for that month."),
            ),
            models.CheckConstraint(condition=Q(from_month__gte=1, target__gte=1), name="ramp_step_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.from_month}: {self.target:,}"
