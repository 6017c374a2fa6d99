from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.models.cohort import Cohort
from programs.models.program import Program


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user) -> "CallQuerySet":
        return self.filter(cohort__program__in=Program.objects.visible_to(user))

    def published(self) -> "CallQuerySet":
        return self.filter(published_at__isnull=False)


class Call(models.Model):
    """The call for applicants of one cohort: what citizens read. Seats are the cohort's capacity."""

    cohort = models.OneToOneField(Cohort, models.PROTECT, related_name="call", verbose_name=_("cohort"))
    title = models.CharField(_("title"), max_length=100)
    opens_on = models.DateField(_("applications from"))
    closes_on = models.DateField(_("applications until"), help_text=_("The last day on which one can apply."))
    conditions = models.TextField(_("who can apply"), max_length=2000)
    about = models.TextField(_("what it is about"), max_length=2000, blank=True)
    place = models.CharField(pgettext_lazy("where", "place"), max_length=200, blank=True)
    weekly_hours = models.PositiveSmallIntegerField(
        _("hours a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("What the program asks of a participant, roughly."),
    )
    contact = models.CharField(
        _("whom to ask"), max_length=200, help_text=_("Department, phone, e-mail: citizens see it.")
    )
    takes_waiting = models.BooleanField(
        _("go on taking applications for the waiting list when all seats are given"), default=True
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended early at"), null=True, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for applicants")
        verbose_name_plural = _("calls for applicants")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="call_closes_after_it_opens",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
