from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program


class SkillQuerySet(models.QuerySet["Skill"]):
    def visible_to(self, user) -> "SkillQuerySet":
        return self.filter(program__in=Program.objects.visible_to(user))


class Skill(models.Model):
    """Something participants learn; each judges it for themselves at milestones, from 1 to 5."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="skills", verbose_name=_("program"))
    name = models.CharField(_("name"), max_length=60)
    hint = models.CharField(_("what the levels mean"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    ended_on = models.DateField(_("no longer asked from"), null=True, blank=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["program", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"],
                name="one_skill_per_name",
                violation_error_message=_("There is already a skill with that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
