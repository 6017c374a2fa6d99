from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models.municipality import Municipality
from programs.models.program import Program
from programs.models.user import User


class Role(models.TextChoices):
    OFFICIAL = "official", _("city official")
    DIRECTOR = "director", _("director")
    VIEWER = "viewer", _("viewer")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, day=None) -> "MembershipQuerySet":
        """Memberships in force on `day` (today). The day of leaving is the first day without the right."""
        day = day or timezone.localdate()
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)

    def visible_to(self, user) -> "MembershipQuerySet":
        programs = Program.objects.visible_to(user)
        return self.filter(
            Q(program__in=programs) | Q(municipality__in=Municipality.objects.visible_to(user)),
        )


class Membership(models.Model):
    """Who serves a town or a program, from when to when. Ended, never deleted: «who was in charge in March?»"""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("municipality")
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("program")
    )
    joined_on = models.DateField(_("since"), default=timezone.localdate)
    left_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("From this day on the person has no access any more.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["role", "joined_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="official", municipality__isnull=False, program=None)
                | Q(role__in=["director", "viewer"], municipality=None, program__isnull=False),
                name="officials_serve_a_town_others_a_program",
                violation_error_message=_("An official belongs to a town, a director or viewer to a program."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The end must not come before the start."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "municipality"],
                condition=Q(left_on=None, program=None),
                name="one_open_membership_in_a_town",
                violation_error_message=_("This person already has that role here."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "program"],
                condition=Q(left_on=None, municipality=None),
                name="one_open_membership_in_a_program",
                violation_error_message=_("This person already has that role here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
