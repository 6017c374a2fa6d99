from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.worker import Worker

YEN_LIMIT = 100_000_000


class EarningPreference(models.TextChoices):
    UNDECIDED = "undecided", _("not decided yet")
    STAY_WITHIN = "stay_within", _("stay within a line")
    NO_LIMIT = "no_limit", _("no limit")


class Channel(models.TextChoices):
    MAIL = "mail", _("by e-mail")
    SCREEN = "screen", _("on the first page only")
    LINE = "line", _("by LINE")


class WorkerPreferenceQuerySet(models.QuerySet["WorkerPreference"]):
    def of(self, user: User) -> "WorkerPreferenceQuerySet":
        """A person's own: nobody who works for the town is shown these."""
        return self.filter(worker__user=user)


class WorkerPreference(models.Model):
    """What a person chose for themselves: a goal, lines to watch, how to be reminded. Theirs alone, and optional."""

    worker = models.OneToOneField(Worker, models.PROTECT, related_name="preference", verbose_name=_("participant"))
    own_goal = models.PositiveIntegerField(
        _("my own goal (yen a month)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(YEN_LIMIT)],
    )
    rent = models.PositiveIntegerField(
        _("my rent (yen a month)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(YEN_LIMIT)],
    )
    earning_preference = models.CharField(
        _("how much I want to earn"), max_length=11, choices=EarningPreference, default=EarningPreference.UNDECIDED
    )
    watched_lines = models.JSONField(_("income lines I watch"), default=list, blank=True)
    tells_director = models.BooleanField(
        _("tell my director when I come near a line"),
        default=False,
        help_text=_("The director sees the line and how near it is, never the amount."),
    )
    uses_home_worker_rule = models.BooleanField(_("reckon with the home-worker rule"), default=False)
    salary_income = models.PositiveIntegerField(
        _("salary besides (yen a year)"), null=True, blank=True, validators=[MaxValueValidator(YEN_LIMIT)]
    )
    insurer_note = models.CharField(_("what my health insurer said"), max_length=300, blank=True)
    remind_by = models.CharField(_("remind me"), max_length=6, choices=Channel, default=Channel.MAIL)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from (hour)"), default=21)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until (hour)"), default=8)
    line_id = models.CharField(_("LINE account"), max_length=64, blank=True, editable=False)
    calendar_version = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("0: no calendar link; a new number makes older links void.")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = WorkerPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal setting")
        verbose_name_plural = _("personal settings")
        ordering = ["worker"]
        constraints = [
            models.CheckConstraint(
                condition=Q(earning_preference__in=EarningPreference.values), name="earning_preference_is_known"
            ),
            models.CheckConstraint(condition=Q(remind_by__in=Channel.values), name="reminder_channel_is_known"),
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23, quiet_until__lte=23), name="quiet_hours_are_hours_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.worker)
