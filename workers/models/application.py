from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.models import Call, ConsentText, Program, User
from workers.models.named_person import SEARCH_LENGTH, NamedPerson
from workers.models.worker import Worker


class ApplicationState(models.TextChoices):
    APPLIED = "applied", _("applied")
    SCREENING = "screening", _("under review")
    INTERVIEW = "interview", _("interview")
    SELECTED = "selected", _("selected")
    WAITING = "waiting", _("waiting list")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


OPEN_STATES = (ApplicationState.APPLIED, ApplicationState.SCREENING, ApplicationState.INTERVIEW)


class DecisionReason(models.TextChoices):
    """Why an application did not lead to a seat: the first six say the town, the others the applicant."""

    SEATS = "seats", _("more applicants than seats")
    CONDITIONS = "conditions", _("conditions of the call not met")
    HOURS = "hours", _("too few hours at present")
    SKILLS = "skills", _("PC skills not sufficient at present")
    NO_SHOW = "no_show", _("did not come to the interview")
    DOUBLE = "double", _("applied twice")
    FOUND_WORK = "found_work", _("found other work")
    FAMILY = "family", _("family circumstances")
    HEALTH = "health", _("health")
    CHANGED_MIND = "changed_mind", _("changed their mind")
    OTHER = "other", _("other")
    NOT_SAID = "not_said", _("prefer not to say")


DECLINE_REASONS = ("seats", "conditions", "hours", "skills", "no_show", "double", "other")
WITHDRAWAL_REASONS = ("found_work", "family", "health", "changed_mind", "other", "not_said")


class PcSkill(models.TextChoices):
    NONE = "none", _("hardly used a PC so far")
    BASIC = "basic", _("e-mail and searching the web")
    OFFICE = "office", _("writing documents and tables")
    WORK = "work", _("used a PC at work every day")


class ShortHoursReason(models.TextChoices):
    """Sensitive and optional: never in an export unless asked for."""

    CHILDCARE = "childcare", _("raising children")
    CARE = "care", _("care for a relative")
    DISABILITY = "disability", _("disability or illness")
    FARM_SEASON = "farm_season", _("farm season")
    OTHER = "other", _("other")
    NOT_SAID = "not_said", _("prefer not to say")


class Gender(models.TextChoices):
    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("other")
    NOT_SAID = "not_said", _("prefer not to say")


class Channel(models.TextChoices):
    ONLINE = "online", _("online form")
    COUNTER = "counter", _("at the counter or on paper")
    PHONE = "phone", _("by phone")
    IMPORT = "import", _("from a file")
    CARRIED = "carried", _("carried over from an earlier call")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user) -> "ApplicationQuerySet":
        """For those who select: officials of the town and directors, not for viewers."""
        return self.filter(call__cohort__program__in=Program.objects.directed_by(user))

    def standing(self) -> "ApplicationQuerySet":
        """Not declined and not withdrawn."""
        return self.exclude(state__in=[ApplicationState.DECLINED, ApplicationState.WITHDRAWN])


class Application(NamedPerson, models.Model):
    """A citizen's application to one call. Names are kept as written; the secret only as a keyed hash."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("call for applicants"))
    reference = models.CharField(_("reference number"), max_length=12, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    family_name = models.CharField(_("family name"), max_length=50)
    given_name = models.CharField(_("given name"), max_length=50, blank=True)
    family_name_kana = models.CharField(_("family name (kana)"), max_length=80)
    given_name_kana = models.CharField(_("given name (kana)"), max_length=80, blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2199)]
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, default=Gender.NOT_SAID)
    weekly_hours = models.PositiveSmallIntegerField(
        _("hours a week"), validators=[MinValueValidator(1), MaxValueValidator(80)]
    )
    pc_skill = models.CharField(_("PC skills"), max_length=6, choices=PcSkill)
    has_pc = models.BooleanField(_("has a PC"), default=False)
    has_internet = models.BooleanField(_("has the internet at home"), default=False)
    short_hours_reason = models.CharField(
        _("reason for short hours"), max_length=12, choices=ShortHoursReason, default=ShortHoursReason.NOT_SAID
    )
    motivation = models.TextField(_("motivation"), max_length=1000, blank=True)
    helper_name = models.CharField(_("name of the helping person"), max_length=100, blank=True)
    helper_relation = models.CharField(_("relation of the helping person"), max_length=60, blank=True)
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel, default=Channel.ONLINE)
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    consent = models.ForeignKey(
        ConsentText, models.PROTECT, null=True, related_name="applications", verbose_name=_("consent text")
    )
    consented_at = models.DateTimeField(_("consented at"), null=True)
    applied_at = models.DateTimeField(_("applied at"))
    state = models.CharField(_("state"), max_length=10, choices=ApplicationState, default=ApplicationState.APPLIED)
    decision_reason = models.CharField(_("reason"), max_length=12, choices=DecisionReason, blank=True)
    interview_at = models.DateTimeField(_("interview at"), null=True, blank=True)
    interview_place = models.CharField(_("place of the interview"), max_length=200, blank=True)
    waiting_rank = models.PositiveSmallIntegerField(_("place on the waiting list"), null=True, blank=True)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from")
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("participant")
    )
    search = models.CharField(max_length=SEARCH_LENGTH, editable=False, default="")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["call", "applied_at", "pk"]
        indexes = [models.Index(fields=["call", "state"], name="applications_of_a_call")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ApplicationState.values), name="application_state_is_known"),
            models.CheckConstraint(
                condition=(Q(state__in=["declined", "withdrawn"]) & ~Q(decision_reason=""))
                | (~Q(state__in=["declined", "withdrawn"]) & Q(decision_reason="")),
                name="only_an_end_has_a_reason",
                violation_error_message=_("Declining and withdrawing need a reason."),
            ),
            models.CheckConstraint(
                condition=Q(state="selected", worker__isnull=False) | (~Q(state="selected") & Q(worker=None)),
                name="selected_applicant_is_a_participant",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(waiting_rank=None), name="only_waiting_people_have_a_place"
            ),
            models.CheckConstraint(
                condition=~Q(channel="online") | (Q(consent__isnull=False) & Q(consented_at__isnull=False)),
                name="online_application_has_a_consent",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__gte=1, weekly_hours__lte=80),
                name="weekly_hours_are_plausible",
                violation_error_message=_("Write the hours a week, from 1 to 80."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def searched(self) -> str:
        return f"{super().searched} {self.reference}"
