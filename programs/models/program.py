from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

DEFAULT_TARGET = 200_000  # yen a month: the target of the first published programme
DEFAULT_ORDER_GOAL = 1_000_000  # yen a month
YEN_LIMIT = 100_000_000


class TargetBasis(models.TextChoices):
    NET = "net", _("after platform fee")
    GROSS = "gross", _("before platform fee")


class ProgramQuerySet(models.QuerySet["Program"]):
    def visible_to(self, user) -> "ProgramQuerySet":
        """Programs of the towns where `user` is an official today, and those they direct or view."""
        return self._served_by(user, "director", "viewer")

    def directed_by(self, user) -> "ProgramQuerySet":
        """Programs `user` directs today, and those of the towns they are an official of."""
        return self._served_by(user, "director")

    def run_by(self, user) -> "ProgramQuerySet":
        """Programs whose town `user` serves as an official today."""
        return self._served_by(user)

    def with_rights_of(self, user) -> "ProgramQuerySet":
        """Each with `is_directed` and `is_run`: what `user` may do there; `by_official`: an official of any town asks.

        All in the same query.
        """
        directed, run = (Program.objects.directed_by(user), Program.objects.run_by(user))
        return self.annotate(
            is_directed=models.Exists(directed.filter(pk=models.OuterRef("pk"))),
            is_run=models.Exists(run.filter(pk=models.OuterRef("pk"))),
            by_official=models.Exists(user.memberships.active().filter(role="official")),
        )

    def _served_by(self, user, *roles: str) -> "ProgramQuerySet":
        """All for a system administrator; else the official's town's, and those where `user` has one of `roles`."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        mine = user.memberships.active()
        served = Q(municipality__in=mine.filter(role="official").values("municipality"))
        if roles:
            served |= Q(pk__in=mine.filter(role__in=roles).values("program"))
        return self.filter(served)


class Program(models.Model):
    """A town's crowdwork programme with its targets."""

    municipality = models.ForeignKey(
        "programs.Municipality", models.PROTECT, related_name="programs", verbose_name=_("municipality")
    )
    operator = models.ForeignKey(
        "programs.Operator", models.PROTECT, null=True, blank=True, related_name="programs", verbose_name=_("operator")
    )
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("short name for addresses"),
        max_length=40,
        unique=True,
        help_text=_("Letters, digits and hyphens. It becomes part of the address, as in /p/nichinan/."),
    )
    default_target = models.PositiveIntegerField(
        _("monthly target"),
        default=DEFAULT_TARGET,
        validators=[MinValueValidator(1), MaxValueValidator(YEN_LIMIT)],
        help_text=_("Yen a month for one person, unless the cohort or the person has a plan of their own."),
    )
    target_basis = models.CharField(
        _("amount that counts toward the target"), max_length=5, choices=TargetBasis, default=TargetBasis.NET
    )
    monthly_order_goal = models.PositiveIntegerField(
        _("monthly order goal"), default=DEFAULT_ORDER_GOAL, validators=[MaxValueValidator(YEN_LIMIT)]
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days to answer after a month's end"),
        default=5,
        validators=[MaxValueValidator(28)],
        help_text=_("Participants are asked to complete a month within these days; then it can be closed."),
    )
    own_share_goal = models.PositiveSmallIntegerField(
        _("share of own revenue before establishment"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Percent of a fiscal year's money that the partners agreed must be own revenue by then."),
    )
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["municipality__code", "started_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(default_target__gte=1),
                name="program_target_is_positive",
                violation_error_message=_("The monthly target must be at least 1 yen."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="program_ends_after_it_starts",
                violation_error_message=_("The end must not come before the start."),
            ),
            models.CheckConstraint(condition=Q(target_basis__in=["net", "gross"]), name="program_basis_is_known"),
            models.CheckConstraint(
                condition=Q(own_share_goal=None) | Q(own_share_goal__gte=1, own_share_goal__lte=100),
                name="own_share_goal_is_a_percentage",
                violation_error_message=_("Write a percentage from 1 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def counts_net(self) -> bool:
        return self.target_basis == TargetBasis.NET
