from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Skill
from workers.models.enrollment import Enrollment


class Milestone(models.TextChoices):
    START = "start", _("at the start")
    HALFWAY = "halfway", _("halfway")
    END = "end", _("at the end")
    OTHER = "other", _("in between")


class SkillCheckQuerySet(models.QuerySet["SkillCheck"]):
    def visible_to(self, user) -> "SkillCheckQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class SkillCheck(models.Model):
    """A participant's own judgement of a skill on one day."""

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="skill_checks", verbose_name=_("enrollment")
    )
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="checks", verbose_name=_("skill"))
    milestone = models.CharField(_("milestone"), max_length=7, choices=Milestone)
    checked_on = models.DateField(_("on"))
    level = models.PositiveSmallIntegerField(_("level"), validators=[MinValueValidator(1), MaxValueValidator(5)])

    objects = SkillCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill check")
        verbose_name_plural = _("skill checks")
        ordering = ["enrollment", "skill", "checked_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "skill", "checked_on"], name="one_check_per_skill_and_day"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="level_is_from_one_to_five"),
            models.CheckConstraint(condition=Q(milestone__in=Milestone.values), name="milestone_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.level}"
