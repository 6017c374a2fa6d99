from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.municipality import Municipality


class Way(models.TextChoices):
    MAIL = "mail", _("e-mail")
    LINE = "line", _("LINE")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def visible_to(self, user) -> "OutgoingMailQuerySet":
        return self.filter(municipality__in=Municipality.objects.visible_to(user))

    def waiting(self) -> "OutgoingMailQuerySet":
        return self.filter(sent_at=None, parked_at=None)


class OutgoingMail(models.Model):
    """A mail that must go out: written with what it is about, sent afterwards, emptied once it is sent.

    `way` says by what it goes; `recipient` is an e-mail address, or the account of that way.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name=_("municipality")
    )
    way = models.CharField(_("way of sending"), max_length=4, choices=Way, default=Way.MAIL)
    recipient = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    next_try_at = models.DateTimeField(_("next try at"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    parked_at = models.DateTimeField(_("given up at"), null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at=None, parked_at=None), name="mails_to_send")
        ]
        constraints = [models.CheckConstraint(condition=Q(way__in=Way.values), name="way_of_a_mail_is_known")]

    def __str__(self) -> str:
        return self.purpose
