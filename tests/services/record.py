"""Records earnings as the web process does, and prints how many seconds each took."""

import datetime as dt
import os
import sys
from time import monotonic

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from workers.domain.earnings import Entry, record_earning  # noqa: E402  (Django must be set up first)
from workers.models import Enrollment  # noqa: E402

enrollment = Enrollment.objects.get(pk=int(sys.argv[1]))
for n in range(int(sys.argv[2])):
    started = monotonic()
    entry = Entry(earned_on=dt.date(2026, 1, 1 + n % 28), source="team", title="校正", gross=1_000)
    record_earning(enrollment=enrollment, entry=entry, by=None)
    sys.stdout.write(f"{monotonic() - started:.3f}\n")
