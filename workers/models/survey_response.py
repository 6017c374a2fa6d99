from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Survey, SurveyQuestion


class SurveyResponseQuerySet(models.QuerySet["SurveyResponse"]):
    def visible_to(self, user) -> "SurveyResponseQuerySet":
        return self.filter(survey__in=Survey.objects.visible_to(user))


class SurveyResponse(models.Model):
    """One sheet of answers, without a name: nobody can tell whose it is."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses", verbose_name=_("survey"))
    answered_on = models.DateField(_("answered on"))  # a day, not a moment: a moment could be matched with a log

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey response")
        verbose_name_plural = _("survey responses")
        ordering = ["survey", "pk"]

    def __str__(self) -> str:
        return f"{self.survey} {self.pk}"


class SurveyAnswer(models.Model):
    """The answer to one question: a number (an option's place from 0, or 1 to 5), or words."""

    response = models.ForeignKey(
        SurveyResponse, models.CASCADE, related_name="answers", verbose_name=_("survey response")
    )
    question = models.ForeignKey(
        SurveyQuestion, models.PROTECT, related_name="answers", verbose_name=_("survey question")
    )
    number = models.SmallIntegerField(_("number"), null=True)
    text = models.TextField(_("text"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        ordering = ["response", "question"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question", "number"], name="one_answer_per_option"),
            models.CheckConstraint(
                condition=(Q(number__isnull=False) & Q(text="")) | (Q(number=None) & ~Q(text="")),
                name="an_answer_is_a_number_or_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)
