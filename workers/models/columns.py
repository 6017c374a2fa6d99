"""Columns the database computes by itself, in the words of both databases."""

from django.db import models
from django.db.models import F, Func


class FirstOfMonth(Func):
    """The first day of the month of a date, as a plain database expression that may be stored and indexed."""

    output_field = models.DateField()
    arity = 1

    def as_sql(self, compiler, connection, **context):
        return super().as_sql(
            compiler, connection, template="(date_trunc('month', (%(expressions)s)::timestamp)::date)", **context
        )

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="date(%(expressions)s, 'start of month')", **context)


def month_is_first_day(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(month=FirstOfMonth(F("month"))), name=name)
