from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.application import Application

SCORES = ("pc_score", "hours_score", "motivation_score", "communication_score")
CHECKS = ("lives_here", "knows_contract_work", "has_equipment", "family_agrees")


def _score(label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user) -> "AssessmentQuerySet":
        return self.filter(application__in=Application.objects.visible_to(user))


class Assessment(models.Model):
    """What one member of staff noted about one applicant: a checklist, scores from 1 to 5, a few lines."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="assessments", verbose_name=_("application")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    noted_at = models.DateTimeField(_("noted at"), auto_now=True)
    lives_here = models.BooleanField(_("lives in the town"), default=False)
    knows_contract_work = models.BooleanField(_("understands that it is contract work"), default=False)
    has_equipment = models.BooleanField(_("has a PC and the internet"), default=False)
    family_agrees = models.BooleanField(_("the family knows of it"), default=False)
    pc_score = _score(_("PC skills"))
    hours_score = _score(_("free hours"))
    motivation_score = _score(_("motivation"))
    communication_score = _score(_("communication"))
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["application", "noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "by"], name="one_assessment_per_person"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                    name=f"{name}_is_from_one_to_five",
                )
                for name in SCORES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} ({self.by})"
