from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Program, User
from workers.models.enrollment import Enrollment


class Medium(models.TextChoices):
    VISIT = "visit", _("visit")
    CHAT = "chat", _("chat")
    PHONE = "phone", _("phone")
    SPACE = "space", _("at the space")
    ONLINE = "online", _("online meeting")


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user) -> "ContactQuerySet":
        """For directors and officials: what is written about a person is not for viewers."""
        return self.filter(enrollment__cohort__program__in=Program.objects.directed_by(user))

    def reached(self) -> "ContactQuerySet":
        return self.filter(was_reached=True)


class Contact(models.Model):
    """One time somebody got in touch with a participant: how, whether they were reached, one line."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="contacts", verbose_name=_("enrollment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    happened_on = models.DateField(_("on"))
    medium = models.CharField(_("how"), max_length=6, choices=Medium)
    was_reached = models.BooleanField(_("reached"), default=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True, validators=[MaxValueValidator(600)])
    line = models.CharField(_("one line"), max_length=200, blank=True)
    logged_at = models.DateTimeField(_("logged at"), auto_now_add=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["enrollment", "-happened_on"], name="contacts_of_a_person")]
        constraints = [
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="medium_is_known"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__lte=600),
                name="contact_lasts_at_most_ten_hours",
                violation_error_message=_("Write at most 600 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d} {self.get_medium_display()}"
