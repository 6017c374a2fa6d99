from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models import Municipality, Program
from workers.models.named_person import SEARCH_LENGTH, NamedPerson
from workers.models.worker import Worker


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def visible_to(self, user) -> "AttendeeQuerySet":
        """For those who hold courses: everybody who came to a course of a program they direct."""
        return self.filter(attendances__session__course__program__in=Program.objects.directed_by(user)).distinct()


class Attendee(NamedPerson, models.Model):
    """A person who comes to courses, with or without an account: counted once, however often they came."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="attendees", verbose_name=_("municipality")
    )
    worker = models.OneToOneField(
        Worker, models.PROTECT, null=True, blank=True, related_name="attendee", verbose_name=_("participant")
    )
    family_name = models.CharField(_("family name"), max_length=50)
    given_name = models.CharField(_("given name"), max_length=50, blank=True)
    family_name_kana = models.CharField(_("family name (kana)"), max_length=80, blank=True)
    given_name_kana = models.CharField(_("given name (kana)"), max_length=80, blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    search = models.CharField(max_length=SEARCH_LENGTH, editable=False, default="")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["family_name_kana", "given_name_kana", "pk"]

    def __str__(self) -> str:
        return self.full_name
