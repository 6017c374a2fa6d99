from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.application import Application, ApplicationState, DecisionReason


class ApplicationStepQuerySet(models.QuerySet["ApplicationStep"]):
    def visible_to(self, user) -> "ApplicationStepQuerySet":
        return self.filter(application__in=Application.objects.visible_to(user))


class ApplicationStep(models.Model):
    """One change of an application's state: when, by whom, why. Written once. No person: the applicant did it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps", verbose_name=_("application"))
    state = models.CharField(_("state"), max_length=10, choices=ApplicationState)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=12, choices=DecisionReason, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ApplicationStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an application")
        verbose_name_plural = _("steps of applications")
        ordering = ["application", "at", "pk"]

    def __str__(self) -> str:
        return self.get_state_display()
