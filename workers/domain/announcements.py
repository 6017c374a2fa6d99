"""What is announced to a participant: of their own program and cohort, while they take part."""

import datetime as dt

from django.db.models import QuerySet

from programs.domain.announcements import announcements_to_participants
from programs.models import Announcement
from workers.models import Enrollment


def announcements_for(enrollment: Enrollment, day: dt.date) -> QuerySet[Announcement]:
    """Nothing any more from the day of leaving on; the newest first."""
    if enrollment.left_on is not None and enrollment.left_on <= day:
        return Announcement.objects.none()
    return announcements_to_participants(enrollment.cohort, day)
