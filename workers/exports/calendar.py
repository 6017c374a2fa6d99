"""Dates as an iCalendar file (RFC 5545): moments in UTC, whole days as days, the same bytes for the same dates."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from programs.models import Municipality
from workers.domain.calendar_dates import CalendarDate

CALENDAR = "text/calendar; charset=utf-8"
ASK_AGAIN = dt.timedelta(hours=6)


def calendar_file(town: Municipality, dates: Iterable[CalendarDate]) -> bytes:
    """A valid calendar, with nothing in it for no dates."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hidane//Hidane//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Crowdwork in %(town)s") % {"town": town.name})
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for one in dates:
        calendar.add_component(_event(town, one))
    return calendar.to_ical()


def _event(town: Municipality, one: CalendarDate) -> Event:
    event = Event()
    event.add("uid", f"{one.key}.{town.code}@hidane")
    event.add("dtstamp", _stamp(one))
    event.add("dtstart", _utc(one.starts))
    event.add("dtend", _utc(one.ends))
    event.add("summary", one.title)
    if one.place:
        event.add("location", one.place)
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("sequence", int(one.is_cancelled))
    event.add("transp", "TRANSPARENT" if _is_whole_day(one) else "OPAQUE")
    return event


def _is_whole_day(one: CalendarDate) -> bool:
    return not isinstance(one.starts, dt.datetime)


def _utc(at: dt.date) -> dt.date:
    return at.astimezone(dt.UTC) if isinstance(at, dt.datetime) else at


def _stamp(one: CalendarDate) -> dt.datetime:
    """Of the date itself, not of the asking: a file of the same dates is the same file, and is not sent twice."""
    if _is_whole_day(one):
        return dt.datetime.combine(one.starts, dt.time.min, tzinfo=dt.UTC)
    return _utc(one.starts)
