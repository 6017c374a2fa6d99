from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Program, User
from workers.models.enrollment import Enrollment


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, user) -> "MatterQuerySet":
        """For directors and officials of the program; the participant finds their own with `of`."""
        return self.filter(enrollment__cohort__program__in=Program.objects.directed_by(user))

    def of(self, user: User) -> "MatterQuerySet":
        return self.filter(enrollment__worker__user=user)


class Matter(models.Model):
    """One subject a participant and the directors write to each other about."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="matters", verbose_name=_("enrollment"))
    subject = models.CharField(_("subject"), max_length=100)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    last_message_at = models.DateTimeField(_("last message at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["-last_message_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_matter_names_the_person",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user) -> "MessageQuerySet":
        return self.filter(matter__in=Matter.objects.visible_to(user))


class Message(models.Model):
    """One message; written once, never changed."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="messages", verbose_name=_("matter"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    body = models.TextField(_("text"), max_length=2000)
    sent_at = models.DateTimeField(_("sent at"))

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["matter", "sent_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="message_says_something")]

    def __str__(self) -> str:
        return self.body[:40]


class ReadMark(models.Model):
    """Up to which message somebody has read a matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="read_marks", verbose_name=_("matter"))
    user = models.ForeignKey(User, models.PROTECT, related_name="read_marks", verbose_name=_("account"))
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", verbose_name=_("last message read"))
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = [
            models.UniqueConstraint(fields=["matter", "user"], name="one_read_mark_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.message_id}"
