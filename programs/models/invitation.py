from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.cohort import Cohort
from programs.models.membership import Role
from programs.models.municipality import Municipality
from programs.models.program import Program
from programs.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user) -> "InvitationQuerySet":
        programs = Program.objects.visible_to(user)
        return self.filter(
            Q(cohort__program__in=programs)
            | Q(program__in=programs)
            | Q(municipality__in=Municipality.objects.visible_to(user))
        )

    def open_at(self, moment) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=moment)


class Invitation(models.Model):
    """A slip of paper that opens the door once: to a cohort for a participant, to a role for staff.

    The token in the QR code is kept only as a hash; the short code is for typing and is rate limited.
    """

    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("cohort")
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("program")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("municipality")
    )
    role = models.CharField(_("role"), max_length=10, choices=[*Role.choices, ("worker", _("participant"))])
    invitee = models.CharField(_("name of the invited person"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("accepted by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="worker", cohort__isnull=False, program=None, municipality=None)
                | Q(role="official", municipality__isnull=False, cohort=None, program=None)
                | Q(role__in=["director", "viewer"], program__isnull=False, cohort=None, municipality=None),
                name="invitation_leads_to_one_place",
                violation_error_message=_("An invitation leads to exactly one cohort, program or town."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accepted_invitation_names_the_person",
            ),
        ]

    def __str__(self) -> str:
        return self.invitee
