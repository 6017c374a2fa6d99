from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.enrollment import Enrollment


class Stage(models.TextChoices):
    LEARNING = "learning", _("learning")
    SUPPORTED = "supported", _("working with support")
    INDEPENDENT = "independent", _("finding work alone")
    LEADER = "leader", _("team leader")


class EnrollmentStageQuerySet(models.QuerySet["EnrollmentStage"]):
    def visible_to(self, user) -> "EnrollmentStageQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class EnrollmentStage(models.Model):
    """Where a participant stands, from that day on, until the next stage begins."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="stages", verbose_name=_("enrollment"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    began_on = models.DateField(_("began on"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    objects = EnrollmentStageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage of a participant")
        verbose_name_plural = _("stages of participants")
        ordering = ["enrollment", "began_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "began_on"],
                name="one_stage_begins_on_a_day",
                violation_error_message=_("Another stage began on that day."),
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="stage_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()
