"""A day so far ahead that it can only be a slip of the pen."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.shared.month import Month

MONTHS_AHEAD = 12


def refuse_far_ahead(day: dt.date, *, field: str) -> None:
    """Raise Refused after the end of the same month next year; `field` names the input."""
    last = (Month.of(timezone.localdate()) + MONTHS_AHEAD).last
    if day > last:
        raise Refused(
            _("That is more than a year ahead. Please check the year: enter %(day)s or an earlier day.")
            % {"day": date_format(last, "DATE_FORMAT")},
            field=field,
        )
