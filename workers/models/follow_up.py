from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import Program, User
from workers.models.contact import Contact
from workers.models.enrollment import Enrollment


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user) -> "FollowUpQuerySet":
        return self.filter(enrollment__cohort__program__in=Program.objects.directed_by(user))

    def open(self) -> "FollowUpQuerySet":
        return self.filter(done_at=None)

    def overdue(self, day=None) -> "FollowUpQuerySet":
        return self.open().filter(due_on__lt=day or timezone.localdate())


class FollowUp(models.Model):
    """Something promised to or about a participant, with a day by which it is to be done."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="follow_ups", verbose_name=_("enrollment"))
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("contact")
    )
    what = models.CharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("due on"))
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("assigned to")
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="open_follow_ups")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="done_follow_up_names_the_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"  # the log of changes keeps it: not what was promised
