from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.models.cohort import Cohort
from programs.models.course import Course
from programs.models.program import Program


class SurveyMoment(models.TextChoices):
    BEFORE = "before", _("before")
    AFTER = "after", _("after")
    OTHER = "other", _("in between")


class QuestionKind(models.TextChoices):
    CHOICE = "choice", _("one answer")
    CHOICES = "choices", _("several answers")
    SCALE = "scale", _("scale from 1 to 5")
    TEXT = "text", _("in one's own words")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user) -> "SurveyQuerySet":
        return self.filter(program__in=Program.objects.visible_to(user))


class Survey(models.Model):
    """Questions to those who attended a course, or to a cohort; answered by a link, without names."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="surveys", verbose_name=_("program"))
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name=_("course")
    )
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name=_("cohort")
    )
    title = models.CharField(_("title"), max_length=100)
    intro = models.TextField(pgettext_lazy("survey", "introduction"), max_length=1000, blank=True)
    moment = models.CharField(_("before or after"), max_length=6, choices=SurveyMoment, default=SurveyMoment.AFTER)
    opens_on = models.DateField(_("answers from"))
    closes_on = models.DateField(_("answers until"))
    answer_key = models.CharField(max_length=24, unique=True, editable=False)
    begun_at = models.DateTimeField(
        _("first answered at"), null=True, blank=True, editable=False, help_text=_("From then on questions stay.")
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course=None) ^ Q(cohort=None),
                name="survey_asks_a_course_or_a_cohort",
                violation_error_message=_("Choose either a course or a cohort."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="survey_closes_after_it_opens",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(condition=Q(moment__in=SurveyMoment.values), name="survey_moment_is_known"),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(models.Model):
    """One question; `options` are the choices, in order. They stay once somebody has answered."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", verbose_name=_("survey"))
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind of answer"), max_length=7, choices=QuestionKind)
    text = models.CharField(_("question"), max_length=200)
    options = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        verbose_name = _("survey question")
        verbose_name_plural = _("survey questions")
        ordering = ["survey", "position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="one_question_per_position"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.text
