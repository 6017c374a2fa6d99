from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.enrollment import Enrollment


class Life(models.TextChoices):
    """How somebody makes a living, some months after leaving."""

    EMPLOYED = "employed", _("employed")
    OWN_BUSINESS = "own_business", _("own business or freelance")
    CROWDWORK = "crowdwork", _("crowdwork")
    FAMILY = "family", _("family or care")
    LOOKING = "looking", _("looking for work")
    OTHER = "other", _("other")
    NOT_SAID = "not_said", _("prefer not to say")


class LaterStateQuerySet(models.QuerySet["LaterState"]):
    def visible_to(self, user) -> "LaterStateQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class LaterState(models.Model):
    """How a person is 6 or 12 months after leaving: asked by a link without signing in, or by phone."""

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="later_states", verbose_name=_("enrollment")
    )
    months_after = models.PositiveSmallIntegerField(_("months after leaving"))
    due_on = models.DateField(_("to be asked on"))
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(_("link made at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    life = models.CharField(_("way of living"), max_length=12, choices=Life, blank=True)
    uses_what_was_learned = models.BooleanField(_("uses what was learned"), null=True, blank=True)
    lives_here = models.BooleanField(_("lives in the town"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = LaterStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state after leaving")
        verbose_name_plural = _("states after leaving")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "months_after"], name="one_state_per_person_and_time"),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="one_link_per_state"),
            models.CheckConstraint(condition=Q(months_after__in=[6, 12]), name="asked_after_half_a_year_or_a_year"),
            models.CheckConstraint(
                condition=Q(answered_at=None, life="") | (Q(answered_at__isnull=False) & ~Q(life="")),
                name="an_answered_state_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} +{self.months_after}"
