from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program
from programs.models.user import User


class Phase(models.TextChoices):
    AWARENESS = "awareness", _("awareness")
    INTRODUCTION = "introduction", _("introduction")
    ESTABLISHMENT = "establishment", _("establishment")


class ProgramPhaseQuerySet(models.QuerySet["ProgramPhase"]):
    def visible_to(self, user) -> "ProgramPhaseQuerySet":
        return self.filter(program__in=Program.objects.visible_to(user))


class ProgramPhase(models.Model):
    """A dated stage of a program. `findings` says what was true when it was entered: the log of the gate."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="phases", verbose_name=_("program"))
    phase = models.CharField(_("phase"), max_length=15, choices=Phase)
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("The first day of the phase that followed.")
    )
    moved_at = models.DateTimeField(_("moved at"), auto_now_add=True)
    moved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("moved by"))
    findings = models.JSONField(_("what was true"), default=list)
    reason = models.CharField(
        _("reason for moving on all the same"), max_length=300, blank=True, help_text=_("When a condition was not met.")
    )

    objects = ProgramPhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase of a program")
        verbose_name_plural = _("phases of programs")
        ordering = ["program", "began_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program"], condition=Q(ended_on=None), name="one_phase_at_a_time"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="phase_is_known"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="phase_ends_after_it_begins",
                violation_error_message=_("The end must not come before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_phase_display()
