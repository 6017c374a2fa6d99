"""Which announcements still stand at the top of a page, after those somebody has closed in this browser."""

from collections.abc import Iterable

from django import template
from django.http import HttpRequest
from django.utils import timezone

from programs.domain.announcements import announcements_to_staff
from programs.models import Announcement

register = template.Library()

SHOWN = 3
CLOSED = "announcements_closed"  # session key: those the person has read and closed until the next sign-in


def announcements_at_top(request: HttpRequest, announcements: Iterable[Announcement]) -> dict[str, object]:
    """For a page: the first few of `announcements` not closed in this session, and how many more. One query."""
    closed = set(request.session.get(CLOSED, []))
    open_ones = [one for one in announcements if one.pk not in closed]
    return {"announcements": open_ones[:SHOWN], "more_announcements": max(len(open_ones) - SHOWN, 0)}


@register.simple_tag
def told_to_staff(request: HttpRequest) -> dict[str, object]:
    """In all programs of the town."""
    return announcements_at_top(request, announcements_to_staff(request.user, timezone.localdate()))
