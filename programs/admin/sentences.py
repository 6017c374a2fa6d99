"""What a field of the administration says when it cannot take what was typed: our sentences, not the framework's."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.fields import YenField

EVERYWHERE = {"unique": _("This is in use already. Please choose another one.")}
OF_KIND: tuple[tuple[type[forms.Field], dict], ...] = (
    (
        forms.IntegerField,
        {
            "required": _("Please write the number."),
            "invalid": _("Please write a whole number in digits."),
            "min_value": _("The number must be at least %(limit_value)s."),
            "max_value": _("The number must be at most %(limit_value)s."),
        },
    ),
    (
        forms.SlugField,
        {
            "required": _("Please fill this in."),
            "invalid": _("Please write it with letters a to z, digits and hyphens only."),
            "max_length": _("Please write at most %(limit_value)s characters (now %(show_value)s)."),
        },
    ),
    (
        forms.ChoiceField,
        {
            "required": _("Please choose one."),
            "invalid_choice": _("This can no longer be chosen. Please choose again."),
        },
    ),
)


def speak(field: forms.Field, db_field: models.Field) -> None:
    """Give the form field of a column our sentences, also for what only the model finds."""
    field.error_messages |= EVERYWHERE
    for kind, sentences in OF_KIND:
        if isinstance(field, kind):
            field.error_messages |= sentences
    if isinstance(field, YenField):
        _take_limits(field, db_field)


def _take_limits(field: YenField, db_field: models.Field) -> None:
    """The column's limits, so that the field finds them first and names them."""
    least = [one.limit_value for one in db_field.validators if isinstance(one, MinValueValidator)]
    most = [one.limit_value for one in db_field.validators if isinstance(one, MaxValueValidator)]
    least += [] if field.min_value is None else [field.min_value]
    most += [] if field.max_value is None else [field.max_value]
    field.min_value, field.max_value = max(least, default=None), min(most, default=None)
